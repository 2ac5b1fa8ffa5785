import { type MessagePort, workerData } from 'node:worker_threads';
import { SidecarJob, type SidecarJobData } from './sidecar-job.js';

const port = workerData as MessagePort; // that is what it is started with

port.on('message', (data: SidecarJobData) => new SidecarJob(data).writeIfWaiting());
