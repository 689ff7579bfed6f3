import { createLog, takeOverConsole } from '../src/log.ts';
import { startProduct } from './product.ts';

/** The product as a process of its own. */
takeOverConsole(createLog('info'));
const app = await startProduct(process.env);
process.once('SIGTERM', () => {
  app.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
