import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type DB, intercept, load, NotCaptured, registry } from 'callmonitor';
import { CallMonitorSpanExporter, CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { Matrix, MatrixHandler } from './matrix-handler.js';
import { temporaryFolder } from './temporary-folder.js';

class SparseMatrix extends Matrix {}

let done: string[] = [];

class CountingHandler extends MatrixHandler {
  override save(folder: string): void {
    super.save(folder);
    done.push('saved');
  }
  static override accumulatorDone(): void {
    done.push('accumulatorDone');
  }
}

class Grid extends Matrix {}

class GridHandler extends MatrixHandler {
  static override accumulatorDone(): void {
    done.push('grids done');
    throw new Error('accumulatorDone failed');
  }
}

class Fragile {
  fails: 'constructor' | 'save' | 'load';
  constructor(fails: Fragile['fails']) {
    this.fails = fails;
  }
}

class FragileHandler extends MatrixHandler {
  constructor(data: Matrix, target: string) {
    super(data, target);
    if ((data as unknown as Fragile | undefined)?.fails === 'constructor') throw new Error('cannot be made');
  }
  override save(): void {
    if ((this.data as unknown as Fragile).fails === 'save') throw new Error('cannot save');
  }
  override load(): void {
    throw new Error('cannot load');
  }
}

registry.add(Matrix, CountingHandler);
registry.add(Grid, GridHandler);
registry.add((value) => 'fails' in value, FragileHandler as never);
registry.add(() => {
  throw new Error('a predicate that throws');
}, MatrixHandler as never);

const WAYS = {
  'the processor': (root: string) => new CallMonitorSpanProcessor({ root, layout: 'folders' }),
  'the processor, packed': (root: string) => new CallMonitorSpanProcessor({ root, layout: 'packed' }),
  'the exporter': (root: string) => new CallMonitorSpanExporter({ root, layout: 'folders' }),
};

/** Records what happens in `run`, and opens it. */
async function record(t: TestContext, way: keyof typeof WAYS, run: () => void): Promise<DB> {
  const writer = WAYS[way](`${temporaryFolder(t)}/db`);
  const processor =
    writer instanceof CallMonitorSpanExporter ? new SimpleSpanProcessor(writer as never) : writer;
  const provider = new BasicTracerProvider({ spanProcessors: [processor as never] });
  trace.disable();
  trace.setGlobalTracerProvider(provider);
  done = [];
  run();
  await provider.forceFlush();
  const { root = '' } = writer;
  await provider.shutdown();
  return load(root);
}

const rows = [
  [1, 2],
  [3, 4],
];

for (const way of Object.keys(WAYS) as Array<keyof typeof WAYS>) {
  test(`registry.add() has a handler keep values at any depth, of subclasses too (${way})`, async (t) => {
    const name = `handled by ${way}`;
    const solve = intercept(
      function solve(
        this: unknown,
        matrix: Matrix,
        _nested: unknown,
        { start: _start }: { start?: Matrix } = {},
      ) {
        matrix.rows = [[0]];
        return { best: matrix };
      },
      { name },
    );
    const nested = { list: [new Map([['m', new SparseMatrix(rows)]])] };
    const db = await record(t, way, () =>
      solve.call(new Matrix([[9]]), new Matrix(rows), nested, { start: new Matrix([[5]]) }),
    );

    const call = db.call(name, 1);
    const [first, { list }] = call.args as [Matrix, { list: [Map<string, Matrix>] }];
    assert.deepEqual(first, new Matrix(rows));
    assert.deepEqual(list[0].get('m'), new Matrix(rows));
    assert.deepEqual(call.kwargs['start'], new Matrix([[5]]));
    assert.deepEqual(call.this, new Matrix([[9]]));
    assert.deepEqual(call.result, { best: new Matrix([[0]]) });
    assert.equal(call.replayable.ok, true);
    assert.ok(existsSync(join(call.path, 'arg_0.txt')));
    assert.ok(existsSync(join(call.path, 'arg_1.list.0.m.txt')));
    assert.deepEqual(
      done.filter((word) => word !== 'saved'),
      ['accumulatorDone', 'accumulatorDone'],
    );
    assert.equal(done.indexOf('accumulatorDone') >= 4, true);
  });

  test(`Handler.accumulatorDone() is called once a call for each class (${way})`, async (t) => {
    const name = `accumulated by ${way}`;
    const solve = intercept((..._all: unknown[]) => {}, { name, result: false });
    const db = await record(t, way, () => {
      solve(new Matrix(rows), new Grid(rows), new Matrix(rows), new Grid(rows));
      solve(new Matrix(rows));
      solve(1);
    });

    assert.deepEqual(done, ['saved', 'saved', 'accumulatorDone', 'grids done', 'saved', 'accumulatorDone']);
    assert.deepEqual(db.call(name, 1).args[3], new Matrix(rows));
  });

  test(`a handler that throws costs its value alone (${way})`, async (t) => {
    const name = `fragile by ${way}`;
    const solve = intercept((..._all: unknown[]) => {}, { name });
    const made = [
      new Fragile('constructor'),
      'x',
      { deep: [new Fragile('save')] },
      new Matrix(rows),
      new Fragile('load'),
    ];
    const db = await record(t, way, () => solve(...made));

    const call = db.call(name, 1);
    const [first, text, { deep }, matrix, last] = call.args as [
      unknown,
      string,
      { deep: unknown[] },
      Matrix,
      unknown,
    ];
    const lost = [first, deep[0], last];
    assert.deepEqual([text, matrix], ['x', new Matrix(rows)]);
    assert.deepEqual(
      lost.map((value) => value instanceof NotCaptured && value.kind),
      ['opaque', 'opaque', 'handler'],
    );
    assert.deepEqual(call.replayable, { ok: false, why: ['/args/0: handler', '/args/2/deep/0: handler'] });
  });
}
