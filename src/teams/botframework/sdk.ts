import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ClaimsIdentity, type ConnectorClient, type ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Policy } from './policies.ts';

/**
 * All that is used of the Bot Framework's SDK beside its types.
 * @param policies what sees an answer before the SDK reads it, outermost last.
 * @returns what makes a client for a service address.
 */
export function clientMaker(
  appId: string,
  { factory, policies }: { factory: ServiceClientCredentialsFactory | undefined; policies: readonly Policy[] },
): (serviceUrl: string) => Promise<ConnectorClient> {
  const framework = new ConfigurationBotFrameworkAuthentication({}, factory);
  const identity = new ClaimsIdentity([
    { type: 'aud', value: appId },
    { type: 'appid', value: appId },
  ]);
  return (serviceUrl) =>
    framework
      .createConnectorFactory(identity)
      .create(serviceUrl, '')
      .then((client) => withPolicies(client, policies));
}

/**
 * The SDK's client sends a POST up to four times, whatever the caller asks for, and follows redirects with the token.
 * Both are switched off here, and what the bot's own policies do comes in; there is no option for either, and the
 * pipeline is private to the types.
 * @throws Error where the SDK has no such pipeline any more.
 */
function withPolicies(client: ConnectorClient, policies: readonly Policy[]): ConnectorClient {
  const inner: unknown = Reflect.get(client, 'client');
  if (!hasPipeline(inner)) throw new Error("The SDK's client has no pipeline to take its retries out of");
  inner.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  inner.pipeline.removePolicy({ name: 'redirectPolicy' });
  for (const policy of policies) inner.pipeline.addPolicy(policy, { afterPolicies: ['deserializationPolicy'] });
  return client;
}

interface Pipeline {
  removePolicy(policy: { name: string }): unknown;
  addPolicy(policy: Policy, where: { afterPolicies: string[] }): unknown;
}

function hasPipeline(inner: unknown): inner is { pipeline: Pipeline } {
  const pipeline: unknown = Object(inner).pipeline;
  const { removePolicy, addPolicy } = Object(pipeline);
  return typeof removePolicy === 'function' && typeof addPolicy === 'function';
}
