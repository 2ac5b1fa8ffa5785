import { inspect } from 'node:util';
import { isJsonObject } from '../capture/revive-descriptor.js';
import { NotCaptured } from '../model/not-captured.js';
import { safeLine, safeText } from '../model/safe-text.js';

const MOST_LINES = 40;
/** With one more, `inspect` sets the items in columns, a line for every few. */
const MOST_ITEMS = 5;
const NARROWEST = 40;
const WIDEST = 100;

/**
 * A recorded value as `inspect` shows it, long arrays and texts abbreviated. Never in its colours: what the value
 * itself brings along could not be told from them.
 */
export function valueText(value: unknown, width: number): string {
  const text = inspect(value, {
    depth: 4,
    maxArrayLength: MOST_ITEMS,
    maxStringLength: 400,
    breakLength: Math.min(Math.max(width, NARROWEST), WIDEST),
  });
  const lines = safeText(text).split('\n');
  const rest = lines.length - MOST_LINES;
  return rest > 0
    ? [...lines.slice(0, MOST_LINES), `… ${rest} more lines, see --json`].join('\n')
    : lines.join('\n');
}

/**
 * What a value does not show but its descriptor says: the class of an object; element type, shape and file of a
 * binary value (`<f8 [1000], arg_1.npy`).
 */
export function descriptorText(descriptor: unknown): string | undefined {
  if (!isJsonObject(descriptor)) return undefined;
  const { $: kind, class: className, dtype, shape, file } = descriptor;
  if (kind === 'object' && typeof className === 'string') return safeLine(`class ${className}`);
  if (kind !== 'ndarray') return undefined;
  const dimensions = Array.isArray(shape) ? ` [${shape.join(', ')}]` : '';
  return safeLine(`${dtype}${dimensions}${typeof file === 'string' ? `, ${file}` : ''}`);
}

/** Whether some part of a value could not be made, because its descriptor or file is damaged. */
export function isDamaged(value: unknown): boolean {
  const seen = new Set<unknown>();
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    if (next instanceof NotCaptured && next.kind === 'damaged') return true;
    seen.add(next);
    if (next instanceof Map) for (const [key, item] of next) pending.push(key, item);
    else if (next instanceof Set) for (const item of next) pending.push(item);
    for (const item of Object.values(next)) pending.push(item);
  }
  return false;
}
