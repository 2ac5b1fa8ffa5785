import { basename, dirname, join, resolve } from 'node:path';
import type { Call } from '../database/call.js';
import type { DB } from '../database/db.js';
import { isDatabase } from '../database/find-databases.js';
import { type LoadOptions, load, loadCall } from '../database/load.js';
import { statsOf } from '../database/plain-file.js';
import { CallNotLoggedError } from '../model/errors.js';
import { chooseDatabases } from './choose-databases.js';
import { UsageError } from './usage-error.js';

/** A call, and the database that it is in; a folder that was copied out of it has none. */
export interface FoundCall {
  readonly call: Call;
  readonly db: DB | undefined;
  /** Where the call's trace is looked at. */
  readonly link?: string | undefined;
}

/** The command line runs no code of the program that recorded, so it has no handlers of it either. */
const OPTIONS: LoadOptions = { registry: { byName: () => undefined } };

/**
 * The call that the words of a command name: `solve 3 [db]`, `solve/3 [db]`, or the path of its folder.
 * @throws UsageError, CallNotLoggedError, DatabaseNotFoundError; RecordNotFoundError for a damaged record
 */
export function findCall(words: readonly [string, ...string[]]): FoundCall {
  const [first, second, third] = words;
  if (second !== undefined && isNumber(second)) return findIn(third, first, Number(second));
  const atPath = second === undefined ? findByPath(first) : undefined;
  if (atPath !== undefined) return atPath;
  const [, name, invocation] = /^(.+)\/(\d{1,15})$/s.exec(first) ?? [];
  if (name !== undefined && third === undefined) return findIn(second, name, Number(invocation));
  if (second !== undefined)
    throw new UsageError(`Expected the number of a call of ${first}, got '${second}'`);
  throw first.includes('/') ? notFound(first) : withoutNumber(first);
}

function findByPath(given: string): FoundCall | undefined {
  const path = resolve(given);
  const [folder, root] = [dirname(path), dirname(dirname(path))];
  const db = isDatabase(root) ? load(root, OPTIONS) : undefined;
  if (statsOf(join(path, 'input_descriptor.json')) !== undefined)
    return { call: loadCall(path, OPTIONS), db };
  if (db === undefined || !isNumber(basename(path))) return undefined;
  const found = [...db.functions.values()].find(({ dir }) => dir === basename(folder));
  return found && { call: db.call(found.name, Number(basename(path))), db };
}

function findIn(path: string | undefined, name: string, invocation: number): FoundCall {
  if (invocation === 0) throw new UsageError(`Expected the number of a call of ${name}, from 1 on, got 0`);
  const { roots } = chooseDatabases(path);
  const databases = roots.map((root) => load(root, OPTIONS));
  const [db] = databases;
  if (db !== undefined && databases.length === 1) return { call: db.call(name, invocation), db };
  const found = databases.flatMap((each) => callsIn(each, name, invocation));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const call = `${name}/${invocation}`;
  if (found.length === 0) throw new CallNotLoggedError(`${call} was recorded in none of ${roots.join(', ')}`);
  throw new UsageError(
    `Expected one database with a call ${call}, got ${found.length} of ${roots.join(', ')}: name one`,
  );
}

/** Where several databases are looked through, the others may have the call. */
function callsIn(db: DB, name: string, invocation: number): FoundCall[] {
  try {
    return [{ call: db.call(name, invocation), db }];
  } catch (error) {
    if (error instanceof CallNotLoggedError) return [];
    throw error;
  }
}

function notFound(path: string): UsageError {
  return new UsageError(
    `Expected a function and a number, 'solve/3', or the path of a call's folder; got '${path}', and there is no such folder of a call`,
  );
}

/** Says which numbers there are, or which functions. */
function withoutNumber(name: string): UsageError {
  const [root = '.'] = chooseDatabases(undefined).roots;
  const { calls } = load(root, OPTIONS).function(name);
  return new UsageError(
    `Expected the number of a call after ${name}, from 1 to ${calls}: callmonitor show ${name} ${calls}`,
  );
}

function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}
