import { findSourceMap } from 'node:module';
import { getPrototypeOf } from '../../src/capture/intrinsics.js';
import { readData } from '../../src/capture/own-data.js';
import { originalOf } from '../../src/model/originals.js';
import { SafeMap } from '../../src/model/safe-collections.js';
import { type FrameChanges, isMapped, mapCallSite } from './mapped-call-site.js';

type CallSite = NodeJS.CallSite;

/** What is ours in a stack, and where code stood before we edited it. File names are as V8 has them: paths and URLs. */
export interface SourceView {
  /** Whether a file is of our own compiled code. */
  isOurs(fileName: string): boolean;
  /** The column, from 1, that a place of a file's code had before our edits. Lines do not move. */
  originalColumn(fileName: string, line: number, column: number): number;
  /** The name that a function of a file had before our edits. */
  originalName(fileName: string, functionName: string): string;
}

/** How frames are wanted. */
export interface StackOptions {
  /** The error that they are of. */
  readonly error: unknown;
  /** Whether V8 was told by `captureStackTrace` where the stack begins. */
  readonly isCaptured: boolean;
  /** Most frames. */
  readonly limit: number;
  /** Whether Node itself will map positions of files that it knows a source map of. */
  readonly nodeMaps: boolean;
}

/** Stands between our frames where a context is entered through a callback. */
const CARRIERS = ['node:async_hooks', 'node:internal/async_hooks', 'node:internal/async_local_storage'];
const OPENTELEMETRY = ['/@opentelemetry/', '\\@opentelemetry\\'];

/** The frames that there would be without us, in V8's order: the innermost first. */
export function programFrames(trace: CallSite[], view: SourceView, options: StackOptions): CallSite[] {
  const frames: CallSite[] = [];
  const start = options.isCaptured ? 0 : skipOwnConstructor(trace, view, options.error);
  for (let index = start; index < trace.length && frames.length < options.limit; index++) {
    const frame = trace[index] as CallSite;
    if (isOurs(frame, view)) index = endOfOurs(trace, index, view);
    else frames[frames.length] = mapFrame(frame, trace[index - 1], { view, nodeMaps: options.nodeMaps });
  }
  return frames;
}

function isOurs(frame: CallSite | undefined, view: SourceView): boolean {
  const file = frame?.getFileName();
  return typeof file === 'string' && view.isOurs(file);
}

/** The last of our frames that are next to each other, or have only a context manager's between them. */
function endOfOurs(trace: readonly CallSite[], start: number, view: SourceView): number {
  let end = start;
  for (let index = start + 1; index < trace.length; index++) {
    if (isOurs(trace[index], view)) end = index;
    else if (!isCarrier(trace[index])) break;
  }
  return end;
}

function isCarrier(frame: CallSite | undefined): boolean {
  const file = frame?.getFileName();
  if (typeof file !== 'string') return false;
  return (
    CARRIERS.some((start) => file.startsWith(start)) || OPENTELEMETRY.some((part) => file.includes(part))
  );
}

/**
 * The stack of an error that its constructor makes begins at the caller of that: V8 leaves out what is above the
 * function that is `new.target`. Where that is the Proxy of an intercepted class, V8 does not find it.
 */
function skipOwnConstructor(trace: readonly CallSite[], view: SourceView, error: unknown): number {
  let end = 0;
  while (end < trace.length && trace[end]?.isConstructor() && !isOurs(trace[end], view)) end++;
  return end > 0 && isOurs(trace[end], view) && isOfIntercepted(error) ? end : 0;
}

function isOfIntercepted(error: unknown): boolean {
  const prototype = typeof error === 'object' && error !== null ? getPrototypeOf(error) : null;
  const maker = prototype === null ? undefined : readData(prototype, 'constructor');
  return typeof maker === 'function' && originalOf(maker) !== undefined;
}

interface Mapping {
  readonly view: SourceView;
  readonly nodeMaps: boolean;
}

/** @param called the frame that it has called */
function mapFrame(frame: CallSite, called: CallSite | undefined, { view, nodeMaps }: Mapping): CallSite {
  if (isMapped(frame)) return frame; // a program may pass on what it was given
  const file = frame.getFileName();
  const before = changesOf(frame);
  const { column, functionName, evalOrigin } = before;
  const after: FrameChanges = {
    column: columnOf(frame, file, view, nodeMaps),
    functionName: functionName && file ? view.originalName(file, functionName) : functionName,
    methodName: before.methodName ?? hostMethod(frame, called),
    evalOrigin: evalOrigin === undefined ? undefined : mapEvalOrigin(evalOrigin, view),
  };
  const isSame =
    after.column === column &&
    after.functionName === functionName &&
    after.methodName === before.methodName &&
    after.evalOrigin === evalOrigin;
  return isSame ? frame : mapCallSite(frame, after);
}

function changesOf(frame: CallSite): FrameChanges {
  return {
    column: frame.getColumnNumber(),
    functionName: frame.getFunctionName(),
    methodName: frame.getMethodName(),
    evalOrigin: frame.getEvalOrigin(),
  };
}

/** Under which name the host holds a function of the program, by the class of its object. */
const HOST_METHODS: ReadonlyMap<string | null, string> = new SafeMap([
  ['Timeout', '_onTimeout'],
  ['Immediate', '_onImmediate'],
]);

/**
 * V8 finds a method's name by looking for the function, and where that is a Proxy, does not: nor in the places of
 * `Module.prototype._compile` and `require`, where ours and the patch of packages stand, which call them.
 */
function hostMethod(frame: CallSite, called: CallSite | undefined): string | null {
  if (isOfLoader(frame)) return isLoad(called) ? 'require' : '_compile';
  return frame.isToplevel() ? null : (HOST_METHODS.get(frame.getTypeName()) ?? null);
}

const LOADER = 'node:internal/modules/cjs/loader';

function isOfLoader(frame: CallSite): boolean {
  const isAnonymous = frame.getFunctionName() === null && frame.getMethodName() === null;
  return isAnonymous && frame.getFileName() === LOADER && isOfModule(frame);
}

/** What `require` calls; the code of a module, which `_compile` does, is not Node's. */
function isLoad(frame: CallSite | undefined): boolean {
  if (frame?.getFileName() !== LOADER) return false;
  return frame.getFunctionName() === 'wrapModuleLoad' || frame.getFunctionName() === 'Module._load';
}

function isOfModule(frame: CallSite): boolean {
  return frame.getTypeName() === 'Module' && !frame.isToplevel();
}

function columnOf(
  frame: CallSite,
  file: string | null | undefined,
  view: SourceView,
  nodeMaps: boolean,
): number | null {
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  if (!file || !line || !column || (nodeMaps && findSourceMap(file))) return column;
  return view.originalColumn(file, line, column);
}

/** `eval at f (/a/b.js:1:20)`, the innermost of which stands in a file. */
function mapEvalOrigin(origin: string, view: SourceView): string {
  const start = origin.lastIndexOf('(') + 1;
  const end = origin.indexOf(')', start);
  const columnAt = origin.lastIndexOf(':', end) + 1;
  const lineAt = origin.lastIndexOf(':', columnAt - 2) + 1;
  if (start === 0 || end < 0 || lineAt <= start) return origin;
  const line = Number(origin.slice(lineAt, columnAt - 1));
  const column = Number(origin.slice(columnAt, end));
  if (!(line > 0 && column > 0)) return origin;
  const mapped = view.originalColumn(origin.slice(start, lineAt - 1), line, column);
  return origin.slice(0, columnAt) + mapped + origin.slice(end);
}
