import { safeLine } from '../model/safe-text.js';
import {
  bracketed,
  type Doc,
  flatText,
  group,
  indent,
  line,
  softline,
  trailingComma,
  willBreak,
} from './doc.js';

/** An expression, with what its place among arguments depends on. */
export interface Expression {
  readonly doc: Doc;
  /** Object and array literals may begin on the line of the call that they are the last argument of. */
  readonly form: 'object' | 'array' | 'numbers' | 'other';
  /** How many items a literal has. */
  readonly size: number;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export function plain(doc: Doc): Expression {
  return { doc, form: 'other', size: 0 };
}

/** Whether a text may stand as a name, reserved words aside. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** A string literal; what could show or do something else than it says is escaped. */
export function quoteText(text: string): string {
  const json = safeLine(JSON.stringify(text));
  if (countOf(text, "'") > countOf(text, '"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** `name(a, { b: 1 })`, broken as Prettier breaks it: the last argument alone where that is enough. */
export function callExpression(callee: Doc, args: readonly Expression[]): Expression {
  const docs = args.map(({ doc }) => doc);
  const last = args.at(-1);
  if (last === undefined) return plain([callee, '()']);
  const each = group(['(', indent([softline, joinItems(docs)]), trailingComma, softline, ')'], true);
  if (!isHugged(args)) return plain([callee, bracketed(['(', ')'], docs)]);
  const heads = docs.slice(0, -1).flatMap((doc) => [doc, ', ']);
  if (heads.some(willBreak)) return plain([callee, each]);
  const hugged: Doc = ['(', ...heads, group(unwrapGroup(last.doc), true), ')'];
  const onOneLine: Doc = ['(', ...heads, last.doc, ')'];
  const states = willBreak(last.doc) ? [hugged, each] : [onOneLine, hugged, each];
  return plain([callee, { kind: 'choice', states }]);
}

/** `new Map(…)`. */
export function construct(name: string, args: readonly Expression[]): Expression {
  return callExpression(`new ${name}`, args);
}

export function objectExpression(properties: ReadonlyArray<readonly [key: Doc, value: Doc]>): Expression {
  const items = properties.map(([key, value]) => [key, ': ', value]);
  if (items.length === 0) return plain('{}');
  return { doc: bracketed(['{', '}'], items, { inner: line }), form: 'object', size: items.length };
}

export function arrayExpression(items: readonly Expression[]): Expression {
  const docs = items.map(({ doc }) => doc);
  if (items.length === 0) return plain('[]');
  if (items.length > 1 && docs.every(isNumeric)) {
    const body = indent([softline, { kind: 'fill', items: docs }]);
    return { doc: group(['[', body, trailingComma, softline, ']']), form: 'numbers', size: docs.length };
  }
  return { doc: bracketed(['[', ']'], docs, { isBroken: isTable(items) }), form: 'array', size: docs.length };
}

function joinItems(docs: readonly Doc[]): Doc {
  return docs.map((doc, at) => (at === 0 ? doc : [',', line, doc]));
}

/** Prettier: an object or array, unless the one before is the same, or it is a row of numbers after others. */
function isHugged(args: readonly Expression[]): boolean {
  const [before, last] = args.length > 1 ? args.slice(-2) : [undefined, args[0]];
  if (last === undefined || last.form === 'other') return false;
  if (last.form === 'numbers' && before !== undefined) return false;
  return before === undefined || kindOf(before) !== kindOf(last);
}

function kindOf({ form }: Expression): string {
  return form === 'numbers' ? 'array' : form;
}

/** Several objects, or several arrays, of more than one item each stand on lines of their own. */
function isTable(items: readonly Expression[]): boolean {
  const [first] = items;
  if (first === undefined || first.form === 'other' || items.length < 2) return false;
  return items.every((item) => kindOf(item) === kindOf(first) && item.size > 1);
}

function unwrapGroup(doc: Doc): Doc {
  return typeof doc === 'object' && 'kind' in doc && doc.kind === 'group' ? doc.contents : doc;
}

function isNumeric(doc: Doc): boolean {
  return typeof doc === 'string' && /^-?\d/.test(doc) && !doc.endsWith('n');
}

/** How many characters an expression is on one line. */
export function lengthOf({ doc }: { readonly doc: Doc }): number {
  return flatText(doc).length;
}
