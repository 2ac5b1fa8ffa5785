import { isJsonObject, type JsonObject } from '../capture/revive-descriptor.js';

/** What a descriptor holds, found without making its values or opening a file. */
export interface Survey {
  /** The kinds that cannot come back, and of what: `function solve`, `truncated items`. */
  readonly lost: ReadonlySet<string>;
  /** The classes of objects and errors, by name. */
  readonly classes: ReadonlySet<string>;
  /** All `$` kinds. */
  readonly kinds: ReadonlySet<string>;
  /** The classes of binary values. */
  readonly binaries: ReadonlySet<string>;
  /** Whether a part is the same object as another. */
  readonly isShared: boolean;
  /** About how long its literal would be. */
  readonly size: number;
}

const LOST = new Set<unknown>(['accessor', 'function', 'handler', 'opaque', 'redacted', 'truncated']);
/** A number of an array, as a literal. */
const ELEMENT_LENGTH = 6;

/** @param roots descriptors of one line; those of arguments are `{ args, kwargs }`'s values */
export function survey(roots: readonly unknown[]): Survey {
  const found = {
    lost: new Set<string>(),
    classes: new Set<string>(),
    kinds: new Set<string>(),
    binaries: new Set<string>(),
    isShared: false,
    size: 0,
  };
  const pending = [...roots];
  while (pending.length > 0) {
    const next = pending.pop();
    found.size += sizeOf(next);
    if (Array.isArray(next)) for (const item of next) pending.push(item);
    else if (isJsonObject(next)) lookAt(next, found, pending);
  }
  return found;
}

type Findings = {
  -readonly [key in keyof Survey]: Survey[key] extends ReadonlySet<string> ? Set<string> : Survey[key];
};

function lookAt(descriptor: JsonObject, found: Findings, pending: unknown[]): void {
  const kind = Object.hasOwn(descriptor, '$') ? descriptor['$'] : undefined;
  for (const key of Object.keys(descriptor)) {
    found.size += key.length;
    const value = descriptor[key];
    // In `props` a `$` is a key like any other.
    if (kind !== undefined && key === 'props' && isJsonObject(value)) {
      for (const item of Object.values(value)) pending.push(item);
    } else if (key !== '$' && key !== 'stack') pending.push(value);
  }
  if (typeof kind === 'string') note(kind, descriptor, found);
}

function note(kind: string, descriptor: JsonObject, found: Findings): void {
  found.kinds.add(kind === 'symbol' && descriptor['registered'] !== true ? 'unregistered symbol' : kind);
  if (kind === 'Date' && descriptor['value'] === null) found.kinds.add('invalid date');
  if (kind === 'object' && descriptor['proto'] === null) found.kinds.add('null prototype');
  found.isShared ||= kind === 'ref';
  if (LOST.has(kind)) found.lost.add(lostText(kind, descriptor));
  const name = kind === 'ndarray' || LOST.has(kind) ? undefined : descriptor['class'];
  if (typeof name === 'string') found.classes.add(name);
  if (kind !== 'ndarray') return;
  found.binaries.add(String(descriptor['class']));
  found.size += ELEMENT_LENGTH * elementsOf(descriptor);
}

function lostText(kind: string, { name, class: className, reason, handler }: JsonObject): string {
  const what = [name, reason, handler, className].find((text) => typeof text === 'string' && text !== '');
  return what === undefined ? kind : `${kind} ${String(what)}`;
}

/** How many elements a binary value has. */
export function elementsOf({ shape }: JsonObject): number {
  const sizes = Array.isArray(shape) ? shape.filter((size) => typeof size === 'number') : [];
  return sizes.reduce((product, size) => product * size, 1);
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' ? value.length + 4 : 4;
}
