import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a program is run. */
export interface ProgramOptions {
  /** Its working directory, in which it records. */
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options for Node, before the program. */
  readonly nodeArgs?: readonly string[];
  /** Milliseconds after which it is killed, and has hung. */
  readonly mostMs?: number;
  /** Told of each stretch of what it prints. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

/** How a program ended, and what it printed. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it had to be killed, for it did not end. */
  readonly hasHung: boolean;
  /** From its start to its end. */
  readonly durationMs: number;
}

/** A program that was started. */
export interface StartedProgram {
  readonly child: ChildProcess;
  readonly end: Promise<ProgramEnd>;
}

const MOST_MS = 120_000;

/** Runs a compiled program of `programs/` in a process of its own, with nothing of this environment but the path. */
export function runProgram(name: string, options: ProgramOptions): Promise<ProgramEnd> {
  return startProgram(name, options).end;
}

/** Starts a program without waiting for its end. */
export function startProgram(name: string, options: ProgramOptions): StartedProgram {
  const { cwd, args = [], env = {}, nodeArgs = [] } = options;
  const child = spawn(process.execPath, [...nodeArgs, programPath(name), ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, end: endOf(child, options) };
}

/**
 * Has a program recorded that knows nothing of callmonitor: these functions of a module of `programs/`, by their names.
 * @param settings more for the environment
 */
export function recorded(
  module: string,
  functions: readonly string[],
  settings: Readonly<Record<string, string>>,
): Pick<ProgramOptions, 'nodeArgs' | 'env'> {
  const file = programPath(module);
  const targets = functions.map((name) => `${file}#${name}`);
  return {
    nodeArgs: ['--import', import.meta.resolve('callmonitor/register')],
    env: { ...settings, CALLMONITOR_INCLUDE: targets.join(',') },
  };
}

function programPath(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
}

function endOf(child: ChildProcess, { mostMs = MOST_MS, onOutput }: ProgramOptions): Promise<ProgramEnd> {
  const start = performance.now();
  const printed = { stdout: '', stderr: '' };
  let hasHung = false;
  const timer = setTimeout(() => {
    hasHung = true;
    child.kill('SIGKILL');
  }, mostMs);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text;
    onOutput?.(text, child);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...printed, hasHung, durationMs: performance.now() - start });
    });
  });
}
