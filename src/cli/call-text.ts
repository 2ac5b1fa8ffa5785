import { relative } from 'node:path';
import { DefaultSource } from '../database/args.js';
import type { Call } from '../database/call.js';
import { statsOf } from '../database/plain-file.js';
import { RecordNotFoundError } from '../model/errors.js';
import type { OutputLine } from '../model/log-line.js';
import { NotCaptured } from '../model/not-captured.js';
import { safeLine, safeText } from '../model/safe-text.js';
import type { FoundCall } from './find-call.js';
import { keywordArguments, positionalArguments, type ShownArgument } from './shown-arguments.js';
import type { Terminal } from './terminal.js';
import { durationText, timeText } from './time-text.js';
import { descriptorText, isDamaged, valueText } from './value-text.js';

const LABEL_WIDTH = 9;
const INDENT = '  ';

/** What a call's output says: how it ended; that it has not; or that its record is damaged. */
export type Outcome = OutputLine | RecordNotFoundError | undefined;

/** A call for people, and whether some value of it is damaged. */
export interface CallText {
  readonly lines: readonly string[];
  readonly isDamaged: boolean;
}

/** One call: when and how it ran, then its values. */
export function callText(found: FoundCall, outcome: Outcome, terminal: Terminal): CallText {
  const sections = [...inputSections(found.call), ...outputSections(found.call, outcome)].filter(
    ({ values }) => values.length > 0,
  );
  return {
    lines: [
      ...headerLines(found, outcome, terminal),
      ...sections.flatMap(({ title, values }) => [
        '',
        terminal.paint.bold(title),
        ...valueLines(values, terminal),
      ]),
    ],
    isDamaged: sections.some(({ values }) => values.some(({ value }) => isDamaged(value))),
  };
}

function headerLines(found: FoundCall, outcome: Outcome, { paint }: Terminal): string[] {
  const { call } = found;
  const ended = outcome instanceof RecordNotFoundError ? undefined : outcome;
  const facts = [
    ['defined', definitionText(found)],
    ['started', timeText(call.startTime)],
    ['took', ended && durationText(ended.duration_ns)],
    ['trace', call.traceId],
    ['span', `${call.spanId}${call.parentSpanId === undefined ? '' : `, parent ${call.parentSpanId}`}`],
    ['link', found.link],
    ['folder', folderText(call.path)],
    ['replay', replayText(call)],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  return [
    `${paint.bold(safeLine(call.location))}  ${statusText(found, outcome, paint)}`,
    ...facts.map(([label, text]) => `${paint.dim(label.padEnd(LABEL_WIDTH))}${safeLine(text)}`),
  ];
}

function definitionText({ call, db }: FoundCall): string | undefined {
  const { file, line } = db?.functions.get(call.function) ?? {};
  return file === undefined || line === undefined ? file : `${file}:${line}`;
}

function statusText({ db }: FoundCall, outcome: Outcome, paint: Terminal['paint']): string {
  if (outcome instanceof RecordNotFoundError) return paint.red('damaged output');
  if (outcome === undefined)
    return db?.closed === 'open' ? paint.cyan('running') : paint.yellow('never came back');
  return { ok: paint.green('ok'), error: paint.red('error'), yielded: paint.yellow('stopped early') }[
    outcome.status
  ];
}

function folderText(path: string): string | undefined {
  if (statsOf(path) === undefined) return undefined;
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere || '.';
}

function replayText({ replayable: { ok, why } }: Call): string {
  return ok ? 'possible' : `not possible: ${why.join(', ') || 'no reason was recorded'}`;
}

interface Section {
  readonly title: string;
  readonly values: readonly ShownArgument[];
}

function inputSections(call: Call): Section[] {
  const { inputLine } = call;
  return [
    { title: 'this', values: inputLine.this === undefined ? [] : [unnamed(call.this, inputLine.this)] },
    { title: 'arguments', values: positionalArguments(call) },
    { title: 'keyword arguments', values: keywordArguments(call) },
  ];
}

function outputSections(call: Call, outcome: Outcome): Section[] {
  if (outcome === undefined) return [];
  if (outcome instanceof RecordNotFoundError)
    return [{ title: 'output', values: [unnamed(new NotCaptured('damaged', outcome.message))] }];
  const shown = (key: 'result' | 'error' | 'args_after', value: () => unknown) =>
    Object.hasOwn(outcome, key) ? [unnamed(value(), outcome[key])] : [];
  return [
    { title: 'result', values: shown('result', () => call.result) },
    { title: 'error', values: shown('error', () => call.error) },
    { title: 'arguments afterwards', values: shown('args_after', () => call.argsAfter) },
  ];
}

function unnamed(value: unknown, descriptor?: unknown): ShownArgument {
  return { name: '', value, descriptor };
}

function valueLines(values: readonly ShownArgument[], { paint, width }: Terminal): string[] {
  const names = values.map(({ name }) => safeLine(name));
  const nameWidth = Math.min(Math.max(...names.map((name) => name.length)), 24);
  return values.flatMap(({ value, descriptor, isDefault }, at) => {
    const label = names[at] === '' ? INDENT : `${INDENT}${(names[at] ?? '').padEnd(nameWidth)}${INDENT}`;
    const text =
      value instanceof DefaultSource ? safeText(String(value)) : valueText(value, width - label.length);
    const margin = ' '.repeat(label.length);
    const note = descriptorText(descriptor);
    return [
      `${paint.cyan(label)}${text.replaceAll('\n', `\n${margin}`)}${isDefault ? paint.dim('  (default)') : ''}`,
      ...(note === undefined ? [] : [margin + paint.dim(note)]),
    ];
  });
}
