// What Hjulet needs in Azure, in one resource group. README.md beside this file tells how to deploy it.
targetScope = 'resourceGroup'

// azd offers the regions of @allowed where the metadata says that it is one.
@description('Where everything but the Azure Bot lies: a region within the EU.')
@metadata({ azd: { type: 'location' } })
@allowed([
  'denmarkeast'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'northeurope'
  'polandcentral'
  'spaincentral'
  'swedencentral'
  'westeurope'
])
param location string = 'swedencentral'

@description('Where the Azure Bot keeps its data. It cannot be changed afterwards.')
@allowed(['westeurope', 'global'])
param botLocation string = 'westeurope'

@description('The container image with its registry and tag. Empty on the first deployment, which makes the registry that it is pushed to.')
param image string = ''

@description('UserAssignedMSI: the bot is the managed identity and has no secret. SingleTenant: an app registration of your own with a client secret.')
@allowed(['UserAssignedMSI', 'SingleTenant'])
param appType string = 'UserAssignedMSI'

@description('Application (client) id of the app registration. With SingleTenant only.')
param appId string = ''

@description('Tenant of the app registration.')
param appTenantId string = tenant().tenantId

@description('Client secret of the app registration. With SingleTenant only; empty keeps the one in the Key Vault.')
@secure()
param appPassword string = ''

@description('32 random bytes in base64, once and for all. Empty keeps the one in the Key Vault.')
@secure()
param signingKey string = ''

@description('Keys used before, newest first, separated by commas. Empty keeps those in the Key Vault.')
@secure()
param oldSigningKeys string = ''

@description('Whether the Key Vault has keys used before.')
param useOldSigningKeys bool = false

@description('Ids of the tenants that may use the bot, separated by commas.')
param tenants string = tenant().tenantId

@description('A host name of your own, such as hjulet.kommune.dk. Empty takes the one that Container Apps gives.')
param customDomain string = ''

@description('Resource id of the certificate of that host name in the Container Apps environment.')
param customDomainCertificateId string = ''

@description('Language of new channels.')
@allowed(['da', 'en'])
param language string = 'da'

@description('Where days begin and dates are told, an IANA name.')
param timeZone string = 'Europe/Copenhagen'

@description('Whether there is a file share with wheels of your own, beside the built-in ones. README.md tells how to fill it.')
param ownWheels bool = false

@description('Months that answers are kept.')
@minValue(1)
@maxValue(120)
param retentionMonths int = 12

@description('From how many answers figures and comments are shown in a confidential round.')
@minValue(3)
@maxValue(10)
param smallestGroup int = 4

@allowed(['debug', 'info', 'warn', 'error'])
param logLevel string = 'info'

@description('Instances that always run. Two or more, so that one can be replaced while another answers.')
@minValue(2)
@maxValue(10)
param minReplicas int = 2

@minValue(2)
@maxValue(20)
param maxReplicas int = 5

@description('serverless is paid by use; autoscale by the hour, and answers fast under load.')
@allowed(['serverless', 'autoscale'])
param cosmosCapacity string = 'serverless'

@description('Most request units a second. With autoscale only, in steps of 1000.')
@minValue(1000)
param cosmosMaxThroughput int = 1000

@description('Whether database, Key Vault, registry and file share are reached from the network of the bot only. Decide before the first deployment: an environment cannot be moved into a network.')
param privateNetwork bool = false

@description('Who is told of alerts. Empty: alerts are seen in the portal only.')
param alertEmail string = ''

@description('Days that logs and metrics are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

param tags object = {}

var suffix = uniqueString(resourceGroup().id)
var appName = 'hjulet'
var port = 3978
var databaseName = 'hjulet'
var wheelsPath = '/wheels'
var singleTenant = appType == 'SingleTenant'

// The bot's one identity: it pulls the image, reads its secrets, reaches its database and, as UserAssignedMSI, speaks to Teams.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${appName}-${suffix}'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${appName}-${suffix}'
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    location: location
    name: '${appName}-${suffix}'
    appName: appName
    alertEmail: alertEmail
    logDays: logDays
    tags: tags
  }
}

