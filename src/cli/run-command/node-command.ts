import { spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { STACK_FLAG } from '../../model/process-report.js';

/**
 * Each intercepted call takes some of the stack: V8's own limit of 984 KiB, and five times as much for us, leaves a
 * program as deep as it was.
 */
const WANTED_STACK_KIB = 6 * 984;
/** What the operating system gives a thread is not all V8's. */
const SPARE_STACK_KIB = 1024;
const DEFAULT_STACK_KIB = 984;

/**
 * The command with a larger stack, where it is Node or a script for it. Node takes that option only there: not from
 * NODE_OPTIONS, and not from a program that runs.
 */
export function withLargerStack(command: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  const stack = stackKib();
  const node = stack === undefined ? undefined : asNodeCommand(command, env);
  if (node === undefined || node.some((word) => /^--stack[-_]size/.test(word))) return command;
  const [program = '', ...args] = node;
  return [program, STACK_FLAG + stack, ...args];
}

/** KiB that V8 may use; `undefined` where that would be no more than it uses anyway, or nobody knows. */
function stackKib(): number | undefined {
  if (process.platform === 'win32') return undefined;
  const limit = spawnSync('sh', ['-c', 'ulimit -s'], { encoding: 'utf8' }).stdout?.trim();
  const most = limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit) - SPARE_STACK_KIB;
  return most > DEFAULT_STACK_KIB ? Math.min(WANTED_STACK_KIB, most) : undefined;
}

/** `tsx app.ts` is `node …/tsx app.ts`, as its first line says. */
function asNodeCommand([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv) {
  if (/^node(?:js)?$/.test(basename(program))) return [program, ...args];
  const path = findExecutable(program, env);
  const flags = path === undefined ? undefined : nodeFlagsOf(path);
  return path === undefined || flags === undefined ? undefined : ['node', ...flags, path, ...args];
}

function findExecutable(program: string, { PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  if (program.includes('/')) return isExecutable(program) ? program : undefined;
  return PATH.split(delimiter)
    .map((folder) => join(folder || '.', program))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What a script's first line has Node run it with; `undefined` if it is no script for Node. */
function nodeFlagsOf(path: string): string[] | undefined {
  const [, words] = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S*.*)$/m.exec(headOf(path)) ?? [];
  const [program = '', ...flags] = (words ?? '').trim().split(/\s+/);
  return /^node(?:js)?$/.test(basename(program)) ? flags : undefined;
}

function headOf(path: string): string {
  const buffer = Buffer.alloc(256);
  const file = openSync(path, 'r');
  try {
    const text = buffer.toString('latin1', 0, readSync(file, buffer));
    return text.startsWith('#!') ? (text.split('\n', 1)[0] ?? '') : '';
  } finally {
    closeSync(file);
  }
}
