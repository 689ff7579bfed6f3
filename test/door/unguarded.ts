import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { EmulatorValidation } from 'botframework-connector';
import restify, { type Request, type Response } from 'restify';

/**
 * A bot as the SDKs' own samples make it, to be run as a process of its own: it shows that an attack works there, and so
 * that the test against our bot can fail. Settings come from the environment, by the Bot Framework's names.
 */
const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(Microsoft|ToBot)/.test(name)));
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(settings));
const handler = new ActivityHandler();
let handled = 0;

const server = restify.createServer();
server.use(restify.plugins.bodyParser({ maxBodySize: 256 * 1024 }));
server.post('/api/messages', async (request: Request, response: Response) => {
  await adapter.process({ body: request.body, headers: request.headers, method: 'POST' }, response, async (context) => {
    handled += 1;
    await handler.run(context);
  });
});
server.post('/length', async (request: Request, response: Response) => {
  response.send(200, { length: JSON.stringify(request.body).length });
});
server.get('/state', async (_request: Request, response: Response) => {
  const { issuer } = EmulatorValidation.ToBotFromEmulatorTokenValidationParameters;
  const { maxConnections, headersTimeout } = server.server;
  response.send(200, { handled, issuers: issuer?.length, headersTimeout, maxConnections: maxConnections ?? null });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`{"port":${server.address().port}}\n`));
