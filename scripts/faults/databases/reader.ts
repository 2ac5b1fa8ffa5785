import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReaderMessage, ReaderTask } from './reader-messages.js';

/** What became of one reader. */
export interface ReaderEnd {
  /** The number that it was at when it died or was killed; `undefined` where it came to its end. */
  readonly diedAt: number | undefined;
  readonly broken: readonly string[];
  readonly peakBytes: number;
}

/** What bounds a reader. */
export interface ReaderBounds {
  /** What takes longer hangs. */
  readonly mostMs: number;
  readonly mostHeapMb: number;
  onBegin(): void;
}

const PROGRAM = fileURLToPath(new URL('../programs/mutate-databases.js', import.meta.url));

/** Has a process read damaged databases, until it is done or dead. */
export function runReader(
  task: ReaderTask,
  { mostMs, mostHeapMb, onBegin }: ReaderBounds,
): Promise<ReaderEnd> {
  const child = fork(PROGRAM, {
    execArgv: [`--max-old-space-size=${mostHeapMb}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const broken: string[] = [];
  let at: Extract<ReaderMessage, { kind: 'begins' }> | undefined;
  let peakBytes: number | undefined;
  const errors = textOf(child);
  const hang = setTimeout(() => {
    broken.push(`${at?.number} (${at?.what}) takes longer than ${mostMs} ms`);
    child.kill('SIGKILL');
  }, mostMs);
  child.on('message', (message: ReaderMessage) => {
    hang.refresh();
    if (message.kind === 'broken') broken.push(message.what);
    else if (message.kind === 'ended') peakBytes = message.peakBytes;
    else {
      at = message;
      onBegin();
    }
  });
  child.send(task);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(hang);
      if (peakBytes !== undefined) return resolve({ diedAt: undefined, broken, peakBytes });
      const how = signal ?? `exit code ${code}`;
      broken.push(`${at?.number} (${at?.what}) ended the reader: ${how}: ${errors().slice(-1500)}`);
      resolve({ diedAt: at?.number ?? task.from, broken, peakBytes: 0 });
    });
  });
}

function textOf({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return () => text;
}
