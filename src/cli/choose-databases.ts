import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  DEFAULT_BASE,
  describeAbsence,
  findDatabases,
  isDatabase,
  naturally,
} from '../database/find-databases.js';
import { readMetadata } from '../database/metadata.js';
import { statsOf } from '../database/plain-file.js';
import { CallMonitorError, DatabaseNotFoundError } from '../model/errors.js';
import { findByGlob, isGlob } from './find-by-glob.js';
import { epochMs } from './time-text.js';

/** The databases that a command is about, in natural order. */
export interface ChosenDatabases {
  readonly roots: readonly string[];
  /** How many more there are here, where the newest was chosen. */
  readonly others: number;
}

/**
 * A database by its directory, several by the folder they stand in, by the base of their names or by a glob; those
 * of several paths together; without a path the newest `call-monitor*` of the working directory.
 * @throws DatabaseNotFoundError where a path leads to none
 */
export function chooseDatabases(paths: string | readonly string[] | undefined): ChosenDatabases {
  const given = typeof paths === 'string' ? [paths] : (paths ?? []);
  if (given.length === 0) return newestHere();
  return { roots: withoutRepetition(given.flatMap(databasesAt)), others: 0 };
}

function databasesAt(path: string): readonly string[] {
  if (isDatabase(path)) return [path];
  const found = findDatabases(path);
  const roots = found.length === 0 && isGlob(path) ? findByGlob(path) : found;
  if (roots.length > 0) return roots;
  throw new DatabaseNotFoundError(isGlob(path) ? describeNoMatch(path) : describeAbsence(path), { path });
}

function withoutRepetition(roots: readonly string[]): string[] {
  return [...new Map(roots.toReversed().map((root) => [resolve(root), root])).values()].toReversed();
}

function describeNoMatch(pattern: string): string {
  return `Expected databases that match ${pattern}, but there is none: callmonitor ls . lists those here`;
}

/**
 * The databases that several paths mean, each once; without paths all `call-monitor*` of the working directory, or of
 * where the database `beside` is.
 * @throws DatabaseNotFoundError where there is none
 */
export function chooseAll(paths: readonly string[], beside?: string): readonly string[] {
  if (paths.length > 0) return chooseDatabases(paths).roots;
  return beside === undefined ? namesHere() : chooseDatabases([beside, dirname(resolve(beside))]).roots;
}

function newestHere(): ChosenDatabases {
  const names = namesHere();
  const [newest] = names.map((name) => ({ name, time: creationTime(name) })).sort((a, b) => b.time - a.time);
  return { roots: newest === undefined ? [] : [newest.name], others: names.length - 1 };
}

function namesHere(): string[] {
  const names = readdirSync('.').filter((name) => name.startsWith(DEFAULT_BASE) && isDatabase(name));
  if (names.length > 0) return names.sort(naturally.compare);
  const path = process.cwd();
  throw new DatabaseNotFoundError(
    `Expected a database ${DEFAULT_BASE}* in ${path}, but there is none: run a program that records calls here, or name a database's directory`,
    { path },
  );
}

/** In milliseconds; of a summary that does not tell, when it was last written. */
function creationTime(root: string): number {
  const time = epochMs(createdOf(root) ?? '');
  return Number.isNaN(time) ? (statsOf(join(root, 'db.json'))?.mtimeMs ?? 0) : time;
}

function createdOf(root: string): string | undefined {
  try {
    return readMetadata(root)?.created;
  } catch (error) {
    if (error instanceof CallMonitorError) return undefined;
    throw error;
  }
}
