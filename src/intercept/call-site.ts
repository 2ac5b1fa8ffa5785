import { findSourceMap } from 'node:module';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in the program's source. */
export interface CallSite {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** The folder with our own compiled code: `dist/src` of the package. */
const OWN_CODE = dirname(dirname(fileURLToPath(import.meta.url))) + sep;

/** What decides how a stack is taken. */
const SETTINGS = ['prepareStackTrace', 'stackTraceLimit'] as const;
const MOST_FRAMES = 30;

/** What compilers put between a decorator and the class that it stands in. */
const DECORATOR_HELPERS = ['__decorate', '__esDecorate', '__runInitializers'];

/** Where the program called us; in the original source when Node follows source maps. */
export function findCallSite(): CallSite | undefined {
  const site = takeStack().find((frame) => isOfProgram(frame));
  const file = site === undefined ? undefined : pathOf(site.getFileName());
  if (site === undefined || file === undefined) return undefined;
  return originalPosition({ file, line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
}

/** The stack as objects: text would run the program's own `Error.prepareStackTrace`. */
function takeStack(): NodeJS.CallSite[] {
  const saved = SETTINGS.map((key) => [key, Object.getOwnPropertyDescriptor(Error, key)] as const);
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    Error.prepareStackTrace = (_, frames) => frames;
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, findCallSite);
    return Array.isArray(holder.stack) ? holder.stack : [];
  } catch {
    return []; // `Error` is frozen: nothing was changed
  } finally {
    for (const [key, descriptor] of saved) restore(key, descriptor);
  }
}

function restore(key: (typeof SETTINGS)[number], descriptor: PropertyDescriptor | undefined): void {
  if (descriptor === undefined) Reflect.deleteProperty(Error, key);
  else Reflect.defineProperty(Error, key, descriptor);
}

function isOfProgram(frame: NodeJS.CallSite): boolean {
  const file = pathOf(frame.getFileName());
  if (file === undefined || file.startsWith(OWN_CODE) || file.startsWith('node:')) return false;
  return !DECORATOR_HELPERS.includes(frame.getFunctionName() ?? '');
}

function pathOf(name: string | null | undefined): string | undefined {
  if (name === null || name === undefined || name === '') return undefined;
  return name.startsWith('file:') ? fileURLToPath(name) : name;
}

function originalPosition(site: CallSite): CallSite {
  const entry = findSourceMap(site.file)?.findEntry(site.line - 1, site.column - 1);
  if (entry === undefined || !('originalSource' in entry) || !entry.originalSource) return site;
  const file = pathOf(entry.originalSource) ?? site.file;
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
