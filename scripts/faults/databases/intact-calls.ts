import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { statsWithin } from './stats-within.js';
import type { Subject, SubjectCall } from './subject.js';

/** What of a damaged database is as it was. */
export interface Intact {
  /** Calls whose lines in the log, and files beside it, nothing has happened to. */
  readonly calls: ReadonlySet<SubjectCall>;
  /** Those of which the line of the function is whole, too. */
  readonly named: ReadonlySet<SubjectCall>;
  /** Calls of which the log has lost a line, but of which the view has every file. */
  readonly inView: ReadonlySet<SubjectCall>;
  readonly hasSummary: boolean;
}

const MOST_BYTES = 2 ** 26;
const HEAD = /^\{"kind":"(function|input|output)","function":("(?:[^"\\]|\\.)*")(?:,"invocation":(\d+))?/;

/** Finds out what is left of a sound database; by looking at bytes, for a reader may be wrong. */
export function intactCalls(subject: Subject, root: string): Intact {
  const lines = firstLines(root);
  const isThere = cached(
    (file) =>
      statsWithin(root, file)?.isFile() === true &&
      statSync(join(root, file)).size === subject.files.get(file)?.length &&
      subject.files.get(file)?.equals(readFileSync(join(root, file))) === true,
  );
  const calls = subject.calls.filter((call) => {
    const hasLines =
      lines.get(idOf('input', call)) === call.input && lines.get(idOf('output', call)) === call.output;
    return hasLines && hasSidecars(call);
  });
  const inView = subject.calls.filter((call) => {
    const isLost = [idOf('input', call), idOf('output', call)].every((id) => !lines.has(id));
    const files = viewFiles(call).map((name) => join(call.folder, name));
    return (
      subject.layout === 'folders' && isLost && hasFunction(call) && files.every(isThere) && hasSidecars(call)
    );
  });

  function hasFunction({ function: name, functionLine }: SubjectCall): boolean {
    return lines.get(`function ${name}`) === functionLine;
  }

  function hasSidecars(call: SubjectCall): boolean {
    if (call.sidecars.length === 0) return true;
    const isFound = hasFunction(call) || (call.isPlainlyPlaced && !lines.has(`function ${call.function}`));
    const isWhole = isFound && call.sidecars.every((name) => isThere(join(call.folder, name)));
    return isWhole && !(call.isHandled && hasOther(join(root, call.folder)));
  }

  return {
    calls: new Set(calls),
    named: new Set(calls.filter(hasFunction)),
    inView: new Set(inView),
    hasSummary: isThere('db.json'),
  };
}

/** The first whole line of each kind about each call and function, whether it can be read or not. */
function firstLines(root: string): Map<string, string> {
  const first = new Map<string, string>();
  if (!statsWithin(root, 'calls.ndjson')?.isFile()) return first;
  for (const line of readStart(join(root, 'calls.ndjson')).split('\n').slice(0, -1)) {
    for (const id of [headId(line), parsedId(line)])
      if (id !== undefined && !first.has(id)) first.set(id, line);
  }
  return first;
}

/** What stands behind so much is of an attack alone. */
function readStart(path: string): string {
  const bytes = Buffer.alloc(Math.min(MOST_BYTES, statSync(path).size));
  const fd = openSync(path, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}

function headId(line: string): string | undefined {
  const [, kind, name, invocation] = HEAD.exec(line) ?? [];
  const text = name === undefined ? undefined : parse(name);
  if (kind === undefined || typeof text !== 'string') return undefined;
  return kind === 'function' ? `function ${text}` : `${kind} ${text} ${Number(invocation)}`;
}

function parsedId(line: string): string | undefined {
  const value = parse(line);
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, function: name, invocation } = value as Record<string, unknown>;
  return kind === 'function' ? `function ${name}` : `${kind} ${name} ${invocation}`;
}

/** Anything but files and folders, which no handler is let near. */
function hasOther(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => !entry.isFile() && !entry.isDirectory(),
  );
}

function idOf(kind: string, call: SubjectCall): string {
  return `${kind} ${call.function} ${call.invocation}`;
}

function viewFiles({ output }: SubjectCall): string[] {
  return output === undefined
    ? ['input_descriptor.json']
    : ['input_descriptor.json', 'output_descriptor.json'];
}

function cached(test: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? test(name);
    known.set(name, answer);
    return answer;
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
