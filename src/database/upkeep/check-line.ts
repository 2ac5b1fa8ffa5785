import { isUtf8 } from 'node:buffer';
import type { JsonObject } from '../../capture/revive-descriptor.js';
import { type ParsedLine, parseLine, parseObject } from '../parse-line.js';
import { MOST_LINE_BYTES } from '../scan-lines.js';
import { LineHead } from '../skim-head.js';
import { DescriptorWalk, type SidecarClaim } from './descriptor-walk.js';
import { type KeyProblem, lineProblems } from './line-rules.js';

/** From here on it is counted before it is parsed how much memory a line would take. */
const LONG_LINE_BYTES = 8 * 2 ** 20;
const NO_VALUES = { valueProblems: [], sidecars: [], hasHandled: false };
/** Ten times the values that a call may have. */
const MOST_VALUES = 10_000_000;

/** A line that was looked at. */
export type CheckedLine =
  | { readonly state: 'unreadable'; readonly expected: string; readonly found: string }
  | {
      readonly state: 'read';
      readonly line: ParsedLine;
      /** Of its keys. */
      readonly problems: readonly KeyProblem[];
      /** Of the descriptors of its values. */
      readonly valueProblems: readonly KeyProblem[];
      readonly sidecars: readonly SidecarClaim[];
      readonly hasHandled: boolean;
    };

/**
 * Reads a line's bytes, which may be anything.
 * @param isExact whether the format is one of which all keys are known
 */
export function checkLine(bytes: Buffer, isExact: boolean): CheckedLine {
  if (bytes.length > MOST_LINE_BYTES)
    return unreadable(`at most ${MOST_LINE_BYTES} bytes`, `${bytes.length} bytes`);
  if (bytes.length > LONG_LINE_BYTES && countValues(bytes) > MOST_VALUES)
    return unreadable(`at most ${MOST_VALUES} values`, 'more');
  if (!isUtf8(bytes)) return unreadable('UTF-8', 'other bytes');
  const text = bytes.toString('utf8');
  const json = parseObject(text);
  if (json === undefined) return unreadable('a JSON object', foundText(text));
  if (typeof json['kind'] !== 'string') return unreadable('a kind', 'none');
  if (contradictsHead(bytes, json)) return unreadable('each key once', 'the line of two calls');
  return checkObject(json, text, isExact);
}

function checkObject(json: JsonObject, text: string, isExact: boolean): CheckedLine {
  const problems = lineProblems(json, isExact);
  const isCall = json['kind'] === 'input' || json['kind'] === 'output';
  if (!isCall || problems.some(({ isHarmless }) => !isHarmless))
    return { state: 'read', line: parseLine(text), problems, ...NO_VALUES };
  const walk = new DescriptorWalk(json).run();
  return {
    state: 'read',
    line: json as unknown as ParsedLine, // the rules looked at all that the type promises
    problems,
    valueProblems: walk.problems,
    sidecars: walk.sidecars,
    hasHandled: walk.hasHandled,
  };
}

/** Whether nothing is wrong with a line but the order of its keys. */
export function isGood(checked: CheckedLine): checked is Extract<CheckedLine, { state: 'read' }> {
  return (
    checked.state === 'read' &&
    checked.line.kind !== 'damaged' &&
    checked.valueProblems.length === 0 &&
    checked.problems.every(({ isHarmless }) => isHarmless)
  );
}

/** Whether a line says at its end, by keys that it has twice, that it is another's: readers go by its head. */
function contradictsHead(bytes: Buffer, json: JsonObject): boolean {
  const head = new LineHead();
  if (!head.skim(bytes, 0, bytes.length, true)) return false;
  if (head.kind !== json['kind']) return true;
  if (head.kind === 'span') return false;
  const name: unknown = JSON.parse(bytes.toString('utf8', head.nameStart - 1, head.nameEnd + 1));
  return name !== json['function'] || head.invocation !== json['invocation'];
}

const QUOTE = 34;
const BACKSLASH = 92;
/** `,` `[` `{` */
const OPENERS = new Set([44, 91, 123]);

/** How many values a line of JSON can have: one for each comma and bracket outside of its strings. */
function countValues(bytes: Buffer): number {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) isInString = !isInString;
    else if (!isInString && OPENERS.has(byte)) count++;
  }
  return count;
}

function unreadable(expected: string, found: string): CheckedLine {
  return { state: 'unreadable', expected, found };
}

/** Says where a text stops being JSON, as far as the engine tells. */
function foundText(text: string): string {
  try {
    return `JSON that is ${Array.isArray(JSON.parse(text)) ? 'an array' : 'no object'}`;
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : 'nothing that could be parsed';
  }
}
