import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Call, loadAll } from 'callmonitor';

export const REGISTER = new URL('../../instrumentations/register.js', import.meta.url).href;
const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** A folder with these files, gone when the tests are done; packages of ours, or we, are linked into it by name. */
export function programFolder(
  files: Readonly<Record<string, string>>,
  packages: readonly string[] = [],
): string {
  const folder = mkdtempSync(join(tmpdir(), 'callmonitor-program-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const name of packages) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    const target = name === 'callmonitor' ? PROJECT : join(PROJECT, 'node_modules', name);
    symlinkSync(target, join(folder, 'node_modules', name));
  }
  return folder;
}

/** How a program is run. */
export interface RunOptions {
  readonly include?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  readonly node?: string;
}

/** Runs `node <words>` in a folder, with these targets if there are any. */
export function runNode(folder: string, words: readonly string[], options: RunOptions = {}) {
  const { include, env = {}, nodeArgs = [], node = process.execPath } = options;
  const preload = include === undefined ? [] : ['--import', REGISTER];
  const targets = include === undefined ? {} : { CALLMONITOR_INCLUDE: JSON.stringify(include) };
  return spawnSync(node, [...nodeArgs, ...preload, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...targets, ...env },
    encoding: 'utf8',
  });
}

/** The calls that were recorded in a folder, in their order. */
export function recordedCalls(folder: string): Call[] {
  return loadAll(folder).flatMap((db) => [...db.calls()]);
}

/** `solver.solve(1, 2)` of each call that was recorded in a folder. */
export function recordedTexts(folder: string): string[] {
  return recordedCalls(folder).map((call) => {
    const values = call.arguments.map((value) => JSON.stringify(value) ?? String(value));
    return `${call.function}(${values.join(', ')})`;
  });
}
