import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { DefaultSource } from '../../../src/database/args.js';
import { load } from '../../../src/database/load.js';
import { RecordNotFoundError } from '../../../src/model/errors.js';
import { NotCaptured } from '../../../src/model/not-captured.js';
import { functionLine, inputLine, outputLine, temporaryFolder, writeDatabase } from './reading-fixture.js';

const folder = temporaryFolder();
let count = 0;

function record({ argspec, input, output }: { argspec?: object; input?: object; output?: object }) {
  const lines = [functionLine('f', argspec && { argspec }), inputLine('f', 1, input)];
  return load(
    writeDatabase(join(folder, `${++count}`), [...lines, ...(output ? [outputLine('f', 1, output)] : [])]),
  );
}

describe('Call tells', () => {
  it('everything of a call that came back', () => {
    const db = record({
      input: { parent_span_id: '00000000000000aa', this: { me: 1 } },
      output: { args_after: [[2]] },
    });
    const call = db.call('f', 1);
    assert.deepEqual(
      [call.function, call.invocation, call.location, call.status, call.result, call.hasResult, call.error],
      ['f', 1, 'f/1', 'ok', 10, true, undefined],
    );
    assert.deepEqual(
      [call.traceId.length, call.spanId, call.parentSpanId, call.traceFlags],
      [32, '0000000000000001', '00000000000000aa', 1],
    );
    assert.deepEqual(
      [call.startTime, call.endTime, call.durationNs],
      [1795407846789000000n, 1795407846789001500n, 1500],
    );
    assert.deepEqual([call.this, call.argsAfter, call.replayable], [{ me: 1 }, [[2]], { ok: true, why: [] }]);
    assert.equal(call.path, join(db.root, 'f', '1'));
  });

  it('nothing of the end of a call that never came back', () => {
    const call = record({}).call('f', 1);
    assert.deepEqual(
      [call.status, call.result, call.hasResult, call.error, call.endTime, call.durationNs, call.argsAfter],
      [undefined, undefined, false, undefined, undefined, undefined, undefined],
    );
  });

  it('what was thrown', () => {
    const error = { $: 'Error', name: 'RangeError', message: 'no', stack: 's' };
    const call = record({ output: { status: 'error', result: undefined, error } }).call('f', 1);
    assert.ok(call.error instanceof RangeError);
    assert.deepEqual([call.status, call.hasResult], ['error', false]);
  });

  it('why it cannot be made again', () => {
    const replayable = { ok: false, why: ['/args/0: function'] };
    assert.deepEqual(record({ input: { replayable } }).call('f', 1).replayable, replayable);
    assert.deepEqual(record({ input: { replayable: { ok: 1, why: [3] } } }).call('f', 1).replayable, {
      ok: false,
      why: [],
    });
  });

  it('the same values each time', () => {
    const call = record({
      input: {
        args: [{ a: 1 }],
        this: { $: 'ref', path: '/args/0' },
        kwargs: { k: { $: 'ref', path: '/args/0' } },
      },
    }).call('f', 1);
    assert.equal(call.args, call.args);
    assert.equal(call.this, call.args[0]);
    assert.equal(call.kwargs['k'], call.args[0]);
  });

  it('the keyword arguments as the last argument', () => {
    const call = record({ input: { args: [1], kwargs: { n: 2, self: { $: 'ref', path: '/kwargs' } } } }).call(
      'f',
      1,
    );
    assert.equal(call.arguments[1], call.kwargs);
    assert.equal(call.arguments.length, 2);
    assert.equal(call.kwargs['self'], call.kwargs);
    assert.deepEqual(record({ input: { args: [1, {}] } }).call('f', 1).arguments, [1, {}]);
  });

  it('what a limit left of its keywords', () => {
    const kwargs = { $: 'truncated', reason: 'items', length: 3, head: { n: [1] } };
    assert.deepEqual(
      record({ input: { kwargs, args: [{ $: 'ref', path: '/kwargs/head/n' }] } }).get('f', 1),
      { args: [[1]], kwargs: { n: [1] } },
    );
  });

  it('how its function was declared, and nothing where that was lost', () => {
    const argspec = { args: ['a'], varargs: 'rest', kwonlyargs: ['n'], defaults: { n: 1 } };
    assert.deepEqual(record({ argspec }).call('f', 1).argspec, argspec);
    const lost = load(writeDatabase(join(folder, 'lost'), [inputLine('f', 1)]));
    assert.deepEqual(lost.call('f', 1).argspec, { args: [], varargs: null, kwonlyargs: [], defaults: {} });
  });

  it("the log's own lines", () => {
    const array = { $: 'bigint', value: '1' };
    const call = record({ input: { args: [array] }, output: { result: array } }).call('f', 1);
    assert.deepEqual(call.inputLine, inputLine('f', 1, { args: [array] }));
    assert.deepEqual(call.outputLine, outputLine('f', 1, { result: array }));
    assert.equal(record({}).call('f', 1).outputLine, undefined);
  });

  it('what it is, when printed', () => {
    const text = inspect(record({ output: {} }).call('f', 1));
    assert.match(text, /^Call f\/1 \{\s+args: \[ 1 \],\s+kwargs: \{\},\s+status: 'ok',\s+result: 10,/);
  });

  it('that its record is damaged, when printed among others', () => {
    const db = load(
      writeDatabase(join(folder, `${++count}`), [
        functionLine('f'),
        inputLine('f', 1, { args: 'none' }),
        inputLine('f', 2),
      ]),
    );
    assert.throws(() => db.call('f', 1).args, RecordNotFoundError);
    assert.match(
      inspect([...db.calls('f')]),
      /Call f\/1 \(call 1 of f: its input record is damaged.*Call f\/2 \{/s,
    );
  });

  it('of a damaged output only what does not need it', () => {
    const call = record({ output: { status: 'odd' } }).call('f', 1);
    assert.deepEqual(call.args, [1]);
    assert.throws(() => call.result, RecordNotFoundError);
    assert.throws(() => call.outputLine, RecordNotFoundError);
  });

  it('that its record is damaged where parts of it are', () => {
    for (const input of [
      { args: 'x' },
      { args: { length: 1 } },
      { kwargs: [] },
      { kwargs: null },
      { trace_id: 3 },
      { start_time: 'now' },
    ]) {
      const db = record({ input });
      assert.throws(() => db.get('f', 1), RecordNotFoundError, JSON.stringify(input));
      assert.throws(() => db.call('f', 1).inputLine, RecordNotFoundError, JSON.stringify(input));
    }
  });
});

describe('Args has', () => {
  const argspec = {
    args: ['x', 'y'],
    varargs: null,
    kwonlyargs: ['n', 'tol'],
    defaults: { y: 2, tol: { $: 'source', value: 'EPS * 2' } },
  };

  const cases: ReadonlyArray<readonly [string, object, object, object]> = [
    [
      'positional arguments',
      argspec,
      { args: [1, 3], kwargs: { n: 4, tol: 5 } },
      { x: 1, y: 3, n: 4, tol: 5 },
    ],
    ['defaults', argspec, { args: [1] }, { x: 1, y: 2, n: undefined, tol: new DefaultSource('EPS * 2') }],
    [
      'defaults for undefined',
      argspec,
      { args: [1, { $: 'undefined' }] },
      { x: 1, y: 2, n: undefined, tol: new DefaultSource('EPS * 2') },
    ],
    [
      'keywords that are not declared',
      argspec,
      { args: [1], kwargs: { n: 1, tol: 1, more: 1 } },
      { x: 1, y: 2, n: 1, tol: 1, more: 1 },
    ],
    ['rest parameters', { args: ['x'], varargs: 'rest' }, { args: [1, 2, 3] }, { x: 1, rest: [2, 3] }],
    [
      'options that were no plain object',
      argspec,
      { args: [1, 3, { $: 'object', class: 'Options', props: { n: 7 } }] },
      { x: 1, y: 3, n: 7, tol: new DefaultSource('EPS * 2') },
    ],
    ['no more than the signature', { args: [] }, { args: [1, 2] }, {}],
  ];
  for (const [title, spec, input, expected] of cases) {
    it(title, () => assert.deepEqual({ ...record({ argspec: spec, input }).getArgs('f', 1) }, expected));
  }

  it('what the options were where they were not captured', () => {
    const args = record({ argspec, input: { args: [1, 2, { $: 'opaque', class: 'Proxy' }] } }).getArgs(
      'f',
      1,
    );
    assert.ok(args['n'] instanceof NotCaptured);
  });

  it('names that collide with its own, by get()', () => {
    const names = ['get', 'constructor', '__proto__', 'toString'];
    const args = record({ argspec: { args: names }, input: { args: [1, 2, 3, 4] } }).getArgs('f', 1);
    assert.deepEqual(
      names.map((name) => args.get(name)),
      [1, 2, 3, 4],
    );
    assert.deepEqual(
      [...args],
      names.map((name, index) => [name, index + 1]),
    );
    assert.deepEqual([Object.keys(args), args['toString']], [['__proto__', 'toString'], 4]);
  });
});
