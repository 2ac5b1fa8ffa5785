import { findSourceMap } from 'node:module';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOwnCode } from '../model/own-code.js';

/** A place in the program's source. */
export interface CallSite {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** Taken before the program, or `StackTraces`, can replace it. */
const { captureStackTrace } = Error;

/** What decides how a stack is taken. */
const SETTINGS = ['prepareStackTrace', 'stackTraceLimit'] as const;
const MOST_FRAMES = 30;
const FRAMES_TO_CALLER = 4;

/** What compilers put between a decorator and the class that it stands in: TypeScript, esbuild, SWC, Babel. */
const DECORATOR_HELPER =
  /^(Object\.)?(__decorate|__esDecorate|__runInitializers|__decorateClass|__decorateElement|_?_?apply_?decs.*|_ts_decorate)$/i;

/** Where the program called us; in the original source when Node follows source maps. */
export function findCallSite(): CallSite | undefined {
  const site = takeStack().find(isOfProgram);
  const file = site === undefined ? undefined : pathOf(site);
  if (site === undefined || file === undefined || !isAbsolute(file)) return undefined;
  return originalPosition({ file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
}

/** Whether a compiler's helper called us: what is intercepted is being decorated. */
export function isDecorating(): boolean {
  const caller = takeStack().find((frame) => !isOwnCode(pathOf(frame) ?? ''));
  return caller !== undefined && isDecoratorHelper(caller);
}

/** Who called a function. */
export interface Caller {
  /** A path, or what Node calls its own modules: `node:fs`. */
  readonly file: string;
  /** Whether that is of our own code. */
  readonly isOurs: boolean;
}

/** The nearest caller of a function that is on the stack; builtins such as `Array.map` only pass calls on. */
export function findCaller(callee: () => unknown): Caller | undefined {
  for (const frame of takeStack(callee, FRAMES_TO_CALLER)) {
    const file = pathOf(frame);
    if (file !== undefined) return { file, isOurs: isOwnCode(file) };
  }
  return undefined;
}

/**
 * The stack as objects: text would run the program's own `Error.prepareStackTrace`. Both settings are defined, not
 * assigned, for they may be accessors.
 */
function takeStack(above: () => unknown = takeStack, most = MOST_FRAMES): NodeJS.CallSite[] {
  const saved = SETTINGS.map((key) => [key, Object.getOwnPropertyDescriptor(Error, key)] as const);
  try {
    define('stackTraceLimit', most);
    define('prepareStackTrace', (_: Error, frames: NodeJS.CallSite[]) => frames);
    const holder: { stack?: unknown } = {};
    captureStackTrace(holder, above);
    return Array.isArray(holder.stack) ? holder.stack : [];
  } catch {
    return []; // `Error` is frozen: nothing was changed
  } finally {
    for (const [key, descriptor] of saved) restore(key, descriptor);
  }
}

/** Of a property that is there, the other attributes stay. */
function define(key: (typeof SETTINGS)[number], value: unknown): void {
  const isNew = !Object.hasOwn(Error, key);
  Object.defineProperty(Error, key, { value, writable: true, ...(isNew ? { configurable: true } : {}) });
}

function restore(key: (typeof SETTINGS)[number], descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) Reflect.deleteProperty(Error, key);
  else Reflect.defineProperty(Error, key, descriptor);
}

function isOfProgram(frame: NodeJS.CallSite): boolean {
  const file = pathOf(frame);
  return file !== undefined && !isOwnCode(file) && !file.startsWith('node:') && !isDecoratorHelper(frame);
}

function isDecoratorHelper(frame: NodeJS.CallSite): boolean {
  return DECORATOR_HELPER.test(frame.getFunctionName() ?? '');
}

function pathOf(frame: NodeJS.CallSite): string | undefined {
  return toPath(frame.getFileName() ?? '');
}

/** `undefined` for no name, and for a URL that is no file's. */
function toPath(name: string): string | undefined {
  if (!name.startsWith('file:')) return name || undefined;
  try {
    return fileURLToPath(name);
  } catch {
    return undefined;
  }
}

function originalPosition(site: CallSite): CallSite {
  const entry = findSourceMap(site.file)?.findEntry(site.line - 1, site.column - 1);
  if (entry === undefined || !('originalSource' in entry) || !entry.originalSource) return site;
  const file = toPath(entry.originalSource) ?? site.file;
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
