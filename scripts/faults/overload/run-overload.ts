import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a program is run that calls as fast as it can. */
export interface OverloadOptions {
  readonly way: 'bare' | 'recorded';
  /** Its working directory, in which it records. */
  readonly cwd: string;
  /** How long it calls. */
  readonly ms: number;
  readonly mostCalls?: number | undefined;
  /** How much work of its own a call has. */
  readonly rounds: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the command which follows it. */
  readonly wrapper?: readonly string[];
}

/** What such a program came to. */
export interface Overload {
  readonly made: number;
  readonly ranMs: number;
  /** For so long of that it neither ran nor could have run: it waited for the disk. */
  readonly sleptMs: number;
  readonly halfKb: number;
  readonly endKb: number;
  readonly peakKb: number;
  readonly code: number | null;
  readonly stderr: string;
  /** Calls whose folder was there when the last was made. */
  readonly shown: number;
  /** From the last call to the end of the process. */
  readonly exitMs: number;
}

/** Runs it to its end. */
export async function runOverload(options: OverloadOptions): Promise<Overload> {
  const { way, cwd, ms, mostCalls = Number.POSITIVE_INFINITY, rounds, env = {}, wrapper = [] } = options;
  const path = fileURLToPath(new URL('../programs/calls-for-a-while.js', import.meta.url));
  const words = [...wrapper, process.execPath, path, way, ...[ms, mostCalls, rounds].map(String)];
  const [command = '', ...args] = words;
  const child = spawn(command, args, { cwd, env: { PATH: process.env['PATH'], ...env } });
  const printed = { stdout: '', stderr: '' };
  let shown = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    printed.stdout += bytes;
    shown = foldersIn(join(cwd, 'call-monitor', 'solve'));
  });
  child.stderr.on('data', (bytes: Buffer) => {
    printed.stderr += bytes;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const { doneAt, ...told } = JSON.parse(printed.stdout);
  return { ...told, code, stderr: printed.stderr, shown, exitMs: Date.now() - doneAt };
}

function foldersIn(folder: string): number {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'function.json').length : 0;
}
