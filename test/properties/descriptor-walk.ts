/** A parsed descriptor, and where it stands. */
export interface Visit {
  readonly descriptor: unknown;
  /** JSON Pointer from the line's root. */
  readonly pointer: string;
  /** An argument is at depth 1. */
  readonly depth: number;
  /** What it is: the word behind its `$`, or what JSON calls it. */
  readonly kind: string;
  /** Whether it stands in the `head` of a mark, which was visited just before. */
  readonly isHead: boolean;
}

type Json = Readonly<Record<string, unknown>>;
type Child = readonly [step: string, descriptor: unknown];

/** Visits the descriptors under one of a line's values, itself first, by what the format says of each kind. */
export function* walkDescriptor(
  descriptor: unknown,
  pointer: string,
  depth: number,
  isHead = false,
): Generator<Visit> {
  const kind = kindOf(descriptor);
  yield { descriptor, pointer, depth, kind, isHead };
  if (kind === 'truncated') {
    const { head } = descriptor as Json;
    if (typeof head === 'object') yield* walkDescriptor(head, `${pointer}/head`, depth, true);
    return;
  }
  for (const [step, child] of childrenOf(descriptor, kind)) {
    yield* walkDescriptor(child, `${pointer}/${step}`, depth + 1);
  }
}

/** The items of the container that a descriptor describes: elements, entries or properties. */
export function countItems({ descriptor, kind }: Visit): number {
  if (Array.isArray(descriptor)) return descriptor.length;
  const { entries, values, items, props } = descriptor as Json;
  if (kind === 'Map') return (entries as unknown[]).length;
  if (kind === 'Set') return (values as unknown[]).length;
  if (kind === 'plain') return Object.keys(descriptor as Json).length;
  return Math.max(lengthOf(entries), lengthOf(items), Object.keys(props ?? {}).length);
}

/** Visits what stands in a list of arguments, or in the object of keyword arguments: neither is a value itself. */
export function* walkList(list: unknown, pointer: string, depth = 1): Generator<Visit> {
  const kind = Array.isArray(list) ? 'list' : 'plain';
  for (const [step, child] of childrenOf(list, kind))
    yield* walkDescriptor(child, `${pointer}/${step}`, depth);
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

function kindOf(descriptor: unknown): string {
  if (descriptor === null) return 'null';
  if (typeof descriptor !== 'object') return typeof descriptor;
  if (Array.isArray(descriptor)) return 'list';
  return Object.hasOwn(descriptor, '$') ? String((descriptor as Json)['$']) : 'plain';
}

function childrenOf(descriptor: unknown, kind: string): Child[] {
  if (kind === 'list') return (descriptor as unknown[]).map((item, index) => [String(index), item]);
  if (kind === 'plain') return namedChildren(descriptor as Json);
  if (!['Map', 'Set', 'Error', 'array', 'object'].includes(kind)) return [];
  const { entries, values, items, props } = descriptor as Json;
  return [
    ...pairsOf(entries, kind === 'Map').map(([step, child]): Child => [`entries/${step}`, child]),
    ...((values ?? []) as unknown[]).map((item, index): Child => [`values/${index}`, item]),
    ...pairsOf(items, false).map(([step, child]): Child => [`items/${step}`, child]),
    ...['message', 'stack', 'cause', 'errors'].flatMap((key) => partOfError(descriptor as Json, kind, key)),
    ...namedChildren((props ?? {}) as Json).map(([step, child]): Child => [`props/${step}`, child]),
  ];
}

function partOfError(descriptor: Json, kind: string, key: string): Child[] {
  return kind === 'Error' && Object.hasOwn(descriptor, key) ? [[key, descriptor[key]]] : [];
}

function pairsOf(pairs: unknown, areKeysValues: boolean): Child[] {
  return ((pairs ?? []) as [unknown, unknown][]).flatMap(([key, value], index): Child[] =>
    areKeysValues
      ? [
          [`${index}/0`, key],
          [`${index}/1`, value],
        ]
      : [[`${index}/1`, value]],
  );
}

function namedChildren(object: Json): Child[] {
  return Object.keys(object).map((key) => [key.replaceAll('~', '~0').replaceAll('/', '~1'), object[key]]);
}
