import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity, type ConnectorClient, type ServiceClientCredentialsFactory } from 'botframework-connector';

/** All that is used of the Bot Framework's SDK beside its types. @returns what makes a client for a service address. */
export function clientMaker(
  appId: string,
  factory: ServiceClientCredentialsFactory | undefined,
): (serviceUrl: string) => Promise<ConnectorClient> {
  const framework = new ConfigurationBotFrameworkAuthentication({}, factory);
  const identity = new ClaimsIdentity([
    { type: 'aud', value: appId },
    { type: 'appid', value: appId },
  ]);
  return (serviceUrl) => framework.createConnectorFactory(identity).create(serviceUrl, '').then(withoutHiddenRetries);
}

/**
 * The SDK's client sends a POST up to four times, whatever the caller asks for, and follows redirects with the token.
 * Both are switched off here; there is no option for it, and the pipeline is private to the types.
 * @throws Error where the SDK has no such pipeline any more.
 */
function withoutHiddenRetries(client: ConnectorClient): ConnectorClient {
  const inner: unknown = Reflect.get(client, 'client');
  if (!hasPipeline(inner)) throw new Error("The SDK's client has no pipeline to take its retries out of");
  inner.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  inner.pipeline.removePolicy({ name: 'redirectPolicy' });
  return client;
}

function hasPipeline(inner: unknown): inner is { pipeline: { removePolicy(policy: { name: string }): unknown } } {
  const pipeline: unknown = Object(inner).pipeline;
  return typeof Object(pipeline).removePolicy === 'function';
}
