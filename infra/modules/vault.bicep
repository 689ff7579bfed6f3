// Secrets, apart from the data they protect. A secret that is not given is left as it is.
param location string
param name string
param identityId string
param principalId string

@description('Whether it is reached from the network of the bot only.')
param isPrivate bool
param tags object

@secure()
param signingKey string

@secure()
param oldSigningKeys string

@secure()
param appPassword string

var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // A deleted signing key cannot be made again, and people's codes hang on it.
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      // Azure Resource Manager writes the secrets of a deployment.
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource key 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(signingKey)) {
  parent: vault
  name: 'signing-key'
  properties: {
    value: signingKey
  }
}

resource oldKeys 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(oldSigningKeys)) {
  parent: vault
  name: 'old-signing-keys'
  properties: {
    value: oldSigningKeys
  }
}

resource password 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = if (!empty(appPassword)) {
  parent: vault
  name: 'app-password'
  properties: {
    value: appPassword
  }
}

resource read 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityId, secretsUser)
  scope: vault
  properties: {
    roleDefinitionId: secretsUser
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output vaultId string = vault.id
output uri string = vault.properties.vaultUri
output vaultName string = vault.name
