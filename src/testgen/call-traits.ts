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

/** What the trait begins with that is all of a call's others. */
export const TOGETHER = 'together: ';
const MOST_PARTS = 10;
const WEIGHTS = { throws: 16, returns: 8, arguments: 3, combination: 1 } as const;

/** The sorts of a call's receiver, arguments and outcome, and all of them together. */
export function traitsOf(call: Call): CallTraits {
  const places = [...inputPlaces(call)].map(([place, descriptor]) => ({ place, descriptor }));
  const outcome = outcomeOf(call);
  const sorts = [
    ...presenceOf(call),
    ...places.map(({ place, descriptor }) => `${place}: ${sortOf(descriptor)}`),
  ];
  const outcomeText = `${outcome.place}: ${sortOf(outcome.descriptor)}`;
  const all = outcome.place === 'throws' ? places : [...places, outcome];
  return {
    traits: [
      { text: outcomeText, weight: WEIGHTS[outcome.place] },
      ...sorts.map((text) => ({ text, weight: WEIGHTS.arguments })),
      { text: TOGETHER + [...sorts, outcomeText].join('; '), weight: WEIGHTS.combination },
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
function outcomeOf({ outputLine }: Call): { place: 'throws' | 'returns'; descriptor: unknown } {
  return outputLine?.status === 'error'
    ? { place: 'throws', descriptor: outputLine.error }
    : { place: 'returns', descriptor: outputLine?.result };
}

function* inputPlaces({ inputLine, argspec }: Call): Generator<[string, unknown]> {
  const { args, kwargs } = inputLine;
  if ('this' in inputLine) yield ['this', inputLine.this];
  for (const [at, descriptor] of asArray(args).entries()) {
    yield [argspec.args[at] ?? argspec.varargs ?? `argument ${at + 1}`, descriptor];
  }
  for (const key of Object.keys(kwargs)) yield [key, kwargs[key]];
}

/** How many arguments and which options there are, where the function leaves that open. */
function presenceOf({ inputLine, argspec }: Call): string[] {
  const count = asArray(inputLine.args).length;
  const keys = Object.keys(inputLine.kwargs);
  const options = keys.length === 0 ? 'no options' : `options { ${keys.sort().join(', ')} }`;
  return [
    ...(count === argspec.args.length ? [] : [`${count} positional arguments`]),
    ...(argspec.kwonlyargs.length === 0 ? [] : [options]),
  ];
}

function asArray(args: unknown): readonly unknown[] {
  return Array.isArray(args) ? args : []; // a limit may have cut it
}
