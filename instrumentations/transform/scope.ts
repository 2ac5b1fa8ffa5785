import type { AnyNode } from 'acorn';

/** A function's, class's or block's names, as far as the names of the function expressions around it go. */
export interface Scope {
  readonly node: AnyNode;
  readonly isStrict: boolean;
  /** Whether what stands in it is left as it is. */
  readonly isUntouched: boolean;
  readonly declared: Set<string>;
  /** Names used in it and not declared in it; true: assigned to. */
  readonly used: Map<string, boolean>;
  usesSuper: boolean;
  /** Whether code that is not known yet can see its names. */
  hasEval: boolean;
}

/** What a function does inside that decides how it can be intercepted. */
export interface FunctionTraits {
  readonly isStrict: boolean;
  readonly usesSuper: boolean;
  readonly hasEval: boolean;
  /** Of a function expression with a name: whether its body can see that name; 'assigned': it assigns to it, too. */
  readonly ownName: 'unused' | 'used' | 'assigned';
}

/** The scope that a node opens inside `parent`; undefined: none. */
export function openScope(node: AnyNode, parent: Scope | undefined): Scope | undefined {
  if (!OPENING.has(node.type)) return undefined;
  return {
    node,
    isStrict: parent?.isStrict === true || isStrict(node),
    isUntouched:
      parent?.isUntouched === true || node.type === 'WithStatement' || hasDirective(node, 'use asm'),
    declared: new Set(),
    used: new Map(),
    usesSuper: false,
    hasEval: false,
  };
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Nodes whose `var`s stay inside. */
const VARIABLE_SCOPES = new Set([...FUNCTIONS, 'Program', 'StaticBlock']);

const OPENING = new Set([
  ...VARIABLE_SCOPES,
  'BlockStatement',
  'CatchClause',
  'ClassDeclaration',
  'ClassExpression',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'SwitchStatement',
  'WithStatement',
]);

/** Whether the scope is where a `var` inside it is declared. */
export function holdsVariables({ node }: Scope): boolean {
  return VARIABLE_SCOPES.has(node.type);
}

/** Whether `super` inside the scope is not of what is around it. */
export function holdsSuper({ node }: Scope): boolean {
  return FUNCTIONS.has(node.type) && node.type !== 'ArrowFunctionExpression';
}

function isStrict(node: AnyNode): boolean {
  if (node.type === 'Program' && node.sourceType === 'module') return true;
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return true;
  return hasDirective(node, 'use strict');
}

function hasDirective(node: AnyNode, directive: string): boolean {
  switch (node.type) {
    case 'Program':
      return node.body.some((item) => 'directive' in item && item.directive === directive);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const statements = node.body.type === 'BlockStatement' ? node.body.body : [];
      return statements.some((item) => 'directive' in item && item.directive === directive);
    }
    default:
      return false;
  }
}
