import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DB } from '../../../src/database/db.js';
import { load } from '../../../src/database/load.js';
import { type ExportOptions, type ExportSummary, exportCalls } from '../../../src/export/export-calls.js';
import { temporaryFolder, writeDatabase } from '../database/reading-fixture.js';

const folder = temporaryFolder();

/** A path in a new folder, where nothing is yet. */
export function newPath(name: string): string {
  return join(mkdtempSync(join(folder, 'export-')), name);
}

/** A database with the given lines in its log. */
export function databaseOf(lines: ReadonlyArray<object | string>, summary?: object): DB {
  return load(writeDatabase(newPath('call-monitor'), lines, summary));
}

/** What was written, and what was said of it. */
export interface Exported {
  readonly text: string;
  readonly path: string;
  readonly summary: ExportSummary;
}

/** Exports databases into a new file. */
export async function exported(
  databases: DB | readonly DB[],
  options: Omit<ExportOptions, 'output'>,
): Promise<Exported> {
  const path = newPath(`calls.${options.to}`);
  const summary = await exportCalls([databases].flat(), { ...options, output: path });
  return { text: readFileSync(path, 'utf8'), path, summary };
}

/** A function `(a, b, { c, d } = {})`. */
export const DECLARED = {
  kind: 'function',
  function: 'f',
  dir: 'f',
  argspec: {
    args: ['a', 'b'],
    varargs: null,
    kwonlyargs: ['c', 'd'],
    defaults: { b: 2, d: source('EPS * 2') },
  },
};

function source(value: string): object {
  return { $: 'source', value };
}
