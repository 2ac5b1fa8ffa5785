import { apply, replaceAll } from './intrinsics.js';
import { Segment } from './text.js';

/** Where an object stands in the line that is being written; its own text begins here. */
export class Place extends Segment {
  readonly value: object;
  readonly parent: Place | undefined;
  /** The property, index or key by which the program reaches it from its parent. */
  readonly key: string | number;
  /** 1 for an argument, 0 for the list of them. */
  depth: number;
  /** Where in its descriptor those values stand that are described without a step of their own. */
  base: '' | '/props' = '';
  /** Whether what is written of it stands in the `head` of a `truncated` mark. */
  isCut = false;
  /** The container that is described after this one. */
  successor: Place | undefined = undefined;
  /** The way from the parent's descriptor to this one's, where the key does not say it. */
  readonly ownStep: string | undefined;

  constructor(value: object, parent: Place | undefined, key: string | number, step?: string) {
    super();
    this.value = value;
    this.parent = parent;
    this.key = key;
    this.ownStep = step;
    this.depth = parent === undefined ? 1 : parent.depth + 1;
  }

  /** The JSON Pointer (RFC 6901) from the line's root. */
  get pointer(): string {
    return pointerTo(this.parent, this.key, this.ownStep);
  }

  /** The way from the parent's descriptor to this one's. */
  get step(): string {
    return this.ownStep ?? stepFrom(this.parent, this.key);
  }
}

/**
 * The JSON Pointer (RFC 6901) from the line's root to what stands under `key` of `parent`; `step` is the way there
 * where the key does not say it: `/entries/3/1`.
 */
export function pointerTo(parent: Place | undefined, key: string | number, step?: string): string {
  return pointerInto(parent) + (step ?? stepFrom(parent, key));
}

/** What the pointers to all that stands in `parent` begin with. */
export function pointerInto(parent: Place | undefined): string {
  let pointer = '';
  for (let at = parent; at !== undefined; at = at.parent) {
    pointer = at.step + (at.isCut ? '/head' : '') + pointer;
  }
  return pointer;
}

/** The keys from the line's root to what stands under `key` of `parent`: `['args', 0, 'user']`. */
export function keysTo(parent: Place | undefined, key: string | number): Array<string | number> {
  let count = 1;
  for (let at = parent; at !== undefined; at = at.parent) count++;
  const keys = new Array<string | number>(count);
  keys[--count] = key;
  for (let at = parent; at !== undefined; at = at.parent) keys[--count] = at.key;
  return keys;
}

/** The way from the descriptor of `parent` to what stands under `key` of it. */
export function stepFrom(parent: Place | undefined, key: string | number): string {
  const base = parent === undefined ? '' : parent.base;
  return `${base}/${typeof key === 'number' ? key : escapeKey(key)}`;
}

function escapeKey(key: string): string {
  return apply(replaceAll, apply(replaceAll, key, ['~', '~0']) as string, ['/', '~1']) as string;
}
