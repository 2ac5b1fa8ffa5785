import { inspect } from 'node:util';

/**
 * How much of a call is written down. What a limit cuts leaves a mark (`{"$":"truncated"}`). `Infinity` means no
 * limit; zero is allowed where it is explained.
 */
export interface Limits {
  /** Levels of containers. An argument itself is at depth 1; a container deeper than this is cut. 0: every one. */
  readonly maxDepth: number;
  /** Items, entries or properties of one container. 0: only how many there were. */
  readonly maxItems: number;
  /** UTF-16 code units of one string. 0: only how many there were. */
  readonly maxStringLength: number;
  /** Values of any kind in one call. At least 1. */
  readonly maxNodes: number;
  /** Bytes of descriptor text (UTF-8) of one call, but for the last marks of what was cut. At least 1. */
  readonly maxBytes: number;
  /** Bytes of binary values of one call, beside the text. At least 1. */
  readonly maxSidecarBytes: number;
}

/** A profile; or single limits over `profile`, and without one over what applies anyway. */
export type LimitsOption = ProfileName | LimitOverrides;

/** `full` is for functions named one by one, `preview` for those that a wildcard reached. */
export type ProfileName = 'full' | 'preview';

export type LimitOverrides = { readonly [name in keyof Limits]?: number | undefined } & {
  readonly profile?: ProfileName | undefined;
};

const MIB = 2 ** 20;

/** The limits of functions that were named one by one. */
export const FULL_LIMITS: Limits = Object.freeze({
  maxDepth: 64,
  maxItems: 100_000,
  maxStringLength: MIB,
  maxNodes: 1_000_000,
  maxBytes: 64 * MIB,
  maxSidecarBytes: 2048 * MIB,
});

/** The limits of functions that a wildcard reached. */
export const PREVIEW_LIMITS: Limits = Object.freeze({
  maxDepth: 4,
  maxItems: 50,
  maxStringLength: 1024,
  maxNodes: 200,
  maxBytes: 16 * 1024,
  maxSidecarBytes: MIB,
});

const PROFILES: ReadonlyMap<unknown, Limits> = new Map([
  ['full', FULL_LIMITS],
  ['preview', PREVIEW_LIMITS],
]);
const NAMES = Object.keys(FULL_LIMITS) as (keyof Limits)[]; // the constant's own keys, which its type lists
const MAY_BE_ZERO: ReadonlySet<string> = new Set(['maxDepth', 'maxItems', 'maxStringLength']);

/**
 * The limits that `given` asks for, over `base` where it names no profile.
 * @throws TypeError for a wrong type or an unknown name, RangeError for a number that is no limit
 */
export function resolveLimits(given: LimitsOption | undefined, base: Limits): Limits {
  if (given === undefined) return base;
  const profile = PROFILES.get(given);
  if (profile !== undefined) return profile;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(expected("'full', 'preview' or an object of limits", 'limits', given));
  }
  refuseUnknownNames(Object.keys(given));
  const resolved = { ...profileOf(given, base) };
  for (const name of NAMES) {
    const limit = given[name];
    if (limit !== undefined) resolved[name] = checkLimit(name, limit);
  }
  return Object.freeze(resolved);
}

/** "Expected a positive integer for limits.maxDepth, got 'deep'", with the value cut to one short line. */
export function expected(what: string, name: string, given: unknown): string {
  const shown = inspect(given, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 100 });
  return `Expected ${what} for ${name}, got ${shown}`;
}

/** The name that takes the fewest changed characters (case counts for nothing) to become `name`. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const ranked = known.map((other) => ({ other, distance: editDistance(wanted, other.toLowerCase()) }));
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.other;
}

function refuseUnknownNames(names: readonly string[]): void {
  const known: readonly string[] = [...NAMES, 'profile'];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`Unknown limit '${unknown}', did you mean '${nearestName(unknown, known)}'?`);
}

function profileOf({ profile }: LimitOverrides, base: Limits): Limits {
  if (profile === undefined) return base;
  const limits = PROFILES.get(profile);
  if (limits === undefined) throw new TypeError(expected("'full' or 'preview'", 'limits.profile', profile));
  return limits;
}

function checkLimit(name: keyof Limits, limit: unknown): number {
  const least = MAY_BE_ZERO.has(name) ? 0 : 1;
  const what = least === 0 ? 'a positive integer or zero' : 'a positive integer';
  if (typeof limit !== 'number') throw new TypeError(expected('a positive integer', `limits.${name}`, limit));
  const isWhole = Number.isInteger(limit) || limit === Number.POSITIVE_INFINITY;
  if (!isWhole || limit < least) throw new RangeError(expected(what, `limits.${name}`, limit));
  return limit;
}

/** Levenshtein's distance, a row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(row, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, at(row, j) + 1, at(next, j - 1) + 1));
    }
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
