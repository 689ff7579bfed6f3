// Whether the bot answers and keeps running, watched from outside it. docs/operations.md says what to do about each alert.
param location string
param name string
param appName string
param appId string
param url string
param insightsId string

@description('Whom to tell. Empty: alerts are seen in the portal only.')
param actionGroupId string
param tags object

// Within the EU: Amsterdam, Dublin and France Central. https://learn.microsoft.com/azure/azure-monitor/app/availability names them.
var places = ['emea-nl-ams-azr', 'emea-gb-db3-azr', 'emea-ch-zrh-edge']
var actions = empty(actionGroupId) ? [] : [{ actionGroupId: actionGroupId }]

resource ready 'Microsoft.Insights/webtests@2022-06-15' = {
  name: '${name}-ready'
  location: location
  // The portal finds the test by this tag.
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${name}-ready'
    Name: 'Hjulet: ready'
    Enabled: true
    Frequency: 600
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [for place in places: { Id: place }]
    Request: {
      RequestUrl: '${url}/readyz'
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${appName}-unreachable'
  location: 'global'
  tags: tags
  properties: {
    description: 'Hjulet: it does not answer that it is ready'
    severity: 1
    enabled: true
    scopes: [ready.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: ready.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: actions
  }
}

resource restarts 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${appName}-restarts'
  location: 'global'
  tags: tags
  properties: {
    description: 'Hjulet: an instance ends and is started again and again'
    severity: 2
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          // Counted since the instance was made.
          criterionType: 'StaticThresholdCriterion'
          name: 'restarts'
          metricNamespace: 'microsoft.app/containerapps'
          metricName: 'RestartCount'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 3
        }
      ]
    }
    actions: actions
  }
}
