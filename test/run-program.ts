import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a program is run. */
export interface RunOptions {
  /** Its working directory, in which it records. */
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options for Node, before the program. */
  readonly nodeArgs?: readonly string[];
  /** A command that runs the command which follows it. */
  readonly wrapper?: readonly string[];
  /** Called with each stretch of what it prints. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

/** How a program ended, and what it printed. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of `test/fixtures` in a process of its own, with nothing of this environment but the path. */
export function runProgram(name: string, options: RunOptions): Promise<ProgramEnd> {
  const { cwd, args = [], env = {}, nodeArgs = [], wrapper = [], onOutput } = options;
  const path = fileURLToPath(new URL(`./fixtures/${name}.js`, import.meta.url));
  const [command = '', ...rest] = [...wrapper, process.execPath, ...nodeArgs, path, ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text;
    onOutput?.(text, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
}
