import type { InputLine, OutputLine } from '../model/log-line.js';
import { safeLine } from '../model/safe-text.js';
import { cutText } from './cut-text.js';
import { shortText } from './short-text.js';
import type { Paint } from './terminal.js';
import { durationText } from './time-text.js';

/** Where the output is no terminal, values are no longer than this. */
const WIDEST = 240;
const NARROWEST = 24;
const STATUS_WIDTH = 8;
const DURATION_WIDTH = 7;

/** How a call stands: how it ended, or that it has not. */
export type CallState = OutputLine['status'] | 'started' | 'running' | 'never';

/** A call on one line. */
export interface ListedCall {
  /** `solve/3`, maybe after its database. */
  readonly location: string;
  readonly state: CallState;
  readonly input: InputLine | undefined;
  readonly output: OutputLine | undefined;
}

/** A piece of the values of a call's line, by which part of the record it shows. */
export interface ValuePiece {
  readonly root: string;
  readonly key?: string;
  readonly text: string;
}

const STATES: Readonly<Record<CallState, readonly [word: string, colour: keyof Paint & Colour]>> = {
  ok: ['ok', 'green'],
  error: ['error', 'red'],
  yielded: ['stopped', 'yellow'],
  started: ['started', 'cyan'],
  running: ['running', 'cyan'],
  never: ['no end', 'yellow'],
};
type Colour = 'green' | 'red' | 'yellow' | 'cyan';

/** `solve/3  ok  1.25 ms`, in columns. */
export function callHead(call: ListedCall, locationWidth: number, paint: Paint): string {
  const [word, colour] = STATES[call.state];
  const duration = call.output === undefined ? '' : durationText(call.output.duration_ns);
  const location = safeLine(call.location).padEnd(locationWidth);
  return `${paint.bold(location)}  ${paint[colour](word.padEnd(STATUS_WIDTH))}${duration.padStart(DURATION_WIDTH)}`;
}

/** The values of a call in pieces that follow each other: `(20, `, `{ n: 5 }`, `)`, ` → 41`. */
export function valuePieces({ input, output }: ListedCall, room: number): readonly ValuePiece[] {
  const most = Math.max(Math.min(room, WIDEST), NARROWEST);
  const outcome = outcomePiece(output, Math.ceil(most * 0.4));
  const rest = most - (outcome?.text.length ?? 0) - 2;
  const pieces = input === undefined ? [{ root: '', text: '(…)' }] : argumentPieces(input, rest);
  return outcome === undefined ? pieces : [...pieces, outcome];
}

function argumentPieces({ args, kwargs }: InputLine, room: number): ValuePiece[] {
  const positional = (Array.isArray(args) ? args : []).map((descriptor, key) => ({
    root: 'args',
    key: String(key),
    descriptor,
    name: '',
  }));
  const keywords = Object.entries(kwargs).map(([key, descriptor]) => ({
    root: 'kwargs',
    key,
    descriptor,
    name: `${key}: `,
  }));
  const pieces: ValuePiece[] = [{ root: '', text: '(' }];
  const all = [...positional, ...keywords];
  let left = room - 2;
  for (const [at, { root, key, descriptor, name }] of all.entries()) {
    if (left < 2) return [...pieces, { root: '', text: '…)' }];
    const open = at === positional.length ? '{ ' : '';
    const close = root === 'kwargs' && at === all.length - 1 ? ' }' : '';
    const share = Math.max(Math.floor(left / Math.min(all.length - at, 3)), 2);
    const text = `${open}${cutText(safeLine(name), share)}${shortText(descriptor, share)}${close}${at === all.length - 1 ? '' : ', '}`;
    pieces.push({ root, key, text });
    left -= text.length;
  }
  return [...pieces, { root: '', text: ')' }];
}

function outcomePiece(output: OutputLine | undefined, room: number): ValuePiece | undefined {
  if (output === undefined) return undefined;
  if (Object.hasOwn(output, 'error'))
    return { root: 'error', text: ` ✗ ${shortText(output.error, room - 3)}` };
  if (Object.hasOwn(output, 'result'))
    return { root: 'result', text: ` → ${shortText(output.result, room - 3)}` };
  return undefined;
}
