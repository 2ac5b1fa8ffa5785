import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import type { Redaction, ValuePath } from './redaction.js';
import { codeAt, slice } from './safe-strings.js';
import { MASK } from './secret-placeholder.js';
import { isOfName, isQuote } from './text-characters.js';

const TAKEN_OUT: DefaultValue = { $: 'source', value: MASK };

/** Without defaults that are secrets: those of parameters that are, and texts that tell one. The same object if there is none. */
export function redactArgSpec(argspec: ArgSpec, redaction: Redaction): ArgSpec {
  const defaults: Record<string, DefaultValue> = Object.create(null);
  let isRedacted = false;
  for (const [name, value] of Object.entries(argspec.defaults)) {
    const isSecret = isSecretDefault(argspec, name, value, redaction);
    defaults[name] = isSecret ? TAKEN_OUT : value;
    isRedacted ||= isSecret;
  }
  return isRedacted ? { ...argspec, defaults } : argspec;
}

function isSecretDefault(
  { args }: ArgSpec,
  name: string,
  value: DefaultValue,
  redaction: Redaction,
): boolean {
  if (!redaction.hasNames || value === '' || value === null || typeof value === 'boolean') return false;
  const index = args.indexOf(name);
  const path: ValuePath = index >= 0 ? ['args', index] : ['kwargs', name];
  const source = typeof value === 'object' && value !== null ? value.value : undefined;
  if (redaction.isSecretKey(name, source ?? value) || redaction.covers(path, source ?? value)) return true;
  if (source !== undefined) return redaction.isSecretText(source) || namesSecret(source, redaction);
  return typeof value === 'string' && redaction.isSecretText(value);
}

/** Whether a source text has the name of a secret, and a text that may be one: `{ password: 'hunter2' }`. */
function namesSecret(source: string, redaction: Redaction): boolean {
  let hasText = false;
  let hasName = false;
  let start = 0;
  for (let index = 0; index <= source.length; index++) {
    const code = codeAt(source, index);
    hasText ||= isQuote(code);
    if (isOfName(code)) continue;
    hasName ||= index > start && redaction.isSecretKey(slice(source, start, index), '');
    start = index + 1;
  }
  return hasName && hasText;
}
