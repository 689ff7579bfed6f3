import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  ActivityHandler,
  authorizeJWT,
  CloudAdapter,
  ConnectionManager,
  getAuthConfigWithDefaults,
} from '@microsoft/agents-hosting';
import express from 'express';

/**
 * The Microsoft 365 Agents SDK on express, as its quick start has it. Two things it has no setting for, each made so that
 * it costs the SDK nothing: its key client is told to fetch Microsoft's keys from the local server, and the bot's own
 * token, which it would ask Microsoft's login for, is a constant, as if it were cached already.
 */

const { PORT, APP_ID, METADATA_URL } = process.env;
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@microsoft/agents-hosting/package.json'));
// The SDK's own module, past its list of exports: the very one that its middleware uses.
const { getJwksClient, buildJwksUri } = require(join(folder, 'dist/src/auth/jwt-middleware.js'));
const keys = METADATA_URL.replace(/openidconfiguration$/, 'keys');
getJwksClient(buildJwksUri('https://api.botframework.com', {})).options.fetcher = async () =>
  (await fetch(keys)).json();

const config = getAuthConfigWithDefaults({ clientId: APP_ID, clientSecret: 'secret', tenantId: 'botframework.com' });
const adapter = new CloudAdapter(config);
adapter.connectionManager = new ConnectionManager(
  (connectionSettings) => ({ connectionSettings, getAccessToken: async () => 'constant' }),
  undefined,
  undefined,
  config,
);

class Echo extends ActivityHandler {
  async onInvokeActivity() {
    return {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: '' },
    };
  }
}
const echo = new Echo();

const server = express();
server.use(express.json());
server.use(authorizeJWT(config));
server.post('/api/messages', (request, response) => adapter.process(request, response, (context) => echo.run(context)));
server.listen(Number(PORT), '127.0.0.1');
