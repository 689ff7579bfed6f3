import { parentPort, workerData } from 'node:worker_threads';
import { type CleanJob, cleanFile } from './clean.ts';

/** Cleans a database's file in a thread of its own and tells how that ended. */
parentPort?.postMessage(cleanFile(workerData as CleanJob));
