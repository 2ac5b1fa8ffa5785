import { hostname } from 'node:os';
import type { ProcessInfo } from './metadata.js';

/** Whether the process that wrote a database lives, as far as can be told: on this host, under that id. */
export function isWriting({ pid, host }: ProcessInfo): boolean {
  return pid !== undefined && host === hostname() && isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
