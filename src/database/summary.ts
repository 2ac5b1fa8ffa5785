import { inspect } from 'node:util';
import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import { safeLine } from '../model/safe-text.js';
import type { FunctionSummary } from './function-summary.js';

const PLAIN_KEY = /^[A-Za-z_$][\w$.]*$/;

/** The summary of a database, as the Python package prints one. */
export function summarize(functions: Iterable<FunctionSummary>): string {
  const lines = ['{', '    Locked: true'];
  for (const { name, calls, argspec } of functions) {
    lines.push(`    ${keyText(name)}: {`, `        calls: ${calls}`, ...argspecLines(argspec), '    }');
  }
  return [...lines, '}'].join('\n');
}

function argspecLines({ args, varargs, kwonlyargs, defaults }: ArgSpec): string[] {
  const lines = [`        args: ${listText(args)}`];
  if (varargs !== null) lines.push(`        varargs: ${inspect(varargs)}`);
  if (kwonlyargs.length > 0) lines.push(`        kwonlyargs: ${listText(kwonlyargs)}`);
  const pairs = Object.entries(defaults).map(([name, value]) => `${keyText(name)}: ${defaultText(value)}`);
  return [...lines, `        defaults: ${pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`}`];
}

function listText(names: readonly string[]): string {
  return `[${names.map((name) => inspect(name)).join(', ')}]`;
}

function keyText(name: string): string {
  return PLAIN_KEY.test(name) ? name : inspect(name);
}

function defaultText(value: DefaultValue): string {
  return typeof value === 'object' && value !== null ? safeLine(value.value) : inspect(value);
}
