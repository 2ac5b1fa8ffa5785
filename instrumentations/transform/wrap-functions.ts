import type { AnyNode, ArrowFunctionExpression, FunctionExpression, Node, ObjectExpression } from 'acorn';
import type { FileWork } from './file-work.js';
import { identifierText, inferredNameText, keptOwnName } from './own-name.js';
import type { FunctionTraits } from './scope.js';
import { functionName, type Path } from './site-name.js';
import type { Selected } from './transformed-file.js';

type FunctionValue = FunctionExpression | ArrowFunctionExpression;

/** A function expression or arrow at the end of the path: it is wrapped where it stands. */
export function wrapFunction(work: FileWork, path: Path, node: FunctionValue, traits: FunctionTraits): void {
  const name = keptOwnName(path, work.text);
  const parent = path[path.length - 2];
  const isProperty = name === 'dynamic' && parent?.type === 'Property';
  if ((name === 'dynamic' && !isProperty) || !work.edits.canInsert(node.start)) return;
  const selected = work.select(functionName(path, work.text), node.start);
  if (selected === undefined) return;
  if (name === 'dynamic') {
    if (isProperty) wrapProperty(work, parent, selected);
  } else if (node.type === 'FunctionExpression' && node.id && canRename(node, traits)) {
    wrapNamed(work, node, selected, needsParentheses(parent, node));
  } else {
    const knownAs = traits.ownName === 'unused' ? 'intercepted' : 'original';
    const open = work.openFunction(selected, { knownAs });
    const isBare = !needsParentheses(parent, node);
    const before = name.before || inferredNameText(path, work.handle);
    work.edits.wrap(node, `${isBare ? '' : '('}${open}${before}`, `${name.after})${isBare ? '' : ')'}`);
  }
}

/** An object literal whose value is handed to the runtime. */
export function wrapObject(work: FileWork, path: Path, node: ObjectExpression, open: string): void {
  const isBare = !needsParentheses(path[path.length - 2], node);
  work.edits.wrap(node, `${isBare ? '' : '('}${open}`, isBare ? ')' : '))');
}

/** A property whose key is not known before, `[key]: () => {}` or `[key]() {}`: it is evaluated where it was, once. */
export function wrapProperty(work: FileWork, property: Node, selected: Selected): void {
  work.edits.wrap(property, `...${work.open({ kind: 'property', ...selected })}{`, '})');
}

/**
 * A function whose body says its own name: it has to mean the interception, so the name becomes that of a constant
 * around it.
 */
function wrapNamed(
  work: FileWork,
  node: FunctionExpression,
  selected: Selected,
  isParenthesized: boolean,
): void {
  if (!node.id) return;
  const { name } = node.id;
  const { before, after } = identifierText(name);
  const open = `(()=>{const ${name}=${work.openFunction(selected)}${before}`;
  const close = `${after});return ${name}})()`;
  work.edits.wrap(node, isParenthesized ? `(${open}` : open, isParenthesized ? `${close})` : close);
  work.edits.removeName(node.id);
}

/** Names that are none for a constant everywhere, or mean something else inside a function. */
const SPECIAL_NAMES: ReadonlySet<string> = new Set(['let', 'yield', 'await', 'arguments', 'eval']);

/**
 * Whether the name is seen inside and can be a constant's. Sloppy code may assign to a function expression's name in
 * vain, to a constant it may not.
 */
function canRename({ id }: FunctionExpression, { ownName, isStrict }: FunctionTraits): boolean {
  if (!id || SPECIAL_NAMES.has(id.name)) return false;
  return ownName === 'used' || (ownName === 'assigned' && isStrict);
}

/** Where a call would be taken apart: `new function () {}`, `new function () {}.x()`. */
function needsParentheses(parent: AnyNode | undefined, node: AnyNode): boolean {
  switch (parent?.type) {
    case 'NewExpression':
      return parent.callee === node;
    case 'MemberExpression':
      return parent.object === node;
    case 'TaggedTemplateExpression':
      return parent.tag === node;
    default:
      return false;
  }
}
