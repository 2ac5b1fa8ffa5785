import { fileURLToPath } from 'node:url';
import type { HandlerLookup, KnownClass } from '../capture/revive-context.js';
import { registry } from '../handlers/registry.js';
import { DatabaseNotFoundError } from '../model/errors.js';
import type { Call } from './call.js';
import { CallFolder } from './call-folder.js';
import { DB } from './db.js';
import { describeAbsence, findDatabases } from './find-databases.js';
import type { ReviveOptions } from './line-values.js';
import { readMetadata } from './metadata.js';

/** What a reader may tell beforehand. */
export interface LoadOptions {
  /** Classes whose recorded instances get their prototype back, found by their names. */
  readonly classes?: readonly KnownClass[];
  /** Where to find the handlers that read what they wrote; default: the process's registry. */
  readonly registry?: HandlerLookup;
}

/**
 * Opens a database for reading; its log is not read before something of it is asked for.
 * @param path the database's directory, as a path or a `file:` URL
 * @throws DatabaseNotFoundError, IncompatibleVersionError
 */
export function load(path: string | URL, options: LoadOptions = {}): DB {
  const root = toPath(path);
  const metadata = readMetadata(root);
  if (metadata === undefined) throw notFound(root);
  return new DB(root, metadata, reviveOptions(options));
}

/**
 * Opens several databases, in natural order: of a directory all that stand in it, of a name also its numbered and
 * tagged sisters (`call-monitor`, `call-monitor-1`, `call-monitor-tid=3`), of an array all of these.
 * @throws DatabaseNotFoundError where a path leads to none, IncompatibleVersionError
 */
export function loadAll(paths: string | URL | ReadonlyArray<string | URL>, options: LoadOptions = {}): DB[] {
  const given = Array.isArray(paths) ? paths : [paths];
  const roots = given.flatMap((path: string | URL) => {
    const found = findDatabases(toPath(path));
    if (found.length === 0) throw notFound(toPath(path));
    return found;
  });
  return [...new Set(roots)].map((root) => load(root, options));
}

/**
 * Opens one call by its folder, which may have been copied out of its database.
 * @throws RecordNotFoundError where there is no `input_descriptor.json`, or a damaged one
 */
export function loadCall(folder: string | URL, options: LoadOptions = {}): Call {
  return new CallFolder(toPath(folder), reviveOptions(options)).open();
}

function toPath(path: unknown): string {
  if (path instanceof URL) return fileURLToPath(path);
  if (typeof path === 'string' && path !== '') return path;
  throw new TypeError(`Expected a path or a file: URL, got ${path === '' ? 'an empty string' : typeof path}`);
}

function reviveOptions({ classes = [], registry: lookup = registry }: LoadOptions): ReviveOptions {
  return { classes, registry: lookup };
}

function notFound(path: string): DatabaseNotFoundError {
  return new DatabaseNotFoundError(describeAbsence(path), { path });
}
