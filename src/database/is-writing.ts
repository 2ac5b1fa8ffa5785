import { hostname } from 'node:os';
import { hasCode } from './files.js';
import type { ProcessInfo } from './metadata.js';

/** Whether the process that wrote a database lives, as far as can be told: on this host, under that id. */
export function isWriting({ pid, host }: ProcessInfo): boolean {
  return pid !== undefined && host === hostname() && isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
