import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * The floor: what no bot can do without. node:http, the token's signature and claims verified, and one row written as
 * durably as Hjulet writes it. No schema, no rules, no card.
 */

const { PORT, APP_ID, METADATA_URL, DATA } = process.env;
const { jwks_uri } = await (await fetch(METADATA_URL)).json();
const { keys } = await (await fetch(jwks_uri)).json();
const publicKeys = new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));

const db = new DatabaseSync(join(DATA, 'floor.sqlite'));
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
db.exec(`CREATE TABLE documents (
  partition TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (partition, id)
) WITHOUT ROWID`);
const write = db.prepare(
  'INSERT INTO documents VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET version = version + 1, body = excluded.body',
);

createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const [header, payload, signature] = (request.headers.authorization ?? '').slice('Bearer '.length).split('.');
    const key = publicKeys.get(parse(header).kid);
    const signed = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
    const { iss, aud, exp } = parse(payload);
    const right = signed && iss === 'https://api.botframework.com' && aud === APP_ID && exp > Date.now() / 1000;
    if (!right) {
      response.writeHead(401).end();
      return;
    }
    const { conversation, from, value } = JSON.parse(text);
    const { round, theme, ...scores } = value.action.data;
    write.run(conversation.id, `answer:${round}:${theme}:${from.id}`, JSON.stringify(scores));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"statusCode":200,"type":"application/vnd.microsoft.activity.message","value":""}');
  });
}).listen(Number(PORT), '127.0.0.1');

function parse(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
