import type { AnyNode } from 'acorn';
import { boundNames } from './bound-names.js';
import { type FunctionTraits, holdsSuper, holdsVariables, openScope, type Scope } from './scope.js';

/**
 * Finds out, in the one walk over a tree, which function expressions use their own names, `super` or `eval`. A use
 * counts in the scope where it stands and moves outwards when a scope that does not declare the name is left: so
 * declarations that come later count, and only the names of function expressions around are ever looked at.
 */
export class ScopeTracker {
  readonly #scopes: Scope[] = [];
  /** Names of the function expressions around, and how many have each. */
  readonly #watched = new Map<string, number>();

  /** Whether the functions of the innermost scope that is open are left as they are. */
  get isUntouched(): boolean {
    return this.#current?.isUntouched === true;
  }

  enter(node: AnyNode, path: readonly AnyNode[]): void {
    if (this.#watched.size > 0) this.#declareOutside(node);
    const scope = openScope(node, this.#current);
    if (scope !== undefined) this.#scopes.push(scope);
    if (node.type === 'FunctionExpression' && node.id) this.#watch(node.id.name, 1);
    if (this.#watched.size > 0) this.#note(node, path);
    this.#noteSuperAndEval(node);
  }

  /** What is known of a node's scope, now that it has been walked through; undefined: it has none. */
  leave(node: AnyNode): FunctionTraits | undefined {
    const scope = this.#current;
    if (scope?.node !== node) return undefined;
    this.#scopes.pop();
    for (const name of scope.declared) scope.used.delete(name);
    const ownName = this.#takeOwnName(scope);
    this.#passOn(scope);
    const { isStrict, usesSuper, hasEval } = scope;
    return { isStrict, usesSuper, hasEval, ownName };
  }

  get #current(): Scope | undefined {
    return this.#scopes[this.#scopes.length - 1];
  }

  #watch(name: string, change: 1 | -1): void {
    const count = (this.#watched.get(name) ?? 0) + change;
    if (count === 0) this.#watched.delete(name);
    else this.#watched.set(name, count);
  }

  /** Names that a node declares in the scope around it. */
  #declareOutside(node: AnyNode): void {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      this.#declare(boundNames(node.id), this.#current);
    } else if (node.type === 'VariableDeclaration') {
      const scope = node.kind === 'var' ? this.#scopes.findLast(holdsVariables) : this.#current;
      this.#declare(boundNames(node), scope);
    }
  }

  #note(node: AnyNode, path: readonly AnyNode[]): void {
    switch (node.type) {
      case 'Identifier':
        if (isReference(node, path[path.length - 2])) this.#use(node.name, false);
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#declare(node.params.flatMap(boundNames), this.#current);
        break;
      case 'CatchClause':
        this.#declare(boundNames(node.param), this.#current);
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#declare(boundNames(node.id), this.#current);
        break;
      case 'AssignmentExpression':
      case 'ForInStatement':
      case 'ForOfStatement':
        for (const name of boundNames(node.left)) this.#use(name, true);
        break;
      case 'UpdateExpression':
        for (const name of boundNames(node.argument)) this.#use(name, true);
    }
  }

  #declare(names: readonly string[], scope: Scope | undefined): void {
    for (const name of names) if (this.#watched.has(name)) scope?.declared.add(name);
  }

  #use(name: string, isAssigned: boolean): void {
    if (this.#watched.has(name)) noteUse(this.#current, name, isAssigned);
  }

  #noteSuperAndEval(node: AnyNode): void {
    const scope = this.#current;
    if (scope === undefined) return;
    if (node.type === 'Super') scope.usesSuper = true;
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
    if (node.callee.name === 'eval') scope.hasEval = true;
  }

  #takeOwnName(scope: Scope): FunctionTraits['ownName'] {
    if (scope.node.type !== 'FunctionExpression' || !scope.node.id) return 'unused';
    const { name } = scope.node.id;
    this.#watch(name, -1);
    const use = scope.used.get(name);
    scope.used.delete(name);
    if (use === true) return 'assigned';
    return use === false || scope.hasEval ? 'used' : 'unused';
  }

  #passOn(scope: Scope): void {
    const outer = this.#current;
    if (outer === undefined) return;
    for (const [name, isAssigned] of scope.used) noteUse(outer, name, isAssigned);
    outer.hasEval ||= scope.hasEval;
    outer.usesSuper ||= scope.usesSuper && !holdsSuper(scope);
  }
}

function noteUse(scope: Scope | undefined, name: string, isAssigned: boolean): void {
  scope?.used.set(name, isAssigned || scope.used.get(name) === true);
}

/** Whether an identifier may mean a variable, and is not a key, a label, or the function's own name. */
function isReference(node: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.computed || parent.object === node;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return parent.computed || parent.value === node;
    case 'FunctionExpression':
      return parent.id !== node;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return false;
    default:
      return true;
  }
}
