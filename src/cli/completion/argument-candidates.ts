import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDatabase } from '../../database/find-databases.js';
import { load } from '../../database/load.js';
import { LogLines } from '../../database/log-lines.js';
import { readMetadata } from '../../database/metadata.js';
import { statsOf } from '../../database/plain-file.js';
import { safeLine } from '../../model/safe-text.js';
import { chooseDatabases } from '../choose-databases.js';
import { FACT_NAMES } from '../query/fact-test.js';
import { isExpected } from '../write-error.js';
import type { Candidate } from './candidates.js';
import { SHELL_SCRIPTS } from './shell-scripts.js';

/** Of a log without a summary so much is read: whoever presses a key waits. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_NUMBERS = 100;
const CALL = /^(.+)\/(\d*)$/s;

/** Makes the candidates for an argument, given the words before it and what is there of it. */
type Source = (before: readonly string[], current: string) => readonly Candidate[];

const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['db', databases],
  ['function', (_, current) => (CALL.test(current) ? calls(current) : functions())],
  ['call', (_, current) => (CALL.test(current) ? calls(current) : functions('/'))],
  ['trace id', traceIds],
  ['trace', traceIds],
  ['n', ([name = '']) => numbers(name)],
  ['shell', () => Object.keys(SHELL_SCRIPTS).map((value) => ({ value, meaning: '' }))],
  ['expression', () => FACT_NAMES.map((name) => ({ value: `${name}=`, meaning: '' }))],
]);

/**
 * What an argument or option may be, by its name: `db`, `function`, `call`, `trace id`, `n`, `expression`; none for any
 * other. Functions, calls and traces are those of the newest database here.
 */
export function argumentCandidates(
  name: string,
  before: readonly string[],
  current: string,
): readonly Candidate[] {
  try {
    return SOURCES.get(kindOf(name))?.(before, current) ?? [];
  } catch (error) {
    if (isExpected(error)) return []; // no database here, or a damaged one
    throw error;
  }
}

/** `other-db`, `db2`, `call1` are a database, too, and a call. */
function kindOf(name: string): string {
  return name.replace(/^.*-/, '').replace(/\d+$/, '');
}

function databases(): readonly Candidate[] {
  const names = readdirSync('.').filter((name) => isDatabase(name));
  return names.map((value) => ({ value, meaning: 'database' }));
}

function functions(ending = ''): readonly Candidate[] {
  return [...countsHere()]
    .map(([name, count]) => ({
      value: `${name}${ending}`,
      meaning: count === 1 ? '1 call' : `${count} calls`,
    }))
    .filter(({ value }) => value === safeLine(value));
}

/** The last ones; none of a long log, for they stand in its lines. */
function traceIds(): readonly Candidate[] {
  const [root = '.'] = chooseDatabases(undefined).roots;
  if ((statsOf(join(root, 'calls.ndjson'))?.size ?? 0) > MOST_BYTES) return [];
  const ids = [...load(root).traceIds()].slice(-MOST_NUMBERS);
  return ids.map((value) => ({ value, meaning: '' }));
}

function calls(current: string): readonly Candidate[] {
  const [, name = ''] = CALL.exec(current) ?? [];
  return numbers(name).map(({ value }) => ({ value: `${name}/${value}`, meaning: '' }));
}

/** The last ones, for those are looked for most. */
function numbers(name: string): readonly Candidate[] {
  const count = countsHere().get(name) ?? 0;
  const shown = Math.min(count, MOST_NUMBERS);
  return Array.from({ length: shown }, (_, at) => ({ value: String(count - shown + at + 1), meaning: '' }));
}

/** How often each function was called, as far as the newest database says it at once. */
function countsHere(): ReadonlyMap<string, number> {
  const [root = '.'] = chooseDatabases(undefined).roots;
  const counts = readMetadata(root)?.calls;
  if (counts !== undefined && counts.size > 0) return counts;
  const lines = new LogLines(() => {});
  for (const offset of lines.read(join(root, 'calls.ndjson'), 0)) if (offset > MOST_BYTES) break;
  return new Map([...lines.functions].map(({ name, highest }) => [name, highest]));
}
