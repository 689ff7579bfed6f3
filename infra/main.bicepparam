// What azd and `az deployment` hand to main.bicep. Each comes from the environment, so that nothing of yours is written here.
using './main.bicep'

param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param botLocation = readEnvironmentVariable('HJULET_BOT_LOCATION', 'westeurope')
param image = readEnvironmentVariable('SERVICE_HJULET_IMAGE_NAME', '')
param appType = readEnvironmentVariable('MicrosoftAppType', 'UserAssignedMSI')
param appId = readEnvironmentVariable('MicrosoftAppId', '')
param appPassword = readEnvironmentVariable('MicrosoftAppPassword', '')
param signingKey = readEnvironmentVariable('HJULET_SIGNING_KEY', '')
param oldSigningKeys = readEnvironmentVariable('HJULET_OLD_SIGNING_KEYS', '')
param useOldSigningKeys = bool(readEnvironmentVariable('HJULET_USE_OLD_SIGNING_KEYS', 'false'))
param retentionMonths = int(readEnvironmentVariable('HJULET_RETENTION_MONTHS', '12'))
param smallestGroup = int(readEnvironmentVariable('HJULET_SMALLEST_GROUP', '4'))
param language = readEnvironmentVariable('HJULET_LANGUAGE', 'da')
param timeZone = readEnvironmentVariable('HJULET_TIME_ZONE', 'Europe/Copenhagen')
param ownWheels = bool(readEnvironmentVariable('HJULET_OWN_WHEELS', 'false'))
param customDomain = readEnvironmentVariable('HJULET_CUSTOM_DOMAIN', '')
param customDomainCertificateId = readEnvironmentVariable('HJULET_CUSTOM_DOMAIN_CERTIFICATE', '')
param cosmosCapacity = readEnvironmentVariable('HJULET_COSMOS_CAPACITY', 'serverless')
param privateNetwork = bool(readEnvironmentVariable('HJULET_PRIVATE_NETWORK', 'false'))
param alertEmail = readEnvironmentVariable('HJULET_ALERT_EMAIL', '')
param tags = {
  'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'hjulet')
}
