import { isJsonObject, type JsonObject, optionalText } from '../capture/revive-descriptor.js';
import { cellOfKind } from './described-cell.js';

/** What was thrown, as the span of the call says it. */
export interface ErrorFacts {
  /** The class of what was thrown, or the type of a primitive. */
  readonly type: string;
  readonly message?: string;
  readonly stack?: string;
}

/** The names under which `typeof` has what is written with a `$`. */
const PRIMITIVES = new Map<unknown, string>([
  ['undefined', 'undefined'],
  ['number', 'number'],
  ['bigint', 'bigint'],
  ['symbol', 'symbol'],
  ['function', 'function'],
]);

/** Reads the descriptor of what a call threw. */
export function errorFacts(descriptor: unknown): ErrorFacts {
  if (Array.isArray(descriptor)) return { type: 'Array' };
  if (!isJsonObject(descriptor)) return { type: typeof descriptor, ...message(String(descriptor)) };
  const { $: kind } = descriptor;
  if (kind === 'Error') return factsOfError(descriptor);
  const primitive = PRIMITIVES.get(kind);
  if (primitive !== undefined) return { type: primitive, ...message(primitiveText(descriptor, primitive)) };
  const props = kind === 'object' ? descriptor['props'] : descriptor;
  const type = Object.hasOwn(descriptor, '$') ? classOf(descriptor) : 'Object';
  return { type, ...message(isJsonObject(props) ? textOrHead(props['message']) : undefined) };
}

function factsOfError(descriptor: JsonObject): ErrorFacts {
  const type = optionalText(descriptor, 'class') ?? optionalText(descriptor, 'name') ?? 'Error';
  const stack = textOrHead(descriptor['stack']);
  return { type, ...message(textOrHead(descriptor['message'])), ...(stack && { stack }) };
}

function classOf(descriptor: JsonObject): string {
  const kind = optionalText(descriptor, '$');
  return optionalText(descriptor, 'class') ?? (kind === undefined || kind === 'object' ? 'Object' : kind);
}

function primitiveText(descriptor: JsonObject, type: string): string {
  return type === 'symbol' || type === 'function' ? type : String(cellOfKind(descriptor));
}

/** A text, or what a limit left of it; nothing where it was redacted. */
function textOrHead(value: unknown): string | undefined {
  if (isJsonObject(value) && value['$'] === 'truncated') return optionalText(value, 'head');
  return typeof value === 'string' ? value : undefined;
}

/** An empty message is none. */
function message(text: string | undefined): { message?: string } {
  return text ? { message: text } : {};
}
