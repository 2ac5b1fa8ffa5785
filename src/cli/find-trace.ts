import type { DB } from '../database/db.js';
import { CallNotLoggedError } from '../model/errors.js';
import { findCall } from './find-call.js';
import { UsageError } from './usage-error.js';

const MOST_SHOWN = 5;
const DIGITS = 32;

/** A trace that a word of a command names. */
export interface NamedTrace {
  /** The database of the call that named it. */
  readonly root: string | undefined;
  /** Its id. @throws UsageError, CallNotLoggedError */
  idIn(databases: readonly DB[]): string;
}

/**
 * By the beginning of its id, or by a call of it: `solve/3`, the path of a call's folder.
 * @throws as `findCall`
 */
export function findTrace(wanted: string): NamedTrace {
  if (!/[/\\]/.test(wanted)) return { root: undefined, idIn: (databases) => findTraceId(databases, wanted) };
  const { call, db } = findCall([wanted]);
  return { root: db?.path, idIn: () => call.traceId };
}

/**
 * The id of the one trace that begins so and has calls in some of the databases.
 * @throws UsageError for what begins no id, or several; CallNotLoggedError where there is none
 */
function findTraceId(databases: readonly DB[], beginning: string): string {
  if (!/^[0-9a-f]{1,32}$/i.test(beginning)) {
    throw new UsageError(`Expected a trace id or its beginning, up to 32 hex digits, got '${beginning}'`);
  }
  const ids = new Set(databases.flatMap((db) => idsIn(db, beginning)));
  const [only] = ids;
  const where = databases.map(({ path }) => path).join(', ');
  if (only === undefined) throw new CallNotLoggedError(`No call of a trace ${beginning} is in ${where}`);
  if (ids.size === 1) return only;
  const shown = [...ids].slice(0, MOST_SHOWN).join(', ');
  const rest = ids.size > MOST_SHOWN ? ` and ${ids.size - MOST_SHOWN} more` : '';
  throw new UsageError(`Expected the beginning of one trace id, got that of ${ids.size}: ${shown}${rest}`);
}

/** Of a whole id it is enough to know that it is there. */
function idsIn(db: DB, beginning: string): string[] {
  if (beginning.length < DIGITS) return [...db.traceIds(beginning)];
  return db.find({ traceId: beginning }).next().done ? [] : [beginning.toLowerCase()];
}
