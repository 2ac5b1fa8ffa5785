/**
 * A text that knows where it may be broken into lines: the documents of Wadler's "A prettier printer", with the two
 * forms that Prettier and Biome add for JavaScript (`fill` for numbers, `arguments` that hug their last one).
 */
export type Doc = string | readonly Doc[] | Group | Indent | Line | IfBroken | Fill | Choice;

export interface Group {
  readonly kind: 'group';
  readonly contents: Doc;
  readonly isBroken: boolean;
}

interface Indent {
  readonly kind: 'indent';
  readonly contents: Doc;
}

interface Line {
  readonly kind: 'line';
  /** What stands there where the line is not broken. */
  readonly flat: '' | ' ';
  /** Broken in any case, and so is every group around it. */
  readonly isHard: boolean;
}

interface IfBroken {
  readonly kind: 'if-broken';
  readonly text: string;
}

/** As many items on each line as it takes. */
export interface Fill {
  readonly kind: 'fill';
  readonly items: readonly Doc[];
}

/** The first of several forms that fits, tried flat; the last where none does. */
export interface Choice {
  readonly kind: 'choice';
  readonly states: readonly Doc[];
}

export const line: Doc = { kind: 'line', flat: ' ', isHard: false };
export const softline: Doc = { kind: 'line', flat: '', isHard: false };
export const hardline: Doc = { kind: 'line', flat: '', isHard: true };
/** The comma after the last of several lines. */
export const trailingComma: Doc = { kind: 'if-broken', text: ',' };

/** Broken as a whole or not at all. */
export function group(contents: Doc, isBroken = false): Group {
  return { kind: 'group', contents, isBroken: isBroken || willBreak(contents) };
}

export function indent(contents: Doc): Doc {
  return { kind: 'indent', contents };
}

/** Items with something between them. */
export function join(between: Doc, items: readonly Doc[]): Doc {
  return items.map((item, at) => (at === 0 ? item : [between, item]));
}

/** Something in brackets: on one line, or each item on a line of its own. */
export function bracketed(
  [open, close]: readonly [string, string],
  items: readonly Doc[],
  { inner = softline, isBroken = false }: { inner?: Doc; isBroken?: boolean } = {},
): Doc {
  if (items.length === 0) return open + close;
  const body = indent([inner, join([',', line], items)]);
  return group([open, body, trailingComma, inner, close], isBroken);
}

/** Whether it cannot stand on one line. */
export function willBreak(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  if (isList(doc)) return doc.some(willBreak);
  switch (doc.kind) {
    case 'group':
      return doc.isBroken;
    case 'line':
      return doc.isHard;
    case 'indent':
      return willBreak(doc.contents);
    case 'fill':
      return doc.items.some(willBreak);
    case 'choice':
      return willBreak(doc.states[0] ?? '');
    case 'if-broken':
      return false;
  }
}

/** It on one line, however long. */
export function flatText(doc: Doc): string {
  if (typeof doc === 'string') return doc;
  if (isList(doc)) return doc.map(flatText).join('');
  switch (doc.kind) {
    case 'group':
    case 'indent':
      return flatText(doc.contents);
    case 'line':
      return doc.flat;
    case 'fill':
      return doc.items.map(flatText).join(', ');
    case 'choice':
      return flatText(doc.states[0] ?? '');
    case 'if-broken':
      return '';
  }
}

export function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}
