import { parse } from 'acorn';
import { nodesIn, nodesOf, type SourceNode } from '../../../src/testgen/source-tree.js';

/** A program with one change in it. */
export interface Mutant {
  /** `line 12: sum + value → sum - value`. */
  readonly description: string;
  readonly text: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+=': '-=',
  '-=': '+=',
};

const METHODS: Readonly<Record<string, string>> = {
  max: 'min',
  min: 'max',
  floor: 'ceil',
  round: 'floor',
  sqrt: 'abs',
  cos: 'sin',
  sin: 'cos',
};

/** Calls that may be left out. */
const LEFT_OUT = new Set(['filter', 'map', 'slice', 'trim']);

/** Every program that one operator, constant, condition or line makes of another; helpers of the compiler are left out. */
export function mutantsOf(source: string): Mutant[] {
  const program: SourceNode = { ...parse(source, { ecmaVersion: 'latest', sourceType: 'module' }) };
  const nodes = [...nodesIn(program, isOfCompiler)].filter((node) => !isOfCompiler(node));
  return nodes.flatMap((node) => editsOf(node, source).map((edit) => mutantOf(edit, source)));
}

/** `__esDecorate`, what it is called with, and imports. */
function isOfCompiler(node: SourceNode): boolean {
  const [id] = nodesOf(node, 'id');
  const [callee] = nodesOf(nodesOf(node, 'expression')[0], 'callee');
  if (node.type === 'ExpressionStatement') return String(callee?.['name']).startsWith('__');
  if (node.type === 'VariableDeclarator') return String(id?.['name']).startsWith('_');
  return node.type === 'StaticBlock' || node.type === 'ImportDeclaration';
}

function editsOf(node: SourceNode, source: string): Edit[] {
  const { start, end } = positionOf(node);
  const whole = (text: string): Edit[] => [{ start, end, text }];
  const textOf = (part: SourceNode | undefined) =>
    part ? source.slice(positionOf(part).start, positionOf(part).end) : '';
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const other = OPERATORS[String(node['operator'])];
      const [left, right] = [nodesOf(node, 'left')[0], nodesOf(node, 'right')[0]];
      return other === undefined ? [] : whole(`(${textOf(left)} ${other} (${textOf(right)}))`);
    }
    case 'Literal':
      return literalEdits(node['value']).map((text) => ({ start, end, text }));
    case 'ConditionalExpression':
    case 'IfStatement': {
      const [condition] = nodesOf(node, 'test');
      return condition === undefined ? [] : [{ ...positionOf(condition), text: `!(${textOf(condition)})` }];
    }
    case 'UpdateExpression':
      return node['operator'] === '++' && node['prefix'] === false
        ? whole(`${textOf(nodesOf(node, 'argument')[0])}--`)
        : [];
    case 'ExpressionStatement':
    case 'ThrowStatement':
      return whole(';');
    case 'MemberExpression':
      return methodEdits(node, textOf);
    case 'CallExpression':
      return callEdits(node, textOf).map((text) => ({ start, end, text }));
    default:
      return [];
  }
}

type TextOf = (part: SourceNode | undefined) => string;

/** `Math.max` → `Math.min`. */
function methodEdits(node: SourceNode, textOf: TextOf): Edit[] {
  const [property] = nodesOf(node, 'property');
  const other = METHODS[String(property?.['name'])];
  const isMath = textOf(nodesOf(node, 'object')[0]) === 'Math';
  return property === undefined || other === undefined || !isMath
    ? []
    : [{ ...positionOf(property), text: other }];
}

/** `rows.filter(…)` → `rows`. */
function callEdits(node: SourceNode, textOf: TextOf): string[] {
  const [callee] = nodesOf(node, 'callee');
  const method = String(nodesOf(callee, 'property')[0]?.['name']);
  return callee?.type === 'MemberExpression' && LEFT_OUT.has(method)
    ? [textOf(nodesOf(callee, 'object')[0])]
    : [];
}

function literalEdits(value: unknown): string[] {
  if (typeof value === 'number') return [String(value + 1)];
  if (typeof value === 'boolean') return [String(!value)];
  return typeof value === 'string' && value !== '' ? ["''"] : [];
}

function mutantOf({ start, end, text }: Edit, source: string): Mutant {
  const line = source.slice(0, start).split('\n').length;
  const shorten = (part: string) => part.replace(/\s+/g, ' ').slice(0, 60);
  return {
    description: `line ${line}: ${shorten(source.slice(start, end))} → ${shorten(text)}`,
    text: source.slice(0, start) + text + source.slice(end),
  };
}

function positionOf(node: SourceNode): { start: number; end: number } {
  return { start: Number(node['start']), end: Number(node['end']) };
}
