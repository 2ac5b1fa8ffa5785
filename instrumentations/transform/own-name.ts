import type { AnyNode } from 'acorn';
import type { Path } from './site-name.js';

/** Text that, put around an anonymous function, gives it the `name` that it would have had. */
export interface NameText {
  readonly before: string;
  readonly after: string;
}

/**
 * How the function at the end of the path keeps its `name` when it becomes an argument: it is put into an object
 * literal, and taken out of it. `dynamic`: the name is known when the code runs, not before.
 * It follows the language's NamedEvaluation.
 */
export function keptOwnName(path: Path, text: string): NameText | 'dynamic' {
  const node = path[path.length - 1];
  if (node?.type === 'FunctionExpression' && node.id) return NO_NAME;
  return nameFrom(path[path.length - 2], node, path[path.length - 3], text);
}

const NO_NAME: NameText = { before: '', after: '' };

/**
 * Text that goes before an anonymous function which has no `name`, but one that V8 infers for stacks where it stands:
 * `Mesh.prototype.refine = function () {}` is `Mesh.refine` there. Behind a property of the handle it is inferred as
 * well, with that at its end. Not of generators, whose objects V8 calls after them.
 */
export function inferredNameText(path: Path, handle: string): string {
  const node = path[path.length - 1];
  if (node?.type === 'FunctionExpression' && (node.id || node.generator)) return '';
  let at = path.length - 2;
  while (isPassedThrough(path[at], path[at + 1])) at--;
  return infersName(path[at], path[at + 1], at < path.length - 2) ? `${handle}${INFERRED}=` : '';
}

/** What is added to an inferred name, behind the handle. */
export const INFERRED = '.f';

/** Whether the value of `parent` may be that of `node` itself. */
function isPassedThrough(parent: AnyNode | undefined, node: AnyNode | undefined): boolean {
  if (parent?.type === 'ConditionalExpression') return parent.test !== node;
  return parent?.type === 'LogicalExpression';
}

/** @param isChosen whether a choice between several values stands between the two and the function */
function infersName(parent: AnyNode | undefined, node: AnyNode | undefined, isChosen: boolean): boolean {
  switch (parent?.type) {
    case 'AssignmentExpression':
      return parent.operator === '=' && parent.right === node && parent.left.type === 'MemberExpression';
    case 'Property':
      return isChosen && parent.value === node && parent.kind === 'init';
    default:
      return false;
  }
}

/** What gives a function the name of an identifier. */
export function identifierText(name: string): NameText {
  if (name === '__proto__') return keyText('"__proto__"');
  return { before: `{${name}:`, after: `}.${name}` };
}

function keyText(key: string): NameText {
  return { before: `{[${key}]:`, after: `}[${key}]` };
}

function nameFrom(
  parent: AnyNode | undefined,
  node: AnyNode | undefined,
  owner: AnyNode | undefined,
  text: string,
): NameText | 'dynamic' {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return nameOfTarget(parent.id);
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      // Not for `(f) = …`. Operators such as `+=` give a name, too: they make text of the function, so nobody sees it.
      return parent.right === node && parent.start === parent.left.start
        ? nameOfTarget(parent.left)
        : NO_NAME;
    case 'Property':
      if (parent.value !== node || owner?.type !== 'ObjectExpression') return NO_NAME;
      if (!parent.computed && isPrototypeKey(parent.key)) return NO_NAME;
      return parent.computed ? 'dynamic' : literalKeyText(parent.key, text);
    case 'PropertyDefinition':
      if (parent.value !== node) return NO_NAME;
      return parent.computed ? 'dynamic' : literalKeyText(parent.key, text);
    case 'ExportDefaultDeclaration':
      return identifierText('default');
    default:
      return NO_NAME;
  }
}

function nameOfTarget(target: AnyNode): NameText {
  return target.type === 'Identifier' ? identifierText(target.name) : NO_NAME;
}

/** `{ __proto__: value }` sets the prototype. */
function isPrototypeKey(key: AnyNode): boolean {
  return (key.type === 'Identifier' ? key.name : key.type === 'Literal' && key.value) === '__proto__';
}

/** For a key that is not computed; one whose text spans lines cannot be written again without moving lines. */
export function literalKeyText(key: AnyNode, text: string): NameText | 'dynamic' {
  if (key.type === 'Identifier') return identifierText(key.name);
  if (key.type === 'PrivateIdentifier') return keyText(JSON.stringify(`#${key.name}`));
  const source = text.slice(key.start, key.end);
  return /[\r\n\u2028\u2029]/.test(source) ? 'dynamic' : keyText(source);
}
