import type { AnyNode, CallExpression } from 'acorn';

/** A place in a tree: the nodes from its root to the one at hand. */
export type Path = readonly AnyNode[];

/**
 * The name by which targets select the function at the end of the path: from where it is kept, such as `Mesh.refine`,
 * or its own; undefined: it has none.
 */
export function functionName(path: Path, text: string): string | undefined {
  const node = path[path.length - 1];
  const own = node !== undefined && 'id' in node && node.id ? boundName(node.id) : undefined;
  const kept = keptName(path, path.length - 1, text);
  return kept === undefined || (own !== undefined && isExport(kept)) ? own : kept;
}

/** `Mesh.refine`, `Mesh.#m`, `Mesh.[Symbol.iterator]`, `Mesh.area.get`, for a member of the class at the end of the path. */
export function memberName(path: Path, member: AnyNode, text: string): string {
  const suffix = member.type === 'MethodDefinition' && isAccessor(member.kind) ? `.${member.kind}` : '';
  return `${className(path, path.length - 1, text)}.${keyName(member, text)}${suffix}`;
}

function isAccessor(kind: string): boolean {
  return kind === 'get' || kind === 'set';
}

/** The name that the value at `path[index]` gets from the place where it is kept. */
function keptName(path: Path, index: number, text: string): string | undefined {
  const node = path[index];
  const parent = path[index - 1];
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.init === node ? boundName(parent.id) : undefined;
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return parent.right === node ? targetName(parent.left, text) : undefined;
    case 'Property':
      return parent.value === node ? propertyName(path, index, text) : undefined;
    case 'PropertyDefinition': {
      if (parent.value !== node) return undefined;
      return `${className(path, index - 3, text)}.${keyName(parent, text)}`;
    }
    case 'ExportDefaultDeclaration':
      return 'default';
    case 'CallExpression': // of esbuild, which tsx uses: `const refine = __name((x) => …, "refine")`
      return isNaming(parent, node) ? keptName(path, index - 1, text) : undefined;
    default:
      return undefined;
  }
}

function isNaming({ callee, arguments: [value] }: CallExpression, node: AnyNode | undefined): boolean {
  return callee.type === 'Identifier' && callee.name === '__name' && value === node;
}

/** Of a property in an object literal that may have a name itself. */
function propertyName(path: Path, index: number, text: string): string {
  const key = keyName(path[index - 1], text);
  const owner = keptName(path, index - 2, text);
  return owner === undefined || isExport(owner) ? key : `${owner}.${key}`;
}

function className(path: Path, index: number, text: string): string {
  const node = path[index];
  const own = node !== undefined && 'id' in node && node.id ? boundName(node.id) : undefined;
  return own ?? keptName(path, index, text) ?? 'anonymous';
}

/** What a module gives away as a whole: a name of its own says more. */
function isExport(name: string): boolean {
  return name === 'exports' || name === 'default';
}

function boundName(node: AnyNode): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}

/** `solve` of `exports.solve`, `Mesh.refine` of `Mesh.prototype.refine`, `x` of `this.x`. */
function targetName(node: AnyNode, text: string): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  const key = keyName(node, text);
  if (node.object.type === 'Identifier') {
    if (node.object.name === 'module' && key === 'exports') return 'exports';
    if (node.object.name === 'exports') return key;
  }
  const owner = targetName(node.object, text);
  if (owner === undefined || owner === 'exports') return key;
  return key === 'prototype' ? owner : `${owner}.${key}`;
}

/** Longest text of a computed key. */
const MAX_KEY_LENGTH = 60;

/** The key of a property, method, field or member expression as names show it. */
function keyName(node: AnyNode | undefined, text: string): string {
  const key = keyOf(node);
  if (node === undefined || key === undefined) return '';
  if ('computed' in node && node.computed && !(node.type === 'MemberExpression' && key.type === 'Literal')) {
    const source = text.slice(key.start, key.end).replace(/\s+/g, ' ');
    return `[${source.length > MAX_KEY_LENGTH ? `${source.slice(0, MAX_KEY_LENGTH)}…` : source}]`;
  }
  return plainKey(key) ?? '';
}

function keyOf(node: AnyNode | undefined): AnyNode | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'MemberExpression') return node.property;
  return 'key' in node ? node.key : undefined;
}

/** The key that a property gets whose key is not computed; private ones have their `#`. */
export function plainKey(key: AnyNode): string | undefined {
  switch (key.type) {
    case 'Identifier':
      return key.name;
    case 'PrivateIdentifier':
      return `#${key.name}`;
    case 'Literal':
      return String(key.value);
    default:
      return undefined;
  }
}
