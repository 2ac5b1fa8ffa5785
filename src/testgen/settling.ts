import { isFunctionNode, nodesIn, nodesOf, parseFunction, type SourceNode } from './source-tree.js';

/**
 * How a function gives its result. The recording does not tell: of a promise it keeps the outcome. `either` is
 * where the text does not tell: it may return what another function made.
 */
export type Settling = 'value' | 'promise' | 'either' | 'generator' | 'async generator';

/** What a function's own text says of how its result comes. */
export function settlingOf(source: string): Settling {
  const fn = parseFunction(source);
  if (fn === undefined || !isFunctionNode(fn)) return fn?.type === 'ClassExpression' ? 'value' : 'either';
  if (fn['generator'] === true) return fn['async'] === true ? 'async generator' : 'generator';
  if (fn['async'] === true) return 'promise';
  return new ReturnedValues(fn).settling();
}

/** Whether the result depends on the receiver; where the text cannot be read, it may. */
export function usesReceiver(source: string): boolean {
  return /\b(this|super)\b|\[native code\]/.test(source);
}

/** Whether objects of a class have `#private` parts, which no recording keeps. */
export function hasPrivateParts(source: string): boolean {
  const node = parseFunction(source);
  return node !== undefined && [...nodesIn(node)].some(({ type }) => type === 'PrivateIdentifier');
}

type Guess = 'value' | 'promise' | 'either';

/** Methods of arrays, texts, maps and sets whose results are no promises, unless they are recorded as such. */
const VALUE_METHODS = new Set(
  `at concat copyWithin endsWith entries every fill filter find findIndex flat flatMap from fromEntries
  includes indexOf join keys lastIndexOf map match of padEnd padStart push repeat replace replaceAll reverse
  set slice some sort splice split startsWith stringify subarray substring toFixed toLowerCase toPrecision
  toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart unshift values with`.split(/\s+/),
);
const VALUE_OWNERS = new Set(['Array', 'BigInt', 'JSON', 'Math', 'Number', 'Object', 'String', 'Date']);
const VALUE_FUNCTIONS = new Set([
  'BigInt',
  'Boolean',
  'Number',
  'String',
  'Symbol',
  'parseFloat',
  'parseInt',
]);
const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);
const VALUE_NODES = new Set(
  `ArrayExpression ArrowFunctionExpression BinaryExpression ClassExpression FunctionExpression Literal
  ObjectExpression TemplateLiteral ThisExpression UnaryExpression UpdateExpression`.split(/\s+/),
);

class ReturnedValues {
  readonly #nodes: readonly SourceNode[];
  readonly #fn: SourceNode;
  readonly #asked = new Set<string>();

  constructor(fn: SourceNode) {
    this.#fn = fn;
    this.#nodes = [...nodesIn(fn, isFunctionNode)];
  }

  settling(): Guess {
    const [body] = nodesOf(this.#fn, 'body');
    if (body !== undefined && body.type !== 'BlockStatement') return this.#guess(body);
    return this.#all(
      this.#nodes
        .filter(({ type }) => type === 'ReturnStatement')
        .flatMap((each) => nodesOf(each, 'argument')),
    );
  }

  #all(nodes: readonly SourceNode[]): Guess {
    const guesses = new Set(nodes.map((node) => this.#guess(node)));
    const [only = 'value'] = guesses;
    return guesses.size > 1 ? 'either' : only;
  }

  #guess(node: SourceNode): Guess {
    if (VALUE_NODES.has(node.type)) return 'value';
    switch (node.type) {
      case 'NewExpression':
        return isNamed(nodesOf(node, 'callee')[0], 'Promise') ? 'promise' : 'value';
      case 'ImportExpression':
        return 'promise';
      case 'ConditionalExpression':
        return this.#all([...nodesOf(node, 'consequent'), ...nodesOf(node, 'alternate')]);
      case 'LogicalExpression':
        return this.#all([...nodesOf(node, 'left'), ...nodesOf(node, 'right')]);
      case 'AssignmentExpression':
        return node['operator'] === '=' ? this.#all(nodesOf(node, 'right')) : 'value';
      case 'SequenceExpression':
        return this.#all(nodesOf(node, 'expressions').slice(-1));
      case 'ChainExpression':
        return this.#all(nodesOf(node, 'expression'));
      case 'CallExpression':
        return guessCall(nodesOf(node, 'callee')[0]);
      case 'MemberExpression':
        return this.#all(nodesOf(node, 'object'));
      case 'Identifier':
        return this.#guessName(String(node['name']));
      default:
        return 'either';
    }
  }

  /** What a parameter holds was recorded, and a promise there would have made the call one that is not made again. */
  #guessName(name: string): Guess {
    if (name === 'undefined' || name === 'NaN' || this.#asked.has(name)) return 'value';
    this.#asked.add(name);
    if (nodesOf(this.#fn, 'params').some((each) => [...nodesIn(each)].some((node) => isNamed(node, name))))
      return 'value';
    const values = this.#nodes.flatMap((node) => assignedTo(name, node));
    return values.length === 0 ? 'either' : this.#all(values);
  }
}

function assignedTo(name: string, node: SourceNode): SourceNode[] {
  if (node.type === 'VariableDeclarator' && isNamed(nodesOf(node, 'id')[0], name)) {
    const init = nodesOf(node, 'init');
    return init.length > 0 ? init : [{ type: 'Literal' }];
  }
  const isAssigned = node.type === 'AssignmentExpression' && isNamed(nodesOf(node, 'left')[0], name);
  return isAssigned ? [node] : [];
}

function guessCall(callee: SourceNode | undefined): Guess {
  if (callee?.type === 'Identifier') return VALUE_FUNCTIONS.has(String(callee['name'])) ? 'value' : 'either';
  if (callee?.type !== 'MemberExpression') return 'either';
  const owner = nodesOf(callee, 'object')[0];
  const method = String(nodesOf(callee, 'property')[0]?.['name']);
  if (isNamed(owner, 'Promise') || PROMISE_METHODS.has(method)) return 'promise';
  const ownerName = owner?.type === 'Identifier' ? String(owner['name']) : '';
  return VALUE_OWNERS.has(ownerName) || VALUE_METHODS.has(method) ? 'value' : 'either';
}

function isNamed(node: SourceNode | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node['name'] === name;
}
