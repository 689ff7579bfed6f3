import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';

/** botbuilder 4 as Microsoft's samples start it: restify, CloudAdapter, an Action.Execute answered with nothing in it. */

const { PORT, APP_ID, METADATA_URL } = process.env;
const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'secret',
    MicrosoftAppType: 'MultiTenant',
    // Where one address is given the SDK takes none of the public ones by itself.
    ToBotFromChannelOpenIdMetadataUrl: METADATA_URL,
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromEmulatorOpenIdMetadataUrl: METADATA_URL,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
  }),
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

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request, response, (context) => echo.run(context));
});
server.listen(Number(PORT), '127.0.0.1');
