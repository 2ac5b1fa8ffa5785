import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Call, DB, InterceptOptions } from 'callmonitor';
import fc from 'fast-check';
import { Comparison } from '../comparison.js';
import { NOTHING_CUT } from '../limit-rules.js';
import { type LogLine, Recorder } from '../recorder.js';
import { holds } from '../runs.js';
import { type FunctionKind, KINDS, PROGRAMS } from './plan.js';
import { type MadeCall, Program } from './program.js';

/** Which calls of a function are recorded. */
interface Filter {
  readonly options: InterceptOptions;
  keeps(id: number): boolean;
}

const FILTERS: Readonly<Record<string, Filter>> = {
  all: { options: {}, keeps: () => true },
  'every third': { options: { when: (id: number) => id % 3 === 0 }, keeps: (id) => id % 3 === 0 },
  none: { options: { sample: 0 }, keeps: () => false },
};

const RUNS = fc.record({
  plans: PROGRAMS,
  filters: fc.dictionary(fc.constantFrom(...KINDS), fc.constantFrom(...Object.keys(FILTERS)), {
    noNullPrototype: true,
  }),
});

for (const layout of ['packed', 'folders'] as const) {
  for (const durability of ['call', 'batch'] as const) {
    test(`the database of any program is what the program did (${layout}, ${durability})`, async (t) => {
      const recorder = new Recorder(t, { layout, durability });
      const property = fc.asyncProperty(RUNS, async ({ plans, filters }) => {
        recorder.begin();
        const filterOf = (kind: FunctionKind) => FILTERS[filters[kind] ?? 'all'] as Filter;
        const bare = new Program((_, fn) => fn);
        await bare.run(plans);
        const program = new Program((kind, fn) =>
          recorder.intercept(fn, { name: kind, ...filterOf(kind).options }),
        );
        await program.run(plans);
        await nextTurns();
        assert.deepEqual(program.trace, bare.trace);
        const recorded = program.calls.filter(({ id, kind }) => filterOf(kind).keeps(id));
        if (recorded.length > 0) recorder.peek((db) => assertCalls(db, program, recorded));
        await program.finish();
        await nextTurns();
        if (recorded.length === 0) return;
        recorder.inspect(({ db, lines }) => {
          assertCalls(db, program, recorded);
          assertOrder(lines, recorded);
          const closed = lines.at(-1);
          assert.deepEqual([closed?.['calls'], closed?.['dropped']], [countsOf(program.calls, recorded), 0]);
        });
      });
      await holds(property, 30);
    });
  }
}

function assertCalls(db: DB, program: Program, recorded: readonly MadeCall[]): void {
  const found = new Map(recorded.map((made) => [made, db.call(made.kind, numberOf(made, program.calls))]));
  assert.equal([...db.calls()].length, recorded.length);
  for (const [made, call] of found) {
    const parent = nearest(made.parent, recorded);
    assert.equal(call.parentSpanId, parent && found.get(parent)?.spanId, `the parent of ${made.id}`);
    if (parent !== undefined) assert.equal(call.traceId, found.get(parent)?.traceId);
    assertSame(made, call, program);
  }
  assert.equal(new Set([...found.values()].map(({ spanId }) => spanId)).size, recorded.length);
}

function assertSame(made: MadeCall, call: Call, { receiver }: Program): void {
  const { outcome } = made;
  assert.equal(call.status, outcome?.status, `the status of ${made.id}`);
  const comparison = new Comparison(NOTHING_CUT);
  comparison.compareLists(made.args, call.args, ['args']);
  if (made.kind === 'method') assert.equal((call.this as typeof receiver).name, receiver.name);
  comparison.beginLine();
  if (outcome?.status === 'ok') comparison.compare(plainOf(outcome.value), plainOf(call.result), ['result']);
  if (outcome?.status === 'error') comparison.compare(outcome.value, call.error, ['error']);
  assert.equal(call.hasResult, outcome?.status === 'ok');
  assert.deepEqual(comparison.faults, []);
}

/** Calls start in the order in which they were made, and no call ends before it starts. */
function assertOrder(lines: readonly LogLine[], recorded: readonly MadeCall[]): void {
  const inputs = lines.filter(({ kind }) => kind === 'input');
  const ids = inputs.map((line) => (line['args'] as unknown[])[0]);
  assert.deepEqual(
    ids,
    recorded.map(({ id }) => id),
  );
  const started = new Set<string>();
  for (const { kind, function: name, invocation } of lines) {
    const call = `${name}/${invocation}`;
    if (kind === 'input') started.add(call);
    if (kind === 'output') assert.ok(started.delete(call), `${call} ended twice, or before it started`);
  }
  assert.deepEqual([...started], []);
}

/** All calls count, recorded or not. */
function numberOf({ id, kind }: MadeCall, calls: readonly MadeCall[]): number {
  return calls.filter((other) => other.kind === kind && other.id <= id).length;
}

function nearest(made: MadeCall | undefined, recorded: readonly MadeCall[]): MadeCall | undefined {
  return made === undefined || recorded.includes(made) ? made : nearest(made.parent, recorded);
}

/** Of the functions of which a call was recorded. */
function countsOf(calls: readonly MadeCall[], recorded: readonly MadeCall[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of recorded) counts[kind] = calls.filter((made) => made.kind === kind).length;
  return counts;
}

/** The reader is not told of the class, and so gives a plain object back. */
function plainOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? { ...value } : value;
}

/** What a rejected promise says is only recorded when Node has had its say. */
async function nextTurns(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}
