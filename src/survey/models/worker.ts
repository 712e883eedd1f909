import { parentPort, workerData } from 'node:worker_threads';
import { type TrainingInput, train } from './training.ts';

/** A worker thread that trains one model and ends: fitting takes a core for a while, and the server has others to answer. */
parentPort?.postMessage(train(workerData as TrainingInput));
