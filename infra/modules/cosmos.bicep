// The database. There are no keys: who may read and write is said by roles, here the bot's identity alone.
param location string
param name string
param databaseName string
param identityId string
param principalId string
param tags object

@allowed(['serverless', 'autoscale'])
param capacity string
param maxThroughput int

@description('Whether it is reached from the network of the bot only. Otherwise it has a public address, and still no keys.')
param isPrivate bool

var isServerless = capacity == 'serverless'

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: false }]
    // The count that closes a round must see what another instance has just written.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Strong'
    }
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous30Days'
      }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: databaseName
  properties: {
    resource: {
      id: databaseName
    }
    options: isServerless ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }
  }
}

// The store asks at its start whether both containers are as it needs them. Only what queries ask for is indexed.
resource documents 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = {
  parent: database
  name: 'documents'
  properties: {
    resource: {
      id: 'documents'
      partitionKey: {
        kind: 'Hash'
        paths: ['/partition']
        version: 2
      }
      // On, with no time of its own: each document says how long it lives.
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [{ path: '/partition/?' }]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

resource due 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = {
  parent: database
  name: 'due'
  properties: {
    resource: {
      id: 'due'
      partitionKey: {
        kind: 'Hash'
        paths: ['/shard']
        version: 2
      }
      defaultTtl: -1
      indexingPolicy: {
        indexingMode: 'consistent'
        automatic: true
        includedPaths: [{ path: '/shard/?' }, { path: '/at/?' }]
        excludedPaths: [{ path: '/*' }]
      }
    }
  }
}

// "Cosmos DB Built-in Data Contributor" reads and writes items, and neither makes nor deletes containers.
var dataContributor = '${account.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002'

resource readAndWrite 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: account
  name: guid(account.id, identityId, dataContributor)
  properties: {
    roleDefinitionId: dataContributor
    principalId: principalId
    scope: account.id
  }
}

output accountId string = account.id
output endpoint string = account.properties.documentEndpoint
