import { createHash } from 'node:crypto';
import type { Call } from '../database/call.js';
import { RecordNotFoundError } from '../model/errors.js';
import { jsonOf } from '../model/json-of.js';

/** So many different arguments are remembered. */
const MOST_REMEMBERED = 50_000;

/**
 * Finds the calls whose arguments once had another outcome, as those of a clock or a counter have: no test can expect
 * one of them. Arguments in files are not compared.
 */
export function findContradictions(calls: Iterable<Call>): (call: Call) => boolean {
  const outcomes = new Map<string, string>();
  const contradictory = new Set<string>();
  for (const call of calls) {
    const [input, outcome] = [keyOf(call, inputText), keyOf(call, outcomeText)];
    if (input === undefined || outcome === undefined) continue;
    const known = outcomes.get(input);
    if (known === undefined && outcomes.size < MOST_REMEMBERED) outcomes.set(input, outcome);
    if (known !== undefined && known !== outcome) contradictory.add(input);
  }
  return (call) => contradictory.has(keyOf(call, inputText) ?? '');
}

function keyOf(call: Call, textOf: (call: Call) => string | undefined): string | undefined {
  try {
    const text = textOf(call);
    return text && createHash('sha1').update(text).digest('base64');
  } catch (error) {
    if (error instanceof RecordNotFoundError) return undefined;
    throw error;
  }
}

function inputText({ inputLine }: Call): string | undefined {
  const text = jsonOf([inputLine.this, inputLine.args, inputLine.kwargs]);
  return text.includes('"file":') ? undefined : text;
}

/** Without the stack of an error, which tells who called. */
function outcomeText({ outputLine }: Call): string | undefined {
  if (outputLine === undefined) return undefined;
  const { status, result, error } = outputLine;
  return jsonOf([status, result, error], (key, value) => (key === 'stack' ? undefined : value));
}
