import picomatch from 'picomatch';
import { expected, nearestName } from '../capture/limits.js';
import type { Call } from './call.js';
import type { CallConditions, FoundStatus } from './call-conditions.js';
import { wordsOf } from './line-details.js';
import type { CallTest } from './log-index.js';
import { splitMoment } from './moment.js';

/** Conditions, checked: what an index can answer, and what only the call itself can. */
export interface CallSearch {
  readonly isMeant: CallTest;
  readonly where: ((call: Call) => boolean) | undefined;
}

type Check = (value: unknown) => CallTest | undefined;

/** Every status that can be asked for, in the order in which they are told to people. */
export const FOUND_STATUSES: readonly FoundStatus[] = ['ok', 'error', 'yielded', 'unfinished'];
const STATUSES: readonly string[] = FOUND_STATUSES;

/** How each condition is checked, and what becomes of it. */
const CONDITIONS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['traceId', traceTest],
  ['spanId', spanTest],
  ['function', functionTest],
  ['status', statusTest],
  ['since', sinceTest],
  ['until', untilTest],
  ['where', whereTest],
]);

/** @throws TypeError for an unknown condition or a bad value, with what was expected */
export function searchFor(conditions: unknown): CallSearch {
  if (typeof conditions !== 'object' || conditions === null || Array.isArray(conditions)) {
    throw new TypeError(expected('an object', 'the conditions', conditions));
  }
  const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
  const tests = given.map(([name, value]) => checkOf(name)(value)).filter((test) => test !== undefined);
  const where = (conditions as CallConditions).where; // checked with the others
  return { isMeant: (index, row) => tests.every((holds) => holds(index, row)), where };
}

/** Checks an id, which may be written in capitals. @throws TypeError */
export function idWords(id: unknown, name: string, digits: 16 | 32): Uint32Array {
  if (typeof id === 'string' && id.length === digits && /^[0-9a-f]+$/i.test(id)) return wordsOf(id);
  throw new TypeError(expected(`${digits} hex digits`, name, id));
}

function checkOf(name: string): Check {
  const check = CONDITIONS.get(name);
  if (check !== undefined) return check;
  const nearest = nearestName(name, [...CONDITIONS.keys()]);
  throw new TypeError(`Unknown condition '${name}', did you mean '${nearest}'?`);
}

function traceTest(value: unknown): CallTest {
  const words = idWords(value, 'traceId', 32);
  return ({ calls }, row) => calls.keys.hasTrace(row, words);
}

function spanTest(value: unknown): CallTest {
  const words = idWords(value, 'spanId', 16);
  return ({ calls }, row) => calls.keys.hasSpan(row, words);
}

function functionTest(value: unknown): CallTest {
  const names = textsOf(value, 'function', 'a name, a glob of names, or an array of these');
  const isNamed = picomatch(names as string[], { dot: true, bash: true, nonegate: true });
  const known = new Map<string, boolean>();
  return ({ name }) => {
    const isKnown = known.get(name) ?? (names.includes(name) || isNamed(name));
    known.set(name, isKnown);
    return isKnown;
  };
}

function statusTest(value: unknown): CallTest {
  const what = `one of ${STATUSES.join(', ')}, or an array of these`;
  const statuses = textsOf(value, 'status', what);
  if (!statuses.every((status) => STATUSES.includes(status)))
    throw new TypeError(expected(what, 'status', value));
  return ({ calls }, row) =>
    statuses.includes((calls.outputOf(row) === undefined ? 'unfinished' : calls.statusOf(row)) ?? '');
}

function sinceTest(value: unknown): CallTest {
  const moment = splitMoment(value, 'since');
  return ({ calls }, row) => !calls.keys.isBefore(row, moment);
}

function untilTest(value: unknown): CallTest {
  const moment = splitMoment(value, 'until');
  return ({ calls }, row) => calls.keys.isBefore(row, moment);
}

function whereTest(value: unknown): undefined {
  if (typeof value !== 'function') throw new TypeError(expected('a function of a call', 'where', value));
}

function textsOf(value: unknown, name: string, what: string): readonly string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (texts.every((text) => typeof text === 'string' && text !== '')) return texts as readonly string[];
  throw new TypeError(expected(what, name, value));
}
