import { inspect } from 'node:util';
import type { Difference } from '../comparison/difference.js';
import { stepText } from '../comparison/value-path.js';
import { NotCaptured } from '../model/not-captured.js';
import { safeLine } from '../model/safe-text.js';

const LONGEST = 160;
/** So much of two texts is shown before the place where they part. */
const BEFORE_PARTING = 40;

/** A difference as text, for the terminal, JSON and the way from one process to another. */
export interface DifferenceReport {
  readonly path: string;
  readonly kind: Difference['kind'];
  /** Absent where there was nothing. */
  readonly recorded?: string;
  readonly actual?: string;
  readonly array?: Difference['array'];
}

/** What is told of a difference: its values on one line each, cut where they are long. */
export function reportDifference(difference: Difference): DifferenceReport {
  const { path, kind, array, at } = difference;
  return {
    path,
    kind,
    ...(kind !== 'extra' && { recorded: textAt(difference.recorded, at) }),
    ...(kind !== 'missing' && { actual: textAt(difference.actual, at) }),
    ...(array !== undefined && { array }),
  };
}

/** A difference in one line: `result[3].x: 1 → 2`. */
export function differenceLine(report: DifferenceReport): string {
  const { kind, recorded = 'nothing', actual = 'nothing' } = report;
  const [before, after] = kind === 'outcome' ? outcomeTexts(report) : [recorded, actual];
  const element = report.array === undefined ? '' : indexText(report.array.index);
  const note = noteOf(report);
  return safeLine(`${report.path}${element}: ${before} → ${after}${note === '' ? '' : ` (${note})`}`);
}

/** The two sides of a difference, and what there is to say beside them. */
export function differenceSides(report: DifferenceReport): {
  removed?: string;
  added?: string;
  note: string;
} {
  const { kind, recorded, actual, array } = report;
  const element = array === undefined ? '' : `${indexText(array.index)} = `;
  const [before, after] = kind === 'outcome' ? outcomeTexts(report) : [recorded, actual];
  return {
    ...(before !== undefined && { removed: safeLine(element + before) }),
    ...(after !== undefined && { added: safeLine(element + after) }),
    note: noteOf(report),
  };
}

const NOTES: Partial<Record<Difference['kind'], string>> = {
  class: 'class',
  dtype: 'element type',
  length: 'length',
  order: 'order',
  shape: 'shape',
  sharing: 'one object at two places, or two',
  type: 'type',
};

function noteOf({ kind, array }: DifferenceReport): string {
  if (array === undefined) return NOTES[kind] ?? '';
  const { differing, size, largest } = array;
  const count = `${differing} of ${size} elements differ`;
  if (largest === undefined) return count;
  const { absolute, relative, index } = largest;
  const share = Number.isFinite(relative) ? `, relative ${shortNumber(relative)}` : '';
  return `${count}, by up to ${shortNumber(absolute)} at ${indexText(index)}${share}`;
}

function outcomeTexts({ path, recorded, actual }: DifferenceReport): [string, string] {
  const [returned, threw] = ['returned', 'threw'];
  return path === 'result'
    ? [`${returned} ${recorded}`, `${threw} ${actual}`]
    : [`${threw} ${recorded}`, `${returned} ${actual}`];
}

function indexText(index: readonly number[]): string {
  return index.map(stepText).join('');
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Of a long text what stands around the place where it parts from the other. */
function textAt(value: unknown, at = 0): string {
  if (typeof value !== 'string' || value.length <= LONGEST) return oneLine(value);
  const start = Math.max(0, at - BEFORE_PARTING);
  const excerpt = JSON.stringify(value.slice(start, start + LONGEST));
  return `${start > 0 ? '…' : ''}${excerpt}${start + LONGEST < value.length ? '…' : ''}`;
}

/** Never through code of the value: it may be one of today's, with an `inspect` of its own. */
function oneLine(value: unknown): string {
  if (value instanceof NotCaptured) return safeLine(String(value));
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Error) return errorLine(value);
  const options = {
    depth: 2,
    maxArrayLength: 5,
    maxStringLength: 100,
    breakLength: Number.POSITIVE_INFINITY,
  };
  const text = inspect(value, { ...options, compact: true, customInspect: false });
  return safeLine(text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);
}

function errorLine(error: Error): string {
  const part = (key: 'name' | 'message') => {
    for (let at: object | null = error; at !== null; at = Object.getPrototypeOf(at)) {
      const descriptor = Object.getOwnPropertyDescriptor(at, key);
      if (descriptor !== undefined) return String(descriptor.value ?? '');
    }
    return '';
  };
  return safeLine(`${part('name')}: ${part('message')}`).slice(0, LONGEST);
}
