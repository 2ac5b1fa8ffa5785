import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { followedStatsOf, statsOf } from './plain-file.js';

/** The name of a database, unless its user chose another. */
export const DEFAULT_BASE = 'call-monitor';
const MOST_SHOWN = 10;
/** Compares names as people do: `call-monitor-2` before `call-monitor-10`. */
export const naturally = new Intl.Collator('en', { numeric: true });

/** The databases that a path means: itself and its numbered and tagged sisters, or those that stand in it. */
export function findDatabases(path: string): string[] {
  const sisters = isDatabase(path) ? [path] : [];
  sisters.push(...sistersOf(path));
  return sisters.length > 0 ? sisters : databasesIn(path);
}

/** Why there is no database at a path, and where there is one. */
export function describeAbsence(path: string): string {
  const around = [...databasesIn(path), ...databasesIn(dirname(resolve(path))).filter(isNamedAsUsual)];
  const others = around.length === 0 ? '' : `; there is ${around.slice(0, MOST_SHOWN).join(', ')}`;
  return `Expected a call-monitor database with a db.json at ${path}, but ${describe(path)}${others}`;
}

function sistersOf(path: string): string[] {
  const base = basename(resolve(path));
  const folder = dirname(resolve(path));
  return entriesOf(folder)
    .filter(
      (name) => name.startsWith(base) && /^(-tid=.+)?(-\d+)?$/.test(name.slice(base.length)) && name !== base,
    )
    .sort(naturally.compare)
    .map((name) => join(dirname(path), name))
    .filter(isDatabase);
}

function databasesIn(path: string): string[] {
  return entriesOf(path)
    .sort(naturally.compare)
    .map((name) => join(path, name))
    .filter(isDatabase);
}

function isNamedAsUsual(path: string): boolean {
  return basename(path).startsWith(DEFAULT_BASE);
}

/** Whether a database's summary stands in a folder. */
export function isDatabase(path: string): boolean {
  return statsOf(join(path, 'db.json'))?.isFile() ?? false;
}

function describe(path: string): string {
  const stats = followedStatsOf(path);
  if (stats === undefined) return 'there is nothing';
  if (!stats.isDirectory()) return 'it is a file';
  const names = entriesOf(path).slice(0, MOST_SHOWN);
  return names.length === 0 ? 'it is empty' : `it holds ${names.join(', ')}`;
}

function entriesOf(path: string): string[] {
  return followedStatsOf(path)?.isDirectory() ? readdirSync(path) : [];
}
