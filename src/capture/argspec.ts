import { types } from 'node:util';
import type * as acorn from 'acorn';
import type { ArgSpec, DefaultValue } from '../model/argspec.js';
import {
  type Declaration,
  type Described,
  declarationOf,
  nativeText,
  type TextOf,
} from './argspec-source.js';

export { type Described, nativeText, type TextOf } from './argspec-source.js';

/** What a function declares, and where its keyword arguments are. */
export interface Signature {
  readonly argspec: ArgSpec;
  /**
   * Index of the last parameter if that is an object pattern, −1 otherwise. `function f({})` and
   * `function f({ ...rest })` have such a parameter although their `kwonlyargs` is empty.
   */
  readonly keywordIndex: number;
}

type Defaults = Record<string, DefaultValue>;

/** Of a function whose source says nothing: more `arg0…` than this are not listed. */
const MOST_NAMELESS = 255;

/** As `signatureOf`, without the place of the keyword arguments. */
export function argspecOf(fn: Described): ArgSpec {
  return signatureOf(fn).argspec;
}

/**
 * Reads from a function's source how it declares its parameters; for a native function, and for what cannot be
 * parsed, `arg0…` by its length. Runs nothing of the program and never throws. Parses: ask once per function.
 */
export function signatureOf(fn: Described, textOf: TextOf = nativeText): Signature {
  try {
    const declaration = declarationOf(fn, textOf);
    return declaration === undefined ? nameless(fn) : describe(declaration);
  } catch {
    return nameless(fn);
  }
}

function describe({ params, source }: Declaration): Signature {
  const last = params.at(-1);
  const rest = last?.type === 'RestElement' ? last : undefined;
  const keywords = last === undefined ? undefined : keywordPattern(last);
  const positional = rest || keywords ? params.slice(0, -1) : params;
  const defaults: Defaults = Object.create(null);
  const args = positional.map((param, index) => {
    const name = nameOf(param, index);
    addDefault(defaults, name, param, source);
    return name;
  });
  const varargs = rest === undefined ? null : nameOf(rest.argument, args.length);
  const kwonlyargs = keywords === undefined ? [] : keywordNames(keywords, defaults, source);
  return {
    argspec: { args, varargs, kwonlyargs, defaults },
    keywordIndex: keywords === undefined ? -1 : args.length,
  };
}

function keywordPattern(param: acorn.Pattern): acorn.ObjectPattern | undefined {
  const target = withoutDefault(param);
  return target.type === 'ObjectPattern' ? target : undefined;
}

function keywordNames(pattern: acorn.ObjectPattern, defaults: Defaults, source: string): string[] {
  const names = new Set<string>();
  for (const property of pattern.properties) {
    const name = property.type === 'RestElement' ? undefined : keyOf(property);
    if (name === undefined || property.type === 'RestElement') continue;
    names.add(name);
    addDefault(defaults, name, property.value, source);
  }
  return [...names];
}

function keyOf({ key, computed }: acorn.AssignmentProperty): string | undefined {
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

function nameOf(param: acorn.Pattern, index: number): string {
  const target = withoutDefault(param);
  return target.type === 'Identifier' ? target.name : `arg${index}`;
}

function withoutDefault(param: acorn.Pattern): acorn.Pattern {
  return param.type === 'AssignmentPattern' ? param.left : param;
}

function addDefault(defaults: Defaults, name: string, param: acorn.Pattern, source: string): void {
  if (param.type !== 'AssignmentPattern' || name in defaults) return;
  const { start, end } = param.right;
  const literal = literalOf(param.right);
  defaults[name] = literal === undefined ? { $: 'source', value: source.slice(start, end) } : literal;
}

type LiteralValue = string | number | boolean | null;

/** The value of a literal that JSON can say. */
function literalOf(node: acorn.Expression): LiteralValue | undefined {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return literalOf(node.expression);
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case 'UnaryExpression':
      return node.operator === '-' ? negative(literalOf(node.argument)) : undefined;
    case 'Literal':
      return node.raw === 'null' ? null : jsonValue(node.value);
    default:
      return undefined;
  }
}

function negative(value: unknown): number | undefined {
  return typeof value === 'number' && value !== 0 ? -value : undefined;
}

function jsonValue(value: acorn.Literal['value']): LiteralValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}

function nameless(fn: Described): Signature {
  const args = Array.from({ length: ownLength(fn) }, (_, index) => `arg${index}`);
  const argspec: ArgSpec = { args, varargs: null, kwonlyargs: [], defaults: Object.create(null) };
  return { argspec, keywordIndex: -1 };
}

/** A proxy would run a trap, an accessor its getter. */
function ownLength(fn: Described): number {
  if (types.isProxy(fn)) return 0;
  const length: unknown = Object.getOwnPropertyDescriptor(fn, 'length')?.value;
  return typeof length === 'number' && length > 0 ? Math.min(Math.trunc(length), MOST_NAMELESS) : 0;
}
