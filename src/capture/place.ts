/** Where an object stands in the line that is being written. */
export class Place<Content = unknown> {
  readonly value: object;
  readonly parent: Place | undefined;
  /** The way from the parent's descriptor to this one's, as a JSON Pointer: `/3`, `/props/name`. */
  readonly step: string;
  /** The property, index or key by which the program reaches it from its parent. */
  readonly key: string | number;
  /** 1 for an argument. */
  readonly depth: number;
  /** Whether what is written of it stands in the `head` of a `truncated` mark. */
  isCut = false;
  /** The pieces of its text, once they are made. */
  content: Content | undefined;

  constructor(value: object, parent: Place | undefined, step: string, key: string | number) {
    this.value = value;
    this.parent = parent;
    this.step = step;
    this.key = key;
    this.depth = parent === undefined ? 1 : parent.depth + 1;
  }
}

/** The JSON Pointer (RFC 6901) from the line's root to what stands at `step` of `parent`. */
export function pointerTo(parent: Place | undefined, step: string): string {
  let pointer = step;
  for (let at = parent; at !== undefined; at = at.parent)
    pointer = at.step + (at.isCut ? '/head' : '') + pointer;
  return pointer;
}

/** The keys from the line's root to what stands under `key` of `parent`: `['args', 0, 'user']`. */
export function keysTo(parent: Place | undefined, key: string | number): Array<string | number> {
  const keys = [key];
  for (let at = parent; at !== undefined; at = at.parent) keys.push(at.key);
  return keys.reverse();
}

/** A property's name as a step of a JSON Pointer. */
export function stepOf(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
