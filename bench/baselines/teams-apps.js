import { PUBLIC, withOverrides } from '@microsoft/teams.api';
import { App, ExpressAdapter } from '@microsoft/teams.apps';
import express from 'express';

/** The Teams SDK as its quick start has it; its cloud settings name the local server as the place of Microsoft's keys. */

const { PORT, APP_ID, METADATA_URL } = process.env;
const quiet = { debug() {}, info() {}, warn() {}, error: console.error, log() {}, child: () => quiet };
const server = express();
const app = new App({
  clientId: APP_ID,
  clientSecret: 'secret',
  cloud: withOverrides(PUBLIC, { openIdMetadataUrl: METADATA_URL }),
  httpServerAdapter: new ExpressAdapter(server),
  logger: quiet,
});
app.on('card.action', async () => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: '',
}));
await app.initialize();
// Its own `start` listens on every address of the machine.
server.listen(Number(PORT), '127.0.0.1');
