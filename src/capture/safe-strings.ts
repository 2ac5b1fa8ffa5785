/**
 * What strings can do, as functions: those of the language as they were when this was loaded, whatever the program
 * makes of `String.prototype`. Taken by this module itself, for V8 knows only such constants while it compiles.
 */
const { apply } = Reflect;
const {
  charCodeAt: charCodeOf,
  endsWith: endsWithIn,
  includes: includesIn,
  indexOf: indexIn,
  slice: sliceOf,
  startsWith: startsWithIn,
  toLowerCase: lowerCaseOf,
} = String.prototype;

/** The UTF-16 code unit at an index; -1 where there is none, for NaN makes what compares it slow. */
export function codeAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? apply(charCodeOf, text, [index]) : -1;
}

export function indexOf(text: string, sought: string, from: number): number {
  return apply(indexIn, text, [sought, from]);
}

export function includes(text: string, sought: string): boolean {
  return apply(includesIn, text, [sought]);
}

export function startsWith(text: string, start: string, at: number): boolean {
  return apply(startsWithIn, text, [start, at]);
}

export function endsWith(text: string, end: string): boolean {
  return apply(endsWithIn, text, [end]);
}

export function slice(text: string, start: number, end?: number): string {
  return apply(sliceOf, text, [start, end]);
}

export function toLowerCase(text: string): string {
  return apply(lowerCaseOf, text, []);
}
