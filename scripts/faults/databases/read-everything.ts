import {
  type Call,
  CallMonitorError,
  type DB,
  findCalls,
  load,
  loadAll,
  loadCall,
  type Trace,
  verify,
} from 'callmonitor';
import { callText, deepText, namedText } from './call-text.js';
import type { SubjectCall } from './subject.js';
import { MARKER } from './surroundings.js';

/** What came of reading a database in every way. */
export interface Reading {
  /** Errors that no reader may throw, and whether anything that was said is from outside. */
  readonly broken: string[];
  /** What each call said of itself, by its location. */
  readonly calls: Map<string, { readonly text: string; readonly named: string }>;
  /** Whether it could be opened at all. */
  readonly isLoaded: boolean;
}

/** Ways to read a whole database. */
const READERS: Readonly<Record<string, (db: DB) => unknown>> = {
  String,
  functions: (db) => [...db.functions.values()].map(({ name }) => db.function(name)),
  counts: (db) => [db.counts, db.damaged, db.dropped, db.closed, db.isClosed, db.version, db.metadata],
  find: (db) => Array.from(db.find({ status: ['ok', 'unfinished'] }), String),
  'find where': (db) => Array.from(db.find({ since: 0n, where: (call) => call.invocation === 1 }), String),
  traces: (db) =>
    Array.from(db.traceIds(), (id) => [
      traceText(db.trace(id)),
      Array.from(db.find({ traceId: id }), String),
    ]),
  spans: (db) => Array.from(db.spans(), (span) => [span, span.status, span.events, span.links, span.scope]),
  refresh: (db) => String(db.refresh()),
  findCalls: (db) => Array.from(findCalls([db, db]), String),
};

/** Reads a database in every way there is; some of its calls in several. */
export function readEverything(root: string, wanted: readonly SubjectCall[]): Reading {
  const reading = readCalls(root);
  const db = attempt(reading, 'load', () => load(root));
  attempt(reading, 'loadAll', () => loadAll(root).map(String));
  attempt(reading, 'verify', () => verify(root));
  if (db === undefined) return reading;
  for (const [name, read] of Object.entries(READERS)) attempt(reading, name, () => read(db));
  for (const call of wanted) readWanted(reading, db, call);
  return reading;
}

/** Reads all calls of a database, with all that each says. */
export function readCalls(root: string): Reading {
  const first = { broken: [], calls: new Map() };
  const db = attempt(first, 'load', () => load(root));
  const reading = { ...first, isLoaded: db !== undefined };
  for (const call of callsOf(reading, db)) {
    const { location } = call;
    const text = attempt(reading, `values of ${location}`, () => callText(call));
    const named = attempt(reading, `names of ${location}`, () => namedText(call));
    if (text !== undefined && named !== undefined) reading.calls.set(location, { text, named });
  }
  return reading;
}

/** Without the values of its calls, which were read one after the other. */
function traceText(trace: Trace): string {
  const steps = Array.from(trace, ({ node, depth, isLast }) => [
    node.kind,
    node.spanId,
    node.isolation,
    depth,
    isLast,
  ]);
  return deepText([trace.traceId, trace.size, trace.copies, steps]);
}

/** One after the other: their values are let go of, as who reads a large database does. */
function* callsOf(reading: Reading, db: DB | undefined): Generator<Call> {
  const calls = attempt(reading, 'calls', () => db?.calls());
  for (;;) {
    const next = attempt(reading, 'calls', () => calls?.next());
    if (next === undefined || next.done) return;
    yield next.value;
  }
}

/** Looks whether a text, or an error's, is of what stands outside the database. It is not kept: it may be long. */
export function look({ broken }: Pick<Reading, 'broken'>, text: string): void {
  if (text.includes(MARKER)) broken.push('something outside was read');
}

/** Runs one way to read, and looks at what it says, or throws. */
export function attempt<Result>(
  reading: Pick<Reading, 'broken'>,
  name: string,
  read: () => Result,
): Result | undefined {
  let result: Result | undefined;
  try {
    result = read();
    look(reading, typeof result === 'string' ? result : deepText(result));
  } catch (error) {
    look(reading, deepText(error));
    if (!(error instanceof CallMonitorError)) reading.broken.push(`${name} threw ${deepText(error)}`);
  }
  return result;
}

function readWanted(reading: Reading, db: DB, { function: name, invocation }: SubjectCall): void {
  attempt(reading, `get ${name} ${invocation}`, () => db.get(name, invocation));
  attempt(reading, `getArgs ${name} ${invocation}`, () => db.getArgs(name, invocation));
  attempt(reading, `calls of ${name}`, () => [...db.calls(name)]);
  attempt(reading, `lines of ${name} ${invocation}`, () => {
    const call = db.call(name, invocation).anew();
    return [String(call), call.inputLine, call.outputLine, call.logOrder, call.path];
  });
  attempt(reading, `folder ${name} ${invocation}`, () => callText(loadCall(db.call(name, invocation).path)));
}
