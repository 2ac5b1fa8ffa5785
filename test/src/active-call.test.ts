import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { load } from 'callmonitor';
import { activeCall, callFields } from '../../src/active-call.js';
import { interceptor } from '../../src/default-interceptor.js';
import { runProgram } from '../run-program.js';
import { temporaryFolder } from './handlers/temporary-folder.js';
import { TestSdk } from './intercept/tracing.js';

interface Record {
  readonly message: string;
  readonly 'callmonitor.location'?: string;
  readonly trace_id?: string;
  readonly span_id?: string;
}

const LOCATIONS = [
  ['outside', undefined],
  ['outer', 'outer/1'],
  ['inner', 'inner/1'],
  ['outer', 'outer/2'],
  ['inner', 'inner/2'],
  ['outer, later', 'outer/1'],
  ['in a span', 'outer/1'],
  ['inner', 'inner/3'],
  ['outer, later', 'outer/2'],
  ['in a span', 'outer/2'],
  ['inner', 'inner/4'],
  ['outside again', undefined],
];

describe('callFields() has each record lead to its call, with', () => {
  for (const [library, setup] of [
    ['pino', 'by itself'],
    ['pino', 'sdk'],
    ['winston', 'by itself'],
    ['winston', 'sdk'],
  ] as const) {
    test(`${library}, ${setup}`, async (t) => {
      const cwd = temporaryFolder(t);
      const { code, stdout, stderr } = await runProgram('logging', { cwd, args: [library, setup] });
      assert.deepEqual([code, stderr], [0, '']);
      const records: Record[] = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        records.map((record) => [record.message, record['callmonitor.location']]),
        LOCATIONS,
      );
      assertIds(records, join(cwd, 'call-monitor'));
    });
  }
});

/** A record's ids are those of its call, or of a span in it. */
function assertIds(records: readonly Record[], root: string): void {
  const db = load(root);
  const spans = [...db.spans()].map(({ spanId }) => spanId);
  for (const { message, trace_id, span_id, 'callmonitor.location': location = '' } of records) {
    const [name = '', invocation] = location.split('/');
    const call = name === '' ? undefined : db.call(name, Number(invocation));
    assert.equal(trace_id, call?.traceId);
    if (message === 'in a span' && spans.length > 0) assert.ok(spans.includes(span_id ?? ''));
    else assert.equal(span_id, call?.spanId);
  }
}

const ask = interceptor.intercept(function ask<T>(look: () => T): T {
  return look();
});

test('activeCall() says function, number and ids', () => {
  const sdk = new TestSdk();
  const found = ask(activeCall);
  const [span] = sdk.spans;
  assert.deepEqual(found, {
    function: 'ask',
    invocation: found?.invocation,
    location: span?.attributes['callmonitor.location'],
    traceId: span?.spanContext().traceId,
    spanId: span?.spanContext().spanId,
  });
  assert.equal(activeCall(), undefined);
});

test('activeCall() is the innermost call of a deep recursion, and the outer one again after it', () => {
  new TestSdk();
  const depths: unknown[] = [];
  const descend = interceptor.intercept(
    (depth: number): void => {
      if (depth > 0) descend(depth - 1);
      depths.push(activeCall()?.invocation);
    },
    { name: 'descend' },
  );
  descend(99);
  assert.deepEqual(
    depths,
    Array.from({ length: 100 }, (_, index) => 100 - index),
  );
});

test('activeCall() knows nothing in a context that the program made anew', () => {
  const manager = new AsyncLocalStorageContextManager().enable();
  new TestSdk({ contextManager: manager });
  assert.equal(
    ask(() => manager.with(ROOT_CONTEXT, activeCall)),
    undefined,
  );
});

test('callFields() gives nothing, and throws nothing, where the context manager fails', () => {
  class FailingManager extends AsyncLocalStorageContextManager {
    override active(): never {
      throw new Error('no context');
    }
  }
  new TestSdk({ contextManager: new FailingManager() });
  assert.deepEqual(callFields(), {});
});
