import { basename } from 'node:path';
import type { DB } from '../database/db.js';

/** Under which numbers and names a database's thread stands in a trace. */
export interface TrackName {
  readonly pid: number;
  readonly tid: number;
  readonly processName: string;
  readonly threadName: string;
}

/** Gives every database a thread of its own, in the process that wrote it: its own numbers, unless they are taken. */
export class TrackNumbers {
  private readonly pids = new Map<string, number>();
  private readonly takenPids = new Set<number>();
  private readonly takenTids = new Set<number>();

  nameOf({ metadata, root }: DB): TrackName {
    const { pid, tid, host } = metadata.process;
    const key = JSON.stringify([host, pid ?? root]);
    const number = this.pids.get(key) ?? claim(this.takenPids, pid ?? 1);
    this.pids.set(key, number);
    const service = metadata.resource['service.name'];
    const where = host === undefined ? '' : ` on ${host}`;
    return {
      pid: number,
      tid: claim(this.takenTids, /^\d{1,9}$/.test(String(tid)) ? Number(tid) : number),
      processName: `${typeof service === 'string' ? service : 'node'}${where}`,
      threadName: basename(root),
    };
  }
}

/** The number that is wanted, or the next one that is free. */
function claim(taken: Set<number>, wanted: number): number {
  let number = wanted;
  while (taken.has(number)) number++;
  taken.add(number);
  return number;
}
