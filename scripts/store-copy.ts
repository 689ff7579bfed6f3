import { copyStore } from '../src/store/copy.ts';
import { naming, openNamed } from './databases.ts';
import { optionsOf, runScript } from './options.ts';

/** Copies everything from one database to another; run again, it goes on. The bot must not run meanwhile. */

const usage = `npm run store:copy -- --from <database> --to <an empty one>\n${naming}`;
const options = optionsOf({ from: { type: 'string' }, to: { type: 'string' } }, usage);

await runScript(async () => {
  const from = await openNamed('--from', options.from, true);
  try {
    const to = await openNamed('--to', options.to, false);
    try {
      const { count, digest } = await copyStore(from, to, (done) => console.log(`${done} copied`));
      console.log(`Done: both hold ${count} documents and due items, digest ${digest}.`);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
});
