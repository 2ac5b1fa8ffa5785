import {
  type AnonymousFunctionDeclaration,
  type AnyNode,
  type FunctionDeclaration,
  type IfStatement,
  type SwitchStatement,
  tokenizer,
  tokTypes,
} from 'acorn';
import type { FileWork } from './file-work.js';

type Declaration = FunctionDeclaration | AnonymousFunctionDeclaration;

/**
 * Function declarations of a list of statements: their bindings are given the interceptions before the first of the
 * statements runs, so that they stay one binding, live for `export`, with one value.
 */
export function rebindDeclarations(work: FileWork, statements: readonly AnyNode[]): void {
  const first = statements.find((statement) => !isDirective(statement));
  const assignments = rebindings(work, statements);
  if (first !== undefined && assignments.length > 0) {
    work.edits.insert(first.start, `${assignments.join(';')};`);
  }
}

/** The declarations in all cases of a `switch`, whose first test always runs before any of the statements. */
export function rebindInSwitch(work: FileWork, { cases }: SwitchStatement): void {
  const statements = cases.flatMap(({ consequent }) => consequent);
  const test = cases.find((item) => item.test)?.test;
  if (!test) return rebindDeclarations(work, statements);
  const assignments = rebindings(work, statements);
  if (assignments.length > 0) work.edits.wrap(test, `(${assignments},`, ')');
}

/** `if (x) function f() {}` counts as a block in the language, and becomes one. */
export function rebindInIf(work: FileWork, { consequent, alternate }: IfStatement): void {
  for (const branch of [consequent, alternate]) {
    const [assignment] = branch ? rebindings(work, [branch]) : [];
    if (branch && assignment !== undefined) work.edits.wrap(branch, `{${assignment};`, '}');
  }
}

/** `f=$cm(0,f)` for each name. */
function rebindings(work: FileWork, statements: readonly AnyNode[]): string[] {
  const last = new Map<string, Declaration>();
  for (const statement of statements) {
    const declaration = declarationIn(statement);
    if (declaration !== undefined) last.set(declaration.id?.name ?? '', declaration);
  }
  return [...last.values()]
    .map((declaration) => rebinding(work, declaration))
    .filter((assignment) => assignment !== undefined);
}

function declarationIn(statement: AnyNode | null | undefined): Declaration | undefined {
  switch (statement?.type) {
    case 'FunctionDeclaration':
      return statement;
    case 'LabeledStatement':
      return declarationIn(statement.body);
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return declarationIn(statement.declaration);
    default:
      return undefined;
  }
}

function rebinding(work: FileWork, declaration: Declaration): string | undefined {
  if (!declaration.id) return rebindingOfDefault(work, declaration);
  const { name } = declaration.id;
  const selected = work.select(name, declaration.start);
  return selected === undefined ? undefined : `${name}=${work.openFunction(selected)}${name})`;
}

/** `export default function () {}` has a binding that only a name makes reachable. */
function rebindingOfDefault(work: FileWork, declaration: Declaration): string | undefined {
  const selected = work.select('default', declaration.start);
  if (selected === undefined) return undefined;
  const name = `${work.handle}_default`;
  work.edits.insert(startOfParameters(work.text, declaration), ` ${name}`);
  return `${name}=${work.openFunction(selected, { ownName: 'default' })}${name})`;
}

function startOfParameters(text: string, { start, end }: Declaration): number {
  const head = text.slice(start, end);
  for (const { type, start: offset } of tokenizer(head, { ecmaVersion: 'latest', sourceType: 'module' })) {
    if (type === tokTypes.parenL) return start + offset;
  }
  throw new Error(`Expected parameters in ${head}`);
}

function isDirective(statement: AnyNode): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive !== undefined;
}
