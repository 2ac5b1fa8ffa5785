import type { EncodedSourceMap } from '@jridgewell/remapping';
import { type AnyNode, type Program, parse } from 'acorn';
import { appendSourceMap, mapOf } from './append-source-map.js';
import { Edits } from './edits.js';
import { FileWork } from './file-work.js';
import { interceptClass } from './intercept-class.js';
import { LineTable } from './line-table.js';
import { descriptionName, freeHandle, isTransformed, markersOf } from './markers.js';
import { OriginalPlaces } from './original-places.js';
import { INFERRED } from './own-name.js';
import { rebindDeclarations, rebindInIf, rebindInSwitch } from './rebind-declarations.js';
import type { FunctionTraits } from './scope.js';
import { ScopeTracker } from './scope-tracker.js';
import type { Path } from './site-name.js';
import type { Source, TransformOptions } from './source.js';
import type { TransformedFile } from './transformed-file.js';
import { walkTree } from './walk-tree.js';
import { wrapFunction } from './wrap-functions.js';
import { MethodWrapper } from './wrap-methods.js';

/** A source whose selected functions are handed to the runtime as values, their own text as it was. */
export interface Transformed {
  readonly code: string;
  readonly file: TransformedFile;
  /** The way from the code to the source, made when it is asked for. */
  readonly makeMap: () => EncodedSourceMap;
}

/**
 * Has the selected functions of a source intercepted: the code gives each to the global function `__callmonitor__`,
 * when there is one, and uses what it gets. No line moves.
 * @returns undefined if nothing is selected, or the source has been transformed already
 * @throws SyntaxError for what cannot be parsed, its position in the message
 */
export function transformSource(source: Source, options: TransformOptions): Transformed | undefined {
  const { text, url } = source;
  if (isTransformed(text)) return undefined;
  const program = parseSource(source);
  const handle = freeHandle(text);
  const edits = new Edits(text, markersOf(handle));
  const lines = new LineTable(text);
  const places = new OriginalPlaces({ text, url, lines, endOfCode: program.body.at(-1)?.end ?? 0 });
  const work = new FileWork({ text, handle, edits, places, select: options.select });
  interceptProgram(work, program);
  if (work.sites.length === 0) return undefined;
  edits.insert(startOfStatements(program), ownFunction(handle, url, options.isSelfDescribing === true));
  const { code, shifts } = edits.apply(lines);
  const mapped = { source, code, edits, comment: places.comment };
  return {
    code: options.sourceMap === true ? appendSourceMap(mapped) : code,
    file: { url, handle, sites: work.sites, shifts },
    makeMap: () => mapOf(source, edits),
  };
}

function parseSource({ text, kind }: Source): Program {
  return parse(text, { ecmaVersion: 'latest', sourceType: kind, allowHashBang: true });
}

function interceptProgram(work: FileWork, program: Program): void {
  const scopes = new ScopeTracker();
  const methods = new MethodWrapper(work);
  walkTree(program, {
    enter: (node, path) => scopes.enter(node, path),
    leave: (node, path) => {
      const traits = scopes.leave(node);
      if (!scopes.isUntouched) interceptNode({ work, methods, path, traits }, node);
    },
  });
}

interface Step {
  readonly work: FileWork;
  readonly methods: MethodWrapper;
  readonly path: Path;
  readonly traits: FunctionTraits | undefined;
}

function interceptNode({ work, methods, path, traits }: Step, node: AnyNode): void {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return rebindDeclarations(work, node.body);
    case 'SwitchStatement':
      return rebindInSwitch(work, node);
    case 'IfStatement':
      return rebindInIf(work, node);
    case 'ClassDeclaration':
    case 'ClassExpression':
      return interceptClass(work, path, node);
    case 'ObjectExpression':
      return methods.finish(path, node);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const parent = path[path.length - 2];
      if (traits === undefined || parent?.type === 'MethodDefinition') return;
      if (parent?.type !== 'Property' || parent.value !== node) return wrapFunction(work, path, node, traits);
      if (isExportOfTool(path)) return;
      if (parent.method) methods.wrap(path, parent, traits);
      else if (parent.kind === 'init') wrapFunction(work, path, node, traits);
    }
  }
}

/** `solve` in `__export(exports, { solve: () => solve })`, as esbuild writes the exports of a module. */
function isExportOfTool(path: Path): boolean {
  const call = path[path.length - 4];
  return (
    call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === '__export'
  );
}

/**
 * What is hoisted, so that functions which a cycle of modules calls early find it. A function that V8 infers the name
 * of is not kept from the garbage collector by the property that it was assigned to for that.
 */
function ownFunction(handle: string, url: string, isSelfDescribing: boolean): string {
  const description = isSelfDescribing ? `,${descriptionName(handle)}()` : '';
  const runtime = `typeof __callmonitor__=="function"?__callmonitor__(${JSON.stringify(url)}${description}):(n,v)=>v`;
  const forget = `${handle}${INFERRED}=0`;
  return `function ${handle}(n,v,k){${forget};return(${handle}.h||(${handle}.h=${runtime}))(n,v,k)}`;
}

/** Behind hashbang and directives. */
function startOfStatements({ body }: Program): number {
  const first = body.find((statement) => !('directive' in statement && statement.directive !== undefined));
  return first?.start ?? 0;
}
