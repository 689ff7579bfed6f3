// Logs, metrics, and the alerts that somebody should act on. docs/operations.md says what to do about each.
param location string
param name string
param appName string
param alertEmail string
param logDays int
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: appName
    emailReceivers: [{ name: 'operations', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

var ended = 'AppMetrics | where Name == "hjulet.due.ended" | where tostring(Properties["end"])'
var log = 'ContainerAppConsoleLogs | where ContainerAppName == "${appName}"'

var rules = [
  {
    name: 'post-unknown'
    title: 'A post may or may not have reached its channel'
    severity: 2
    query: '${ended} == "unknown" | summarize Found = sum(Sum)'
    more: 0
  }
  {
    name: 'reminder-skipped'
    title: 'A reminder was skipped, since it was found too late'
    severity: 2
    query: '${ended} == "skippedLate" | summarize Found = sum(Sum)'
    more: 0
  }
  {
    // Level 50 is an error in the log's own numbers.
    name: 'faults'
    title: 'Things fail that should not'
    severity: 2
    query: '${log} | where toint(parse_json(Log).level) == 50 | summarize Found = todouble(count())'
    more: 5
  }
  {
    // Level 60 is the one line that a start writes when it fails.
    name: 'not-started'
    title: 'An instance cannot start'
    severity: 1
    query: '${log} | where toint(parse_json(Log).level) >= 60 | summarize Found = todouble(count())'
    more: 0
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${appName}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Hjulet: ${rule.title}'
      severity: rule.severity
      enabled: true
      scopes: [workspace.id]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT15M'
      // The tables are there once the first line is written.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Total'
            metricMeasureColumn: 'Found'
            operator: 'GreaterThan'
            threshold: rule.more
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(alertEmail) ? [] : [people.id]
      }
    }
  }
]

output workspaceId string = workspace.id
output insightsId string = insights.id
output actionGroupId string = empty(alertEmail) ? '' : people.id

@secure()
output connectionString string = insights.properties.ConnectionString
