import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { run } from '../../../src/cli/run.js';
import { prepared } from './own-program.js';

export const CLI = pathTo('../../../src/cli/main.js');

const TIME_ZONE = 'Asia/Kolkata';

/** What a program left behind. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with the database `call-monitor` of one run of `recording-program`; gone when the tests are done. */
export function recordedFolder(env: Record<string, string> = {}, words: readonly string[] = []): string {
  return prepared(JSON.stringify([env, words]), (folder) => record(folder, env, words));
}

/** Runs `recording-program` in a folder: one more database there. */
export function record(
  folder: string,
  env: Record<string, string> = {},
  words: readonly string[] = [],
): void {
  const { stderr } = runNode([pathTo('recording-program.js'), ...words], folder, env);
  assert.equal(stderr, '');
}

/** Runs `callmonitor` with these words in a folder. */
export function runCli(
  folder: string,
  words: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Ended {
  return runNode([CLI, ...words], folder, env, input);
}

/**
 * Runs `callmonitor` with these words in a folder, as `runCli` does, but in this process: what is about the command's
 * output needs no process of its own.
 */
export async function runIn(folder: string, words: readonly string[]): Promise<Ended> {
  const [home, zone] = [process.cwd(), process.env['TZ']];
  process.chdir(folder);
  process.env['TZ'] = TIME_ZONE;
  try {
    return await runHere(words);
  } finally {
    process.chdir(home);
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}

/** Runs `callmonitor` in this process, for tests of many words; as in a terminal of that width, if one is given. */
export async function runHere(words: readonly string[], width = Number.POSITIVE_INFINITY): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const plain = pc.createColors(false);
  const status = await run(words, {
    width,
    paint: plain,
    paintError: plain,
    progressStream: undefined,
    write: (text) => {
      printed.stdout += text;
    },
    writeError: (text) => {
      printed.stderr += text;
    },
  });
  return { status, ...printed };
}

/** Changes a text in the log of a database, as damage would. */
export function damageLog(root: string, found: string, replacement: string): void {
  const path = join(root, 'calls.ndjson');
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(found), `${found} in ${path}`);
  writeFileSync(path, text.replace(found, replacement));
}

function runNode(words: readonly string[], cwd: string, env: Record<string, string>, input = ''): Ended {
  return spawnSync(process.execPath, words, {
    cwd,
    env: { PATH: process.env['PATH'], TZ: TIME_ZONE, ...env },
    encoding: 'utf8',
    input,
  });
}

function pathTo(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
