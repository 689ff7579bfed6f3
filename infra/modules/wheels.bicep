// A file share for wheels of your own, which the bot reads when it starts and never writes to.
param location string
param name string

@description('Whether it is reached from the network of the bot only.')
param isPrivate bool
param tags object

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    // Container Apps mounts a share by its key and in no other way.
    allowSharedKeyAccess: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource files 'Microsoft.Storage/storageAccounts/fileServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-06-01' = {
  parent: files
  name: 'wheels'
  properties: {
    shareQuota: 1
    enabledProtocols: 'SMB'
  }
}

output accountId string = account.id
output accountName string = account.name
output shareName string = share.name

@secure()
output accountKey string = account.listKeys().keys[0].value
