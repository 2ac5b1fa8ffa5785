import assert from 'node:assert/strict';
import { type Visit, walkDescriptor, walkList } from './descriptor-walk.js';
import type { LogLine } from './recorder.js';

/** So many reasons are given at most; fewer, where little is kept of the call. */
const MOST_REASONS = 20;

/** Kinds of descriptors that stand for a value which cannot come back. */
const LOST = ['function', 'accessor', 'opaque', 'redacted', 'truncated'];

/** What describes the values of an `input` line. */
export function describedIn({ this: self, args, kwargs }: LogLine): Visit[] {
  return [
    ...(self === undefined ? [] : walkDescriptor(self, '/this', 1)),
    ...walkList(args, '/args'),
    ...walkKeywords(kwargs),
  ];
}

/** Whether an `input` line says of exactly those values that they cannot come back, and of each why. */
export function assertReasons(line: LogLine, mostReasons = MOST_REASONS): void {
  const { replayable } = line as { replayable?: { ok: boolean; why: string[] } };
  const marks = describedIn(line).filter(({ kind }) => LOST.includes(kind));
  if (marks.length === 0) return assert.equal(replayable, undefined);
  assert.ok(replayable !== undefined, 'nothing is said of what is missing');
  assert.equal(replayable.ok, false);
  const { why } = replayable;
  assert.equal(why.length, Math.min(marks.length, mostReasons));
  const expected = marks.flatMap((mark) => placesOf(mark).map((place) => `${place}: ${reasonOf(mark)}`));
  for (const reason of why) assert.ok(expected.includes(reason), `${reason} is not among ${expected}`);
  assert.equal(new Set(why).size, why.length);
}

/** Its keys are the keywords themselves, a `$` among them, unless a limit cut them. */
function* walkKeywords(kwargs: unknown): Generator<Visit> {
  const cut = kwargs as { $?: unknown; head?: unknown };
  if (cut.$ !== 'truncated') return yield* walkList(kwargs, '/kwargs', 2);
  yield* walkDescriptor(kwargs, '/kwargs', 1);
}

/** The mark of a cut list of arguments stands in it as the last, and is named by the list's own place. */
function placesOf({ descriptor, pointer, kind }: Visit): string[] {
  const isLengthOnly = kind === 'truncated' && Object.keys(descriptor as object).join() === '$,reason,length';
  return isLengthOnly && /^\/args\/\d+$/.test(pointer) ? [pointer, '/args'] : [pointer];
}

function reasonOf({ descriptor, kind }: Visit): string {
  return kind === 'truncated' ? `truncated (${(descriptor as { reason: string }).reason})` : kind;
}
