import * as acorn from 'acorn';

/** A function or class, of whatever parameters. */
export type Described = CallableFunction | NewableFunction;

/** Gives a function's source text. */
export type TextOf = (fn: Described) => string;

/** The parameters of a function, as they stand in `source`. */
export interface Declaration {
  readonly params: readonly acorn.Pattern[];
  readonly source: string;
}

/** Taken before the program can replace them: a function may say something else of itself, or be asked to. */
const { apply } = Reflect;
const { toString: functionToString } = Function.prototype;

/** Sloppy script takes nearly all that a module has; these options take the rest. */
const OPTIONS: acorn.Options = {
  ecmaVersion: 'latest',
  sourceType: 'script',
  allowImportExportEverywhere: true,
  checkPrivateFields: false,
  preserveParens: true,
};

/** No source of the program's own can end like this. */
const NATIVE = '{ [native code] }';

/** A function's text is only a piece of syntax: these are the places where one can stand, the commonest first. */
const SURROUNDINGS: readonly (readonly [before: string, after: string])[] = [
  ['(function () { (', '\n) })'],
  ['({ ', '\n})'],
  ['(class extends Object { ', '\n})'],
  ['(class extends Object { constructor() { (', '\n) } })'], // an arrow that calls super()
  ['(async function* () { (', '\n) })'], // class extends (await x) { … }
  ['(async function* () { (class extends Object { ', '\n}) })'], // [await key]() { … }
];

const { parenL, parenR, bracketL, bracketR, braceL, braceR, dollarBraceL } = acorn.tokTypes;
const OPENING: ReadonlySet<acorn.TokenType> = new Set([parenL, bracketL, braceL, dollarBraceL]);
const CLOSING: ReadonlySet<acorn.TokenType> = new Set([parenR, bracketR, braceR]);

type Declared = acorn.Function | acorn.Class | acorn.Property | acorn.MethodDefinition;

const DECLARES: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'ClassExpression',
  'FunctionExpression',
  'MethodDefinition',
  'Property',
]);

/** What the language itself says of a function. */
export const nativeText: TextOf = (fn) => apply(functionToString, fn, []);

/** What a function's source declares; `undefined` for native functions and for syntax that is unknown here. */
export function declarationOf(fn: Described, textOf: TextOf): Declaration | undefined {
  const text = textOf(fn);
  if (text.endsWith(NATIVE)) return undefined;
  const head = tryParse(() => headOf(text));
  return (head === undefined ? undefined : parseDeclaration(head)) ?? parseDeclaration(text);
}

function parseDeclaration(text: string): Declaration | undefined {
  for (const [before, after] of SURROUNDINGS) {
    const source = before + text + after;
    const program = tryParse(() => acorn.parse(source, OPTIONS));
    const declared = program && findDeclared(program, before.length, before.length + text.length);
    if (declared) return { params: paramsOf(declared), source };
  }
  return undefined;
}

/** The function with an empty body, for a body may be long; nothing for a class, whose constructor is in there. */
function headOf(text: string): string | undefined {
  let depth = 0;
  let isAfterParams = false;
  for (const { type, start, end } of acorn.tokenizer(text, OPTIONS)) {
    if (start === 0 && type === acorn.tokTypes._class) return undefined;
    if (depth === 0 && type === acorn.tokTypes.arrow) return `${text.slice(0, end)} 0`;
    if (isAfterParams && type === braceL) return `${text.slice(0, start)}{}`;
    if (OPENING.has(type)) depth++;
    if (CLOSING.has(type)) depth--;
    isAfterParams = depth === 0 && type === parenR;
  }
  return undefined;
}

function tryParse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The outermost node that spans exactly the function's text. */
function findDeclared(node: acorn.Node, start: number, end: number): Declared | undefined {
  if (node.start > start || node.end < end) return undefined;
  if (node.start === start && node.end === end && DECLARES.has(node.type)) return node as Declared; // by its type
  for (const child of Object.values(node).flat()) {
    const found = isNode(child) ? findDeclared(child, start, end) : undefined;
    if (found) return found;
  }
  return undefined;
}

function isNode(value: unknown): value is acorn.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function paramsOf(declared: Declared): acorn.Pattern[] {
  if ('params' in declared) return declared.params;
  if (!('value' in declared)) return constructorParams(declared);
  return 'params' in declared.value ? declared.value.params : [];
}

/** None for a class without a constructor of its own: a derived one passes on whatever it is given. */
function constructorParams({ body }: acorn.Class): acorn.Pattern[] {
  const own = body.body.find((member) => member.type === 'MethodDefinition' && member.kind === 'constructor');
  return own?.type === 'MethodDefinition' ? own.value.params : [];
}
