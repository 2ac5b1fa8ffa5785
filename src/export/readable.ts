import { isJsonObject, type JsonObject, optionalText } from '../capture/revive-descriptor.js';
import { cellOfKind } from './described-cell.js';

/** What a person takes in; the database has the rest. */
const MOST_DEPTH = 4;
const MOST_ITEMS = 20;
const MOST_CHARACTERS = 200;

/** A recorded value as short plain JSON: to be read, not to be computed with. */
export function readable(descriptor: unknown, depth = 1): unknown {
  if (typeof descriptor === 'string') return shortened(descriptor);
  if (Array.isArray(descriptor)) return readableList(descriptor, depth);
  if (!isJsonObject(descriptor)) return descriptor;
  if (!Object.hasOwn(descriptor, '$')) return readableObject(descriptor, depth);
  const { $: kind, props, head } = descriptor;
  if (kind === 'object' && isJsonObject(props)) return readableObject(props, depth);
  if (kind === 'truncated' && head !== undefined && depth < MOST_DEPTH) return readable(head, depth + 1);
  if (kind === 'source') return shortened(optionalText(descriptor, 'value') ?? '');
  const cell = cellOfKind(descriptor);
  return shortened(cell === undefined ? `<${optionalText(descriptor, '$')}>` : String(cell));
}

function readableList(items: readonly unknown[], depth: number): unknown {
  if (depth >= MOST_DEPTH) return `array [${items.length}]`;
  const shown = items.slice(0, MOST_ITEMS).map((item) => readable(item, depth + 1));
  return items.length > MOST_ITEMS ? [...shown, `… ${items.length - MOST_ITEMS} more`] : shown;
}

function readableObject(properties: JsonObject, depth: number): unknown {
  const keys = Object.keys(properties);
  if (depth >= MOST_DEPTH) return `object with ${keys.length} keys`;
  const shown = keys
    .slice(0, MOST_ITEMS)
    .map((key) => [shortened(key), readable(properties[key], depth + 1)]);
  if (keys.length > MOST_ITEMS) shown.push(['…', `${keys.length - MOST_ITEMS} more`]);
  return Object.fromEntries(shown);
}

function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
