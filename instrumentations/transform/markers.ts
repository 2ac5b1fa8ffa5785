/**
 * Text that was inserted stands between comments that carry the file's handle, text that was taken away stands in the
 * first of them, and what extends an identifier ends with one: from any part of the text, the original can be had back.
 */
export interface Markers {
  /** @param removed text in whose place it stands: an identifier */
  inserted(text: string, removed?: string): string;
  /** What makes another identifier of one that it is put behind, and does not occur in the file. */
  suffix(): string;
}

/** The markers of a file with this handle. */
export function markersOf(handle: string): Markers {
  return {
    inserted: (text, removed) =>
      `/*<${handle}${removed === undefined ? '' : `:${removed}`}*/${text}/*${handle}>*/`,
    suffix: () => `${handle}/*-${handle}*/`,
  };
}

const MARKED = /\/\*<(\$cm\d*)(?::([^*]*))?\*\/[\s\S]*?\/\*\1>\*\/|(\$cm\d*)\/\*-\3\*\//g;

/**
 * The original of a part of a transformed text that holds insertions as a whole: what `Function.prototype.toString`
 * says of a function or class in a transformed file.
 * @param handle the file's; without it, what any file's insertions look like is taken away
 */
export function stripInsertions(text: string, handle?: string): string {
  if (!text.includes('$cm')) return text;
  return text.replace(MARKED, (all: string, opened?: string, removed?: string, extended?: string) =>
    handle === undefined || handle === (opened ?? extended) ? (removed ?? '') : all,
  );
}

/** Whether a text has been transformed. */
export function isTransformed(text: string): boolean {
  return text.includes('/*<$cm') && /\/\*<(\$cm\d*)\*\/function \1\(n,v,k\)/.test(text);
}

/** An identifier for the file's own function that does not occur in its text. */
export function freeHandle(text: string): string {
  if (!text.includes('$cm')) return '$cm';
  let number = 1;
  while (text.includes(`$cm${number}`)) number++;
  return `$cm${number}`;
}

/** The function of a file with this handle that describes it; as the handle, it does not occur in the file's own text. */
export function descriptionName(handle: string): string {
  return `${handle}_file`;
}
