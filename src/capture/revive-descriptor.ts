import { NotCaptured } from '../model/not-captured.js';
import type { Resolver } from './revive-context.js';

/** A parsed JSON object; what stands in it is anybody's guess. */
export type JsonObject = Readonly<Record<string, unknown>>;

const LONGEST_QUOTE = 80;
const PRIMITIVE_KINDS = new Set<unknown>(['undefined', 'number', 'bigint', 'symbol']);

/** Whether a parsed JSON value is an object, and neither an array nor `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands for a value whose descriptor makes no sense; thrown by those who find out. */
export function damaged(reason: string): NotCaptured {
  return new NotCaptured('damaged', reason);
}

/** A hostile text as it may stand in a message: quoted and short. */
export function quoted(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_QUOTE) : typeof value);
}

/** @throws NotCaptured where the key holds no string; the same for those below */
export function textOf(descriptor: JsonObject, key: string): string {
  const value = descriptor[key];
  if (typeof value !== 'string') throw damaged(`expected a string for ${key}`);
  return value;
}

/** The string under a key, or `undefined` where there is none. */
export function optionalText(descriptor: JsonObject, key: string): string | undefined {
  const value = descriptor[key];
  return typeof value === 'string' ? value : undefined;
}

/** The array under a key. */
export function listOf(descriptor: JsonObject, key: string): readonly unknown[] {
  const value = descriptor[key];
  if (!Array.isArray(value)) throw damaged(`expected an array for ${key}`);
  return value;
}

/** The array of pairs under a key. */
export function pairsOf(descriptor: JsonObject, key: string): ReadonlyArray<readonly [unknown, unknown]> {
  const pairs = listOf(descriptor, key);
  if (!pairs.every(isPair)) throw damaged(`expected pairs for ${key}`);
  return pairs as ReadonlyArray<readonly [unknown, unknown]>; // each was just looked at
}

/** The object under a key; an empty one where the key is absent. */
export function propsOf(descriptor: JsonObject, key = 'props'): JsonObject {
  const value = Object.hasOwn(descriptor, key) ? descriptor[key] : {};
  if (!isJsonObject(value)) throw damaged(`expected an object for ${key}`);
  return value;
}

/** The value of a descriptor that only a primitive may have; so it never leads to another that needs one. */
export function primitiveOf(descriptor: unknown, resolver: Resolver): unknown {
  const isContainer = typeof descriptor === 'object' && descriptor !== null;
  if (isContainer && !(isJsonObject(descriptor) && PRIMITIVE_KINDS.has(descriptor['$']))) {
    throw damaged('expected a primitive');
  }
  return resolver.resolve(descriptor);
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2;
}