module registry 'modules/registry.bicep' = {
  params: {
    location: location
    name: '${appName}${suffix}'
    identityId: identity.id
    principalId: identity.properties.principalId
    isPrivate: privateNetwork
    tags: tags
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    location: location
    name: '${appName}-${suffix}'
    identityId: identity.id
    principalId: identity.properties.principalId
    signingKey: signingKey
    oldSigningKeys: oldSigningKeys
    appPassword: appPassword
    isPrivate: privateNetwork
    tags: tags
  }
}

module cosmos 'modules/cosmos.bicep' = {
  params: {
    location: location
    name: '${appName}-${suffix}'
    databaseName: databaseName
    capacity: cosmosCapacity
    maxThroughput: cosmosMaxThroughput
    identityId: identity.id
    principalId: identity.properties.principalId
    isPrivate: privateNetwork
    tags: tags
  }
}

module wheels 'modules/wheels.bicep' = if (ownWheels) {
  params: {
    location: location
    name: '${appName}${suffix}'
    isPrivate: privateNetwork
    tags: tags
  }
}

module cosmosEndpoint 'modules/endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${appName}-cosmos-${suffix}'
    resourceId: cosmos.outputs.accountId
    groupId: 'Sql'
    subnetId: network!.outputs.endpointSubnetId
    dnsZoneId: network!.outputs.cosmosDnsZoneId
    tags: tags
  }
}

module vaultEndpoint 'modules/endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${appName}-vault-${suffix}'
    resourceId: vault.outputs.vaultId
    groupId: 'vault'
    subnetId: network!.outputs.endpointSubnetId
    dnsZoneId: network!.outputs.vaultDnsZoneId
    tags: tags
  }
}

module registryEndpoint 'modules/endpoint.bicep' = if (privateNetwork) {
  params: {
    location: location
    name: '${appName}-registry-${suffix}'
    resourceId: registry.outputs.registryId
    groupId: 'registry'
    subnetId: network!.outputs.endpointSubnetId
    dnsZoneId: network!.outputs.registryDnsZoneId
    tags: tags
  }
}

module wheelsEndpoint 'modules/endpoint.bicep' = if (privateNetwork && ownWheels) {
  params: {
    location: location
    name: '${appName}-wheels-${suffix}'
    resourceId: wheels!.outputs.accountId
    groupId: 'file'
    subnetId: network!.outputs.endpointSubnetId
    dnsZoneId: network!.outputs.filesDnsZoneId
    tags: tags
  }
}

resource apps 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: '${appName}-${suffix}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    vnetConfiguration: privateNetwork ? { infrastructureSubnetId: network!.outputs.appsSubnetId } : null
    zoneRedundant: privateNetwork
  }
}

resource appsWheels 'Microsoft.App/managedEnvironments/storages@2025-07-01' = if (ownWheels) {
  parent: apps
  name: 'wheels'
  properties: {
    azureFile: {
      accountName: wheels!.outputs.accountName
      accountKey: wheels!.outputs.accountKey
      shareName: wheels!.outputs.shareName
      accessMode: 'ReadOnly'
    }
  }
}

