import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';
import { cellOfKind } from './described-cell.js';

/** `AnyValue` of common.proto in JSON: 64-bit integers are strings there. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number | string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | Readonly<Record<never, never>>;

/** `KeyValue` of common.proto. */
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** Attributes deeper than any SDK makes them are left empty. */
const MOST_DEPTH = 16;

/** A record's attributes; what is `undefined` is none. */
export function anyAttributes(attributes: JsonObject, depth = 0): KeyValue[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: anyValue(value, depth) }));
}

function anyValue(value: unknown, depth: number): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (isJsonObject(value) && Object.hasOwn(value, '$')) return describedValue(value);
  if (depth >= MOST_DEPTH) return {};
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => anyValue(item, depth + 1)) } };
  return isJsonObject(value) ? { kvlistValue: { values: anyAttributes(value, depth + 1) } } : {};
}

/** What JSON has no word for: NaN and the infinities are strings in protobuf's JSON, all else is text. */
function describedValue(descriptor: JsonObject): AnyValue {
  const cell = cellOfKind(descriptor);
  if (cell === undefined) return {};
  return typeof cell === 'number' ? { doubleValue: String(cell) } : { stringValue: String(cell) };
}
