import { safeLine } from '../model/safe-text.js';
import { briefList, briefText, errorText } from './brief-text.js';
import type { RecordedValues } from './recorded-values.js';
import type { Subject } from './subject.js';

const LONGEST_ARGUMENTS = 80;

/** A call in words: `solve(3, 4, { n: 5 }) returns 17 — solve/2`. */
export function callTitle(subject: Subject, { call }: RecordedValues): string {
  const args = briefList(call.arguments, LONGEST_ARGUMENTS);
  const prefix = subject.exported.kind === 'class' ? 'new ' : '';
  return safeLine(`${prefix}${subject.name}(${args}) ${outcomeText(subject, call)} — ${call.location}`);
}

function outcomeText({ settling }: Subject, call: RecordedValues['call']): string {
  const isPromise = settling === 'promise';
  if (call.status === 'error') return `${isPromise ? 'rejects with' : 'throws'} ${errorText(call.error)}`;
  if (!call.hasResult) return 'changes its arguments';
  if (settling.endsWith('generator')) return `ends with ${briefText(call.result)}`;
  return `${isPromise ? 'resolves to' : 'returns'} ${briefText(call.result)}`;
}
