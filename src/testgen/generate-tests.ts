import { dirname, resolve } from 'node:path';
import type { Call } from '../database/call.js';
import type { DB } from '../database/db.js';
import { load } from '../database/load.js';
import { CallMonitorError } from '../model/errors.js';
import { type Choice, chooseCalls } from './choose-calls.js';
import { findContradictions } from './contradictions.js';
import type { FileStyle } from './file-context.js';
import { ExportNotFoundError, findExport } from './find-export.js';
import { importSpecifier, type ModulePlace } from './import-paths.js';
import { type InspectedModule, inspectModule } from './inspect-module.js';
import { KnownClasses } from './known-classes.js';
import { createSubject, exportedClasses, type Subject } from './subject.js';
import { writeTestFile } from './test-file.js';
import { refusalOf } from './testable.js';

/** One finds contradictions, one picks. */
const PASSES = 2;

export interface GenerateOptions {
  /** The database's directory. */
  readonly root: string;
  readonly module: ModulePlace;
  /** A recorded function's name; `undefined` for all that the module exports. */
  readonly functionName: string | undefined;
  /** Under which name the module exports it, where that is another. */
  readonly exportName?: string | undefined;
  /** The calls by number; `undefined` picks. */
  readonly invocations?: readonly number[] | undefined;
  /** How many calls of a function are picked at most. */
  readonly most: number;
  /** Where the file will stand. */
  readonly file: string;
  readonly style: FileStyle;
  /** Told of calls that were looked at, and of how many it will be; each is looked at more than once. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What became of one function's calls. */
export interface FunctionReport extends Choice {
  readonly subject: Subject;
}

export interface GeneratedTests {
  readonly text: string;
  readonly functions: readonly FunctionReport[];
  readonly modes: ReadonlyMap<string, 'inline' | 'load'>;
  /** Recorded functions that the module does not export. */
  readonly others: readonly string[];
  /** Lines of the log that could not be read. */
  readonly damaged: number;
}

/** No call of the function makes a test. */
export class NothingToTestError extends CallMonitorError {
  override readonly name = 'NothingToTestError';
}

/**
 * Writes tests of a module's functions from their recorded calls. The module is imported in a process of its own to
 * see what it exports; its functions are not called.
 * @throws ModuleImportError, ExportNotFoundError, NothingToTestError, and what `load` throws
 */
export function generateTests(options: GenerateOptions): GeneratedTests {
  const { root, module, file, style } = options;
  const inspected = inspectModule(module.specifier, resolve(file));
  const known = new KnownClasses(exportedClasses(inspected));
  // The command line runs no code of the program that recorded, so it has no handlers of it either.
  const db = load(root, { classes: known.classes, registry: { byName: () => undefined } });
  const { subjects, others } = subjectsOf(db, inspected, options);
  const look = lookAt(db, subjects, options);
  const functions = subjects.map((subject) => ({ subject, ...chooseOf(db, subject, options, look) }));
  const tested = functions.filter(({ chosen }) => chosen.length > 0);
  if (tested.length === 0) throw nothing(functions, options);
  const folder = dirname(resolve(file));
  const moduleSpecifier = importSpecifier(module, folder, style.isTyped);
  const place = { root: db.root, folder };
  const { isCommonJs } = inspected;
  const written = writeTestFile({ functions: tested, style, known, place, moduleSpecifier, isCommonJs });
  return { ...written, functions, others, damaged: db.damaged };
}

function subjectsOf(
  db: DB,
  inspected: InspectedModule,
  { functionName, exportName, module }: GenerateOptions,
): { subjects: Subject[]; others: string[] } {
  if (functionName !== undefined) {
    const { name } = db.function(functionName);
    const exported = findExport(exportName ?? name, inspected, module.path);
    return { subjects: [createSubject(name, exported, inspected)], others: [] };
  }
  const others: string[] = [];
  const subjects = [...db.functions.keys()].flatMap((name) => {
    try {
      return [createSubject(name, findExport(name, inspected, module.path), inspected)];
    } catch (error) {
      if (!(error instanceof ExportNotFoundError)) throw error;
      others.push(name);
      return [];
    }
  });
  return { subjects, others };
}

/** Goes through calls and tells how many it were. */
type Look = (calls: Iterable<Call>) => Iterable<Call>;

function lookAt(db: DB, subjects: readonly Subject[], { onProgress = () => {} }: GenerateOptions): Look {
  const total = PASSES * subjects.reduce((sum, { name }) => sum + db.function(name).recorded, 0);
  let done = 0;
  return function* (calls) {
    for (const call of calls) {
      yield call;
      onProgress(++done, total);
    }
  };
}

function chooseOf(db: DB, subject: Subject, { invocations, most }: GenerateOptions, look: Look): Choice {
  const { name, testable } = subject;
  if (invocations !== undefined) return chooseByHand(db, subject, invocations);
  const isContradicted = findContradictions(look(db.calls(name)));
  return chooseCalls(look(db.calls(name)), {
    most,
    refuse: (call) =>
      refusalOf(call, testable) ??
      (isContradicted(call) ? { reason: 'the same arguments had other outcomes' } : undefined),
  });
}

function chooseByHand(db: DB, { name, testable }: Subject, invocations: readonly number[]): Choice {
  const calls = [...new Set(invocations)].map((invocation): Call => db.call(name, invocation));
  const refused = calls.flatMap((call) => {
    const refusal = refusalOf(call, testable);
    return refusal === undefined ? [] : [{ calls: 1, example: call.location, detail: undefined, ...refusal }];
  });
  const refusedLocations = new Set(refused.map(({ example }) => example));
  const chosen = calls
    .filter(({ location }) => !refusedLocations.has(location))
    .map((call) => ({ call, why: ['named'] }));
  return { chosen, refused, calls: calls.length };
}

function nothing(functions: readonly FunctionReport[], { module, functionName }: GenerateOptions): Error {
  const reasons = functions.flatMap(({ refused }) =>
    refused.map(({ reason, calls }) => `${calls}: ${reason}`),
  );
  const name = functionName ?? `the functions of ${module.path}`;
  const found =
    functions.length === 0 ? 'none of its functions was recorded' : `there is none (${reasons.join('; ')})`;
  return new NothingToTestError(
    `Expected a call of ${name} that can be made again and compared, but ${found}`,
  );
}
