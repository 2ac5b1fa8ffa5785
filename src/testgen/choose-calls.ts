import type { Call } from '../database/call.js';
import { jsonOf } from '../model/json-of.js';
import { type Extent, TOGETHER, traitsOf } from './call-traits.js';
import type { Refusal } from './testable.js';

/** A call that becomes a test, and what it stands for. */
export interface ChosenCall {
  readonly call: Call;
  readonly why: readonly string[];
}

/** Calls that became no tests, by reason. */
export interface RefusedCalls {
  readonly reason: string;
  readonly calls: number;
  /** The first of them. */
  readonly example: string;
  readonly detail: string | undefined;
}

export interface Choice {
  readonly chosen: readonly ChosenCall[];
  readonly refused: readonly RefusedCalls[];
  /** How many calls were looked at. */
  readonly calls: number;
}

/** Calls that differ from each other in more ways than this are no longer told apart. */
const MOST_KINDS = 5_000;
const EXTREME_WEIGHT = 2;

interface Candidate {
  readonly call: Call;
  readonly rank: number;
  /** What it stands for, by weight. */
  readonly traits: Map<string, number>;
}

/** The call with the smallest or largest number of a place. */
interface Extreme {
  readonly extent: Extent;
  readonly candidate: Candidate;
}

/**
 * Picks calls that stand for the others: the first; then, as long as there is something new, the one with the most of
 * it: outcomes, sorts of arguments, extremes. Of calls that are alike in all of this the smaller one, and of equally
 * small ones the earlier, so that more calls of the same sort change nothing.
 */
export function chooseCalls(
  calls: Iterable<Call>,
  { most, refuse }: { most: number; refuse: (call: Call) => Refusal | undefined },
): Choice {
  const candidates = new Candidates();
  const refused = new Map<string, Counted>();
  let count = 0;
  for (const call of calls) {
    count++;
    const refusal = refuse(call);
    if (refusal === undefined) candidates.add(call);
    else noteRefusal(refused, call, refusal);
  }
  return { chosen: candidates.pick(most), refused: [...refused.values()], calls: count };
}

type Counted = { -readonly [key in keyof RefusedCalls]: RefusedCalls[key] };

function noteRefusal(refused: Map<string, Counted>, { location }: Call, { reason, detail }: Refusal): void {
  const known = refused.get(reason);
  if (known === undefined) refused.set(reason, { reason, calls: 1, example: location, detail });
  else known.calls++;
}

class Candidates {
  readonly #bySort = new Map<string, Candidate>();
  readonly #extremes = new Map<string, { least: Extreme; most: Extreme }>();

  add(call: Call): void {
    const { traits, extents } = traitsOf(call);
    const candidate = {
      call,
      rank: rankOf(call),
      traits: new Map(traits.map(({ text, weight }) => [text, weight])),
    };
    for (const extent of extents) this.#noteExtent(extent, candidate);
    const sort = traits.map(({ text }) => text).join('\n');
    const known = this.#bySort.get(sort);
    if (known === undefined ? this.#bySort.size < MOST_KINDS : candidate.rank < known.rank)
      this.#bySort.set(sort, candidate);
  }

  pick(most: number): ChosenCall[] {
    const left = new Set([...this.#bySort.values(), ...this.#extremeCandidates()]);
    const covered = new Set<string>();
    const chosen: ChosenCall[] = [];
    const [first] = [...left].sort((a, b) => a.call.invocation - b.call.invocation);
    let next = first;
    while (next !== undefined && chosen.length < most) {
      const why = [...next.traits.keys()].filter((text) => !covered.has(text));
      chosen.push({ call: next.call, why: chosen.length === 0 ? ['the first call'] : inWords(why) });
      for (const text of why) covered.add(text);
      left.delete(next);
      next = bestOf(left, covered);
    }
    return chosen.sort((a, b) => a.call.invocation - b.call.invocation);
  }

  #noteExtent(extent: Extent, candidate: Candidate): void {
    const { place, size } = extent;
    const known = this.#extremes.get(place);
    const isLeast = known === undefined || size < known.least.extent.size;
    const isMost = known === undefined || size > known.most.extent.size;
    const own = { extent, candidate };
    if (isLeast || isMost)
      this.#extremes.set(place, {
        least: isLeast ? own : known.least,
        most: isMost ? own : known.most,
      });
  }

  /** The calls with the extremes of a place, of which they get the trait; where all are the same there are none. */
  #extremeCandidates(): Candidate[] {
    return [...this.#extremes].flatMap(([place, { least, most }]) => {
      if (least.extent.size === most.extent.size) return [];
      least.candidate.traits.set(`${least.extent.least} ${place}`, EXTREME_WEIGHT);
      most.candidate.traits.set(`${most.extent.most} ${place}`, EXTREME_WEIGHT);
      return [least.candidate, most.candidate];
    });
  }
}

function bestOf(left: ReadonlySet<Candidate>, covered: ReadonlySet<string>): Candidate | undefined {
  const ranked = [...left]
    .map((candidate) => ({ candidate, gain: gainOf(candidate, covered) }))
    .filter(({ gain }) => gain > 0);
  ranked.sort(
    (a, b) =>
      b.gain - a.gain ||
      a.candidate.rank - b.candidate.rank ||
      a.candidate.call.invocation - b.candidate.call.invocation,
  );
  return ranked[0]?.candidate;
}

function gainOf({ traits }: Candidate, covered: ReadonlySet<string>): number {
  let gain = 0;
  for (const [text, weight] of traits) if (!covered.has(text)) gain += weight;
  return gain;
}

/** Calls within a factor of four are equally small. */
function rankOf(call: Call): number {
  const { inputLine, outputLine } = call;
  const { this: receiver, args, kwargs } = inputLine;
  const size = jsonOf([receiver, args, kwargs, outputLine?.result, outputLine?.error]).length;
  return Math.ceil(Math.log2(size) / 2);
}

/** That it is these things together says something where nothing else does. */
function inWords(traits: readonly string[]): string[] {
  const single = traits.filter((text) => !text.startsWith(TOGETHER));
  return single.length === 0 ? ['another combination'] : single;
}
