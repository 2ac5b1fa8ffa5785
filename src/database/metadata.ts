import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { DatabaseNotFoundError, IncompatibleVersionError } from '../model/errors.js';
import { parseObject } from './parse-line.js';
import { readPlainFile } from './plain-file.js';

const MAJOR = 1;

/** What `db.json` says of a database (FORMAT.md), as far as it says it. */
export interface DatabaseMetadata {
  /** The version of the format it was written in: `1.0`. */
  readonly version: string;
  /** Whether the writer closed it. */
  readonly locked: boolean;
  readonly layout: 'folders' | 'packed';
  /** When it was made and closed, in nanoseconds since the Unix epoch. */
  readonly created: string | undefined;
  readonly closed: string | undefined;
  readonly process: ProcessInfo;
  readonly resource: JsonObject;
  readonly scope: JsonObject;
  /** How many records were given up. */
  readonly dropped: number;
  /** How often each function was called. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Who wrote a database. */
export interface ProcessInfo {
  readonly pid: number | undefined;
  readonly tid: number | string | undefined;
  readonly host: string | undefined;
  readonly node: string | undefined;
}

/**
 * Reads a database's `db.json`; `undefined` where there is none.
 * @throws DatabaseNotFoundError for one that is no such file, IncompatibleVersionError for another major version
 */
export function readMetadata(root: string): DatabaseMetadata | undefined {
  const path = join(root, 'db.json');
  const text = readText(path);
  if (text === undefined) return undefined;
  const json = parseObject(text);
  if (json?.['format'] !== 'call-monitor') {
    throw new DatabaseNotFoundError(`Expected JSON with the format "call-monitor" in ${path}`, { path });
  }
  return { version: checkedVersion(json['version'], path), ...parseMetadata(json) };
}

function readText(path: string): string | undefined {
  try {
    return readPlainFile(path);
  } catch (cause) {
    throw new DatabaseNotFoundError(`Expected a database's summary in ${path}: ${cause}`, { path, cause });
  }
}

function checkedVersion(version: unknown, path: string): string {
  const major = typeof version === 'string' ? /^(\d{1,9})\.\d{1,9}$/.exec(version)?.[1] : undefined;
  if (typeof version !== 'string' || Number(major) !== MAJOR) {
    const isNested = typeof version === 'object' && version !== null;
    const given = isNested ? 'something nested' : JSON.stringify(version)?.slice(0, 40);
    throw new IncompatibleVersionError(`Expected a database of format ${MAJOR}.x, got ${given}: ${path}`, {
      path,
    });
  }
  return version;
}

/** All of it but the version, whatever else the summary is. */
export function parseMetadata(json: JsonObject): Omit<DatabaseMetadata, 'version'> {
  return {
    locked: json['locked'] === true,
    layout: json['layout'] === 'packed' ? 'packed' : 'folders',
    created: optionalString(json['created']),
    closed: optionalString(json['closed']),
    process: parseProcess(objectOf(json['process'])),
    resource: objectOf(json['resource']),
    scope: objectOf(json['scope']),
    dropped: countOf(json['dropped']),
    calls: parseCalls(objectOf(json['functions'])),
  };
}

function parseProcess({ pid, tid, host, node }: JsonObject): ProcessInfo {
  return {
    pid: Number.isSafeInteger(pid) && Number(pid) > 0 ? Number(pid) : undefined,
    tid: typeof tid === 'number' ? tid : optionalString(tid),
    host: optionalString(host),
    node: optionalString(node),
  };
}

function parseCalls(functions: JsonObject): Map<string, number> {
  return new Map(Object.entries(functions).map(([name, info]) => [name, countOf(objectOf(info)['calls'])]));
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function optionalString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(Number(value), 0) : 0;
}