resource appsLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: apps
  properties: {
    workspaceId: monitoring.outputs.workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

var host = empty(customDomain) ? '${appName}.${apps.properties.defaultDomain}' : customDomain
var publicUrl = 'https://${host}'
var botAppId = singleTenant ? appId : identity.properties.clientId
var botTenantId = singleTenant ? appTenantId : tenant().tenantId

var vaultSecrets = '${vault.outputs.uri}secrets'

// Every name here is a setting in .env.example; test/infra holds them together.
var settings = concat(
  [
    { name: 'PORT', value: string(port) }
    { name: 'HJULET_PUBLIC_URL', value: publicUrl }
    { name: 'HJULET_SIGNING_KEY', secretRef: 'signing-key' }
    { name: 'MicrosoftAppId', value: botAppId }
    { name: 'MicrosoftAppType', value: appType }
    { name: 'MicrosoftAppTenantId', value: botTenantId }
    { name: 'HJULET_TENANTS', value: tenants }
    { name: 'HJULET_LANGUAGE', value: language }
    { name: 'HJULET_TIME_ZONE', value: timeZone }
    { name: 'HJULET_RETENTION_MONTHS', value: string(retentionMonths) }
    { name: 'HJULET_SMALLEST_GROUP', value: string(smallestGroup) }
    { name: 'HJULET_LOG_LEVEL', value: logLevel }
    { name: 'HJULET_COSMOS_ENDPOINT', value: cosmos.outputs.endpoint }
    { name: 'HJULET_COSMOS_DATABASE', value: databaseName }
    { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
    { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', secretRef: 'insights' }
  ],
  ownWheels ? [{ name: 'HJULET_WHEELS', value: wheelsPath }] : [],
  useOldSigningKeys ? [{ name: 'HJULET_OLD_SIGNING_KEYS', secretRef: 'old-signing-keys' }] : [],
  singleTenant ? [{ name: 'MicrosoftAppPassword', secretRef: 'app-password' }] : []
)

// Not in a module: azd finds the app among the resources of this very deployment.
resource app 'Microsoft.App/containerApps@2025-07-01' = if (!empty(image)) {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': 'hjulet' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        allowInsecure: false
        targetPort: port
        transport: 'http'
        customDomains: empty(customDomain)
          ? []
          : [{ name: customDomain, certificateId: customDomainCertificateId, bindingType: 'SniEnabled' }]
      }
      registries: [{ server: registry.outputs.loginServer, identity: identity.id }]
      secrets: concat(
        [
          { name: 'signing-key', keyVaultUrl: '${vaultSecrets}/signing-key', identity: identity.id }
          { name: 'insights', value: monitoring.outputs.connectionString }
        ],
        useOldSigningKeys
          ? [{ name: 'old-signing-keys', keyVaultUrl: '${vaultSecrets}/old-signing-keys', identity: identity.id }]
          : [],
        singleTenant ? [{ name: 'app-password', keyVaultUrl: '${vaultSecrets}/app-password', identity: identity.id }] : []
      )
    }
    template: {
      // Longer than the ten seconds that the bot takes to finish what is under way.
      terminationGracePeriodSeconds: 20
      containers: [
        {
          name: 'hjulet'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: settings
          volumeMounts: ownWheels ? [{ volumeName: 'wheels', mountPath: wheelsPath }] : []
          probes: [
            // A start takes seconds; a first one on a busy machine gets two minutes. More than ten tries are not to be had.
            { type: 'Startup', httpGet: { path: '/healthz', port: port }, initialDelaySeconds: 2, periodSeconds: 14, failureThreshold: 10 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: port }, periodSeconds: 10, timeoutSeconds: 5 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: port }, periodSeconds: 10, timeoutSeconds: 5 }
          ]
        }
      ]
      volumes: ownWheels ? [{ name: 'wheels', storageType: 'AzureFile', storageName: appsWheels.name }] : []
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '50' } } }]
      }
    }
  }
  // The image and the secrets are fetched by these addresses where there are no others.
  dependsOn: [vaultEndpoint, registryEndpoint, cosmosEndpoint, wheelsEndpoint]
}

module availability 'modules/availability.bicep' = if (!empty(image)) {
  params: {
    location: location
    name: '${appName}-${suffix}'
    appName: appName
    appId: app.id
    url: publicUrl
    insightsId: monitoring.outputs.insightsId
    actionGroupId: monitoring.outputs.actionGroupId
    tags: tags
  }
}

module bot 'modules/bot.bicep' = {
  params: {
    location: botLocation
    name: '${appName}-${suffix}'
    endpoint: '${publicUrl}/api/messages'
    appType: appType
    appId: botAppId
    tenantId: botTenantId
    identityId: singleTenant ? '' : identity.id
    tags: tags
  }
}

// azd keeps outputs as settings of its environment, and `npm run package` reads these two by the same names.
output MicrosoftAppId string = botAppId
output HJULET_PUBLIC_URL string = publicUrl
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output HJULET_COSMOS_ENDPOINT string = cosmos.outputs.endpoint
output HJULET_KEY_VAULT string = vault.outputs.vaultName
// Where wheels of your own are put: `az storage file upload --account-name <this> --share-name wheels --source <file>`.
output HJULET_WHEELS_ACCOUNT string = ownWheels ? wheels!.outputs.accountName : ''
