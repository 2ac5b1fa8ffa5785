import { isJsonObject } from '../capture/revive-descriptor.js';
import type { Call } from '../database/call.js';
import { extentOf, sortOf } from './value-traits.js';

/** What sets a call apart from others, in words, and how much that says. */
export interface Trait {
  readonly text: string;
  readonly weight: number;
}

/** A number that is the smallest or largest of its place, in some call. */
export interface Extent {
  readonly place: string;
  readonly size: number;
  readonly least: string;
  readonly most: string;
}

export interface CallTraits {
  readonly traits: readonly Trait[];
  readonly extents: readonly Extent[];
}

const MOST_PARTS = 10;
const WEIGHTS = { outcome: 8, arguments: 3, combination: 1 } as const;

/** The sorts of a call's receiver, arguments and outcome, and all of them together. */
export function traitsOf(call: Call): CallTraits {
  const places = [...inputPlaces(call)].map(([place, descriptor]) => ({ place, descriptor }));
  const outcome = outcomeOf(call);
  const sorts = places.map(({ place, descriptor }) => `${place}: ${sortOf(descriptor)}`);
  const outcomeText = `${outcome.place}: ${sortOf(outcome.descriptor)}`;
  const all = outcome.place === 'throws' ? places : [...places, outcome];
  return {
    traits: [
      { text: outcomeText, weight: WEIGHTS.outcome },
      ...sorts.map((text) => ({ text, weight: WEIGHTS.arguments })),
      { text: ['together', ...sorts, outcomeText].join('; '), weight: WEIGHTS.combination },
    ],
    extents: all.flatMap(({ place, descriptor }) => extentsOf(place, descriptor)),
  };
}

/** Of a value, or else of what an object holds: of `{ slope, r2 }` both. */
function extentsOf(place: string, descriptor: unknown): Extent[] {
  const own = extentOf(descriptor);
  if (own !== undefined) return [{ place, ...own }];
  return partsOf(descriptor).flatMap(([key, part]) => {
    const extent = extentOf(part);
    return extent === undefined ? [] : [{ place: `${place}.${key}`, ...extent }];
  });
}

function partsOf(descriptor: unknown): Array<[string, unknown]> {
  if (!isJsonObject(descriptor)) return [];
  const properties = Object.hasOwn(descriptor, '$') ? descriptor['props'] : descriptor;
  return isJsonObject(properties) ? Object.entries(properties).slice(0, MOST_PARTS) : [];
}

/** An outcome's name and descriptor; the function's own effects on its arguments are part of the input's. */
function outcomeOf({ outputLine }: Call): { place: string; descriptor: unknown } {
  return outputLine?.status === 'error'
    ? { place: 'throws', descriptor: outputLine.error }
    : { place: 'returns', descriptor: outputLine?.result };
}

function* inputPlaces({ inputLine, argspec }: Call): Generator<[string, unknown]> {
  const { args, kwargs } = inputLine;
  if ('this' in inputLine) yield ['this', inputLine.this];
  const positional: readonly unknown[] = Array.isArray(args) ? args : [];
  if (positional.length !== argspec.args.length) yield ['arguments', positional.length];
  for (const [at, descriptor] of positional.entries()) {
    yield [argspec.args[at] ?? argspec.varargs ?? `argument ${at + 1}`, descriptor];
  }
  const keys = Object.keys(kwargs);
  if (argspec.kwonlyargs.length > 0) yield ['options', keys.length === 0 ? null : kwargs];
  for (const key of keys) yield [key, kwargs[key]];
}
