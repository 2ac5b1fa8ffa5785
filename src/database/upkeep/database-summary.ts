import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../../capture/revive-descriptor.js';
import { IncompatibleVersionError } from '../../model/errors.js';
import { type DatabaseMetadata, parseMetadata, readMetadata } from '../metadata.js';
import { parseObject } from '../parse-line.js';
import { readPlainFile } from '../plain-file.js';
import { isArgSpec, isCount, isTime, type KeyProblem, type KeyRule, keyProblems } from './line-rules.js';
import { systemCode } from './safe-file.js';

export const EXACT_VERSION = '1.0';
const VERSION = /^\d{1,9}\.\d{1,9}$/;

/** What `db.json` says, however damaged it is. */
export interface DatabaseSummary {
  /** `undefined` where it is no JSON of a database. */
  readonly json: JsonObject | undefined;
  /** What a reader makes of it. */
  readonly metadata: DatabaseMetadata | undefined;
  readonly problems: readonly KeyProblem[];
}

const RULES: readonly KeyRule[] = [
  {
    key: 'version',
    expected: '1.0 or a later minor version',
    test: (value) => typeof value === 'string' && VERSION.test(value),
  },
  { key: 'created', expected: 'nanoseconds as a string of digits', test: isTime },
  { key: 'closed', expected: 'nanoseconds as a string of digits', test: isTime, isOptional: true },
  { key: 'locked', expected: 'true or false', test: (value) => typeof value === 'boolean' },
  {
    key: 'layout',
    expected: 'folders or packed',
    test: (value) => value === 'folders' || value === 'packed',
  },
  { key: 'process', expected: 'pid, host and node', test: isProcess },
  { key: 'resource', expected: 'an object', test: isJsonObject },
  { key: 'scope', expected: 'an object with a name', test: isScope },
  { key: 'functions', expected: 'calls and argspec by function', test: isFunctions, isOptional: true },
  { key: 'dropped', expected: 'a count', test: isCount, isOptional: true },
];
/** What `repair` cannot know when it writes a summary anew. */
const UNKNOWN_AFTER_REPAIR: readonly string[] = ['/created', '/process', '/scope'];

/** Reads `db.json`. @throws IncompatibleVersionError for a database of another major version */
export function readSummary(root: string): DatabaseSummary {
  const json = parseObject(readText(join(root, 'db.json')) ?? '');
  if (json?.['format'] !== 'call-monitor') return { json: undefined, metadata: undefined, problems: [] };
  return { json, metadata: metadataOf(root, json), problems: summaryProblems(json) };
}

/** When a database was closed, if its summary tells that. */
export function closingTimeOf({ metadata }: DatabaseSummary): string | undefined {
  return isTime(metadata?.closed) ? metadata.closed : undefined;
}

/** What is wrong with a summary in itself. */
export function summaryProblems(json: JsonObject): KeyProblem[] {
  const isRepaired = isTime(json['repaired']);
  return keyProblems(json, RULES).filter(
    ({ pointer }) =>
      !(isRepaired && UNKNOWN_AFTER_REPAIR.includes(pointer) && !Object.hasOwn(json, pointer.slice(1))),
  );
}

/** A version that is none is damage, and the rest still counts; one of another major version is another format. */
function metadataOf(root: string, json: JsonObject): DatabaseMetadata | undefined {
  try {
    return readMetadata(root);
  } catch (error) {
    const { version } = json;
    const isVersion = typeof version === 'string' && VERSION.test(version);
    if (!(error instanceof IncompatibleVersionError) || isVersion) throw error;
    return { version: EXACT_VERSION, ...parseMetadata(json) };
  }
}

function readText(path: string): string | undefined {
  try {
    return readPlainFile(path);
  } catch (error) {
    if (systemCode(error) === 'EACCES') throw error;
    return undefined;
  }
}

function isProcess(value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const { pid, host, node } = value;
  return isCount(pid) && pid > 0 && typeof host === 'string' && typeof node === 'string';
}

function isScope(value: unknown): boolean {
  return isJsonObject(value) && typeof value['name'] === 'string';
}

function isFunctions(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    Object.values(value).every(
      (info) => isJsonObject(info) && isCount(info['calls']) && isArgSpec(info['argspec']),
    )
  );
}
