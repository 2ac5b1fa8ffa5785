import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runReader } from './reader.js';
import type { ReaderTask } from './reader-messages.js';

/** What several readers came to. */
export interface PoolEnd {
  /** How many damaged databases were read. */
  readonly tried: number;
  readonly broken: readonly string[];
  /** What the largest of them took. */
  readonly peakBytes: number;
  readonly seconds: number;
}

export const READERS = 2;
/** On a machine that is busy a trial of some milliseconds may have to wait for long. */
const MOST_MS = 60_000;
const MOST_HEAP_MB = 512;
/** After so many breaks it is clear. */
const ENOUGH = 50;

/**
 * Shares a task out among several readers; one that dies or hangs is replaced, and goes on behind what killed it.
 * @param folder where each works in a folder of its own
 */
export async function readInPool(
  task: Omit<ReaderTask, 'folder'>,
  folder: string,
  onTried: (tried: number) => void,
): Promise<PoolEnd> {
  const broken: string[] = [];
  let tried = 0;
  let peakBytes = 0;
  const bounds = { mostMs: MOST_MS, mostHeapMb: MOST_HEAP_MB, onBegin: () => onTried(++tried) };
  const readFrom = async (first: number, own: string) => {
    const step = task.step * READERS;
    for (let from = first; from < task.to && broken.length < ENOUGH; ) {
      const end = await runReader({ ...task, folder: own, from, step }, bounds);
      broken.push(...end.broken);
      peakBytes = Math.max(peakBytes, end.peakBytes);
      rmSync(own, { recursive: true, force: true });
      from = end.diedAt === undefined ? task.to : end.diedAt + step;
    }
  };
  const start = performance.now();
  const lanes = Array.from({ length: READERS }, (_, lane) =>
    readFrom(task.from + lane * task.step, join(folder, `reader-${lane}`)),
  );
  await Promise.all(lanes);
  return { tried, broken, peakBytes, seconds: (performance.now() - start) / 1000 };
}
