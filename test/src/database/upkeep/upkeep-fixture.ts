import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { OwnDirectory } from '../../../../src/database/own-directory.js';
import { ViewBuilder } from '../../../../src/database/view-builder.js';
import { missingFilesOf } from '../../../../src/database/view-writer.js';
import { saveNpy } from '../../../../src/handlers/npy.js';
import {
  closedLine,
  functionLine,
  inputLine,
  outputLine,
  summaryOf,
  writeDatabase,
} from '../reading-fixture.js';

/** The lines of a database with four calls of two functions; call 2 of `solve` never came back. */
export const LINES: readonly object[] = [
  functionLine('solve'),
  inputLine('solve', 1),
  outputLine('solve', 1),
  inputLine('solve', 2),
  functionLine('smooth'),
  inputLine('smooth', 1, {
    args: [{ $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [3], file: 'arg_0.npy' }],
  }),
  outputLine('smooth', 1),
  inputLine('solve', 3, { args: [{ a: 1 }, { $: 'ref', path: '/args/0' }] }),
  outputLine('solve', 3),
  closedLine({ solve: 3, smooth: 1 }),
];

/** Writes a database that ended well, log, view and sidecar, with the rights it should have. */
export function soundDatabase(
  root: string,
  lines: ReadonlyArray<object | string> = LINES,
  changes: object = {},
): string {
  const calls = { solve: { calls: 3, argspec: ARGSPEC }, smooth: { calls: 1, argspec: ARGSPEC } };
  const end = { closed: '1795407847000000000', functions: calls, dropped: 0 };
  mkdirSync(root, { recursive: true, mode: 0o700 });
  for (const name of ['db.json', 'calls.ndjson']) writeFileSync(join(root, name), '', { mode: 0o600 });
  writeDatabase(root, lines, summaryOf({ ...end, ...changes }));
  const directory = new OwnDirectory(root);
  new ViewBuilder(root, missingFilesOf(directory)).advance();
  directory.close();
  saveNpy(join(root, 'smooth/1/arg_0.npy'), Float64Array.of(1, 2, 3));
  return root;
}

/** What a database that nobody closed is different in. */
export const LEFT = {
  locked: false,
  closed: undefined,
  functions: undefined,
  dropped: undefined,
  process: { pid: 2 ** 30, host: hostname(), node: 'v20' },
};

const ARGSPEC = { args: ['x', 'y'], varargs: null, kwonlyargs: [], defaults: { y: 2 } };

/** Every file of a folder with its bytes; what `.damaged` keeps left out. */
export function filesOf(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    names
      .filter((name) => !name.startsWith('.damaged') && statSync(join(root, name)).isFile())
      .map((name) => [name, readFileSync(join(root, name), 'latin1')]),
  );
}

/** Changes a file as text. */
export function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'latin1')), 'latin1');
}

/** A folder outside of a database, to which a hostile one would lead. */
export function outsideOf(folder: string): string {
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'secret');
  return outside;
}
