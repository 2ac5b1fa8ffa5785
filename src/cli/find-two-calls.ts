import { statSync } from 'node:fs';
import { isDatabase } from '../database/find-databases.js';
import { type FoundCall, findCall } from './find-call.js';
import { UsageError } from './usage-error.js';

const EXPECTED =
  "Expected two calls: 'solve/3 solve/4', 'a/solve/3 b/solve/3', 'solve/3 a solve/3 b' or 'solve/3 a b'";

/**
 * The two calls that the words of a command name, each with the database after it that it is in, if any; of one call
 * in two databases, the two databases.
 * @throws UsageError, and as `findCall`
 */
export function findTwoCalls(words: readonly string[]): [FoundCall, FoundCall] {
  const named = group(words);
  const [first, second] = named;
  if (first === undefined || named.length > 2) throw wrong(words);
  if (second !== undefined && first.databases.length < 2 && second.databases.length < 2) {
    return [find(first), find(second)];
  }
  const [one, other] = first.databases;
  if (second !== undefined || one === undefined || other === undefined || first.databases.length > 2)
    throw wrong(words);
  return [findCall([first.call, one]), findCall([first.call, other])];
}

interface NamedCall {
  readonly call: string;
  readonly databases: string[];
}

/** A word is a call unless it is a database, or a folder that is no call's. */
function group(words: readonly string[]): NamedCall[] {
  const named: NamedCall[] = [];
  for (const word of words) {
    const last = named.at(-1);
    if (last !== undefined && !isCall(word)) last.databases.push(word);
    else named.push({ call: word, databases: [] });
  }
  return named;
}

function isCall(word: string): boolean {
  if (isDatabase(word)) return false;
  const isFolder = statSync(word, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return /[/\\]\d{1,15}[/\\]?$/.test(word) || (isFolder && isDatabase(`${word}/../..`));
}

function find({ call, databases: [database] }: NamedCall): FoundCall {
  return findCall(database === undefined ? [call] : [call, database]);
}

function wrong(words: readonly string[]): UsageError {
  return new UsageError(`${EXPECTED}; got '${words.join(' ')}'`);
}
