import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a process is run. */
export interface ProcessOptions {
  readonly cwd: string;
  /** Folder for the files of its output. */
  readonly logs: string;
  /** What those files are named after. */
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process left. */
export interface ProcessEnd {
  /** `exit code 1`, `SIGSEGV`. */
  readonly end: string;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** From its start to its end. */
  readonly durationMs: number;
}

/** A process that takes longer hangs. */
const MOST_MS = 20 * 60_000;

/** What Node's warnings begin with, and cannot be the same twice: the number of the process. */
const PROCESS_NUMBER = /^\(node:\d+\) /gm;

/** Runs Node with these words; its output goes to files, which it is never made to wait for. */
export async function runNode(
  words: readonly string[],
  { cwd, logs, name, env = {} }: ProcessOptions,
): Promise<ProcessEnd> {
  const paths = [join(logs, `${name}.stdout`), join(logs, `${name}.stderr`)] as const;
  const [out, err] = [openSync(paths[0], 'w'), openSync(paths[1], 'w')];
  const start = performance.now();
  const child = spawn(process.execPath, words, {
    cwd,
    env: { ...environment(), ...env },
    stdio: ['ignore', out, err],
    timeout: MOST_MS,
  });
  try {
    const end = await new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const durationMs = performance.now() - start;
    const stderr = readFileSync(paths[1], 'latin1').replace(PROCESS_NUMBER, '(node) ');
    return { end, stdout: readFileSync(paths[0]), stderr: Buffer.from(stderr, 'latin1'), durationMs };
  } finally {
    closeSync(out);
    closeSync(err);
  }
}

/** Nothing of npm's or of a configured callmonitor. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LANG, TMPDIR }).filter(([, value]) => value !== undefined),
  );
}
