import assert from 'node:assert/strict';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { load } from '../../../src/database/load.js';
import { type CallMonitorError, CallNotLoggedError, RecordNotFoundError } from '../../../src/model/errors.js';
import {
  closedLine,
  functionLine,
  inputLine,
  logText,
  outputLine,
  summaryOf,
  TRACE_ID,
  temporaryFolder,
  writeDatabase,
} from './reading-fixture.js';

const folder = temporaryFolder();
let count = 0;
const write = (lines: ReadonlyArray<object | string>, summary?: object) =>
  writeDatabase(join(folder, `${++count}`), lines, summary);
const open = (lines: ReadonlyArray<object | string>, summary?: object) => load(write(lines, summary));
const LONG = 'x'.repeat(3 * 1024 * 1024);

describe('DB finds', () => {
  for (const layout of ['folders', 'packed']) {
    it(`the calls of a database whose layout is ${layout}`, () => {
      const lines = [
        functionLine('solve'),
        inputLine('solve', 1, { args: [1, 2] }),
        outputLine('solve', 1),
        inputLine('solve', 2),
        closedLine({ solve: 2 }),
      ];
      const db = open(lines, summaryOf({ layout }));
      assert.deepEqual(db.get('solve', 1), { args: [1, 2], kwargs: {} });
      assert.equal(db.call('solve', 1).result, 10);
      assert.equal(db.call('solve', 2).status, undefined);
      assert.equal(db.metadata.layout, layout);
    });
  }

  it('names with quotes, umlauts, and those of prototypes', () => {
    const names = ['a"b\\', 'Größe', '\u{1F600}', '__proto__', 'constructor', 'toString', ''];
    const db = open(
      names.flatMap((name) => [
        functionLine(name),
        inputLine(name, 1, { args: [name] }),
        outputLine(name, 1),
      ]),
    );
    for (const name of names) assert.deepEqual(db.get(name, 1).args, [name]);
    assert.deepEqual([...db.functions.keys()], names);
    assert.equal(Object.getPrototypeOf(db.counts), Object.prototype);
    assert.deepEqual(Object.keys(db.counts), names);
    assert.equal(db.damaged, 0);
  });

  it('calls whose lines come in another order', () => {
    const order = [5, 3, 9, 1];
    const db = open([...order.map((n) => inputLine('f', n)), ...order.map((n) => outputLine('f', n))]);
    for (const n of order) assert.deepEqual([db.get('f', n).args, db.call('f', n).result], [[n], n * 10]);
    assert.deepEqual(
      [...db.calls('f')].map((call) => call.invocation),
      [1, 3, 5, 9],
    );
    assert.deepEqual(
      [...db.calls()].map((call) => call.invocation),
      order,
    );
  });

  it('calls with gaps between their numbers, and with recursion', () => {
    const numbers = [1, 2, 10, 100, 1000];
    const db = open([
      ...numbers.map((n) => inputLine('f', n)),
      ...numbers.toReversed().map((n) => outputLine('f', n)),
    ]);
    for (const n of numbers) assert.equal(db.call('f', n).result, n * 10);
    const summary = db.functions.get('f');
    assert.deepEqual([summary?.calls, summary?.recorded], [1000, 5]);
  });

  it('lines whose keys stand in another order or that are formatted', () => {
    const reversed = Object.fromEntries(Object.entries(inputLine('f', 1)).toReversed());
    const spaced = JSON.stringify(inputLine('f', 2)).replaceAll(':', ': ');
    const db = open([reversed, spaced, `${JSON.stringify(inputLine('f', 3))}\r`]);
    for (const n of [1, 2, 3]) assert.deepEqual(db.get('f', n).args, [n]);
  });

  it('lines that are longer than what is read at once', () => {
    const reversed = Object.fromEntries(Object.entries(inputLine('f', 2, { args: [LONG] })).toReversed());
    const db = open([inputLine('f', 1, { args: [LONG] }), outputLine('f', 1), reversed, inputLine('f', 3)]);
    assert.equal(db.get('f', 1).args[0], LONG);
    assert.equal(db.get('f', 2).args[0], LONG);
    assert.deepEqual(db.get('f', 3).args, [3]);
    assert.equal(db.call('f', 1).result, 10);
  });

  it('thousands of lines of all lengths', () => {
    const numbers = Array.from({ length: 5000 }, (_, n) => n + 1);
    const db = open(
      numbers.flatMap((n) => [
        inputLine(`f${n % 7}`, n, { args: ['ä'.repeat(n % 997)] }),
        outputLine(`f${n % 7}`, n),
      ]),
    );
    for (const n of numbers) {
      const call = db.call(`f${n % 7}`, n);
      assert.deepEqual([call.args[0], call.result], ['ä'.repeat(n % 997), n * 10]);
    }
    assert.deepEqual(
      [...db].map((call) => call.invocation),
      numbers,
    );
  });

  it('the first of two calls with one number', () => {
    const db = open([
      inputLine('f', 1, { args: ['first'] }),
      inputLine('f', 1, { args: ['second'] }),
      outputLine('f', 1),
      outputLine('f', 1, { result: 2 }),
    ]);
    assert.deepEqual([db.get('f', 1).args, db.call('f', 1).result], [['first'], 10]);
    assert.equal([...db.calls()].length, 1);
  });
});

describe('DB tells of a function', () => {
  it('how many of its calls are unfinished, in whatever order their lines come', () => {
    const db = open([
      inputLine('f', 1),
      inputLine('f', 2),
      outputLine('f', 4),
      outputLine('f', 2),
      outputLine('f', 2),
      inputLine('f', 4),
      inputLine('f', 3),
      outputLine('f', 9),
      inputLine('g', 1),
      outputLine('g', 1),
    ]);
    assert.deepEqual(
      [...db.functions.values()].map(({ name, recorded, unfinished }) => [name, recorded, unfinished]),
      [
        ['f', 4, 2],
        ['g', 1, 0],
      ],
    );
  });

  it('what it knows, by name', () => {
    const db = open(
      [functionLine('solve', { file: '/a.js', line: 3 }), inputLine('solve', 2)],
      summaryOf({ functions: { solve: { calls: 5 } } }),
    );
    const { calls, recorded, unfinished, dir, file, line } = db.function('solve');
    assert.deepEqual([calls, recorded, unfinished, dir, file, line], [5, 1, 1, 'solve', '/a.js', 3]);
    assert.deepEqual(db.function('solve'), db.functions.get('solve'));
    assert.throws(() => db.function('slove'), CallNotLoggedError);
  });
});

describe('DB skips', () => {
  it('a torn last line', () => {
    const root = write([inputLine('f', 1)]);
    for (const torn of [
      '{"kind":"input","function":"f","invocation":2,',
      JSON.stringify(inputLine('f', 2)),
    ]) {
      writeFileSync(join(root, 'calls.ndjson'), logText([inputLine('f', 1)]) + torn);
      const db = load(root);
      assert.deepEqual([db.functions.get('f')?.recorded, db.damaged], [1, 0]);
    }
  });

  it('a last line that is no JSON', () => {
    assert.equal(open([inputLine('f', 1), '{"kind":"inp']).damaged, 0);
  });

  it('and counts damaged lines, without losing others', () => {
    const damaged = [
      'no JSON',
      '\u0000\u0000\u0000',
      '{"kind":"input","function":"f","invoca{"kind":"input","function":"f","invocation":7}',
      '{"kind":"input","function":"f","invocation":7,"args":[',
      '{"kind":"input","function":"\\x","invocation":7}',
      JSON.stringify(inputLine('f', 0)),
      JSON.stringify(inputLine('f', 1.5)),
      '{"kind":"input","function":"f","invocation":99999999999999999999,"args":[]}',
      '[]',
      'null',
      '{"no":"kind"}',
      `{"kind":"dropped","count":"many"}`,
    ];
    for (const line of damaged) {
      const db = open([inputLine('f', 1), line, inputLine('f', 2)]);
      assert.deepEqual([db.damaged, [...db.calls()].map((call) => call.invocation)], [1, [1, 2]], line);
    }
  });

  it('spans, kinds that it does not know, and empty lines', () => {
    const db = open([
      '{"kind":"span","name":"GET"}',
      '{"kind":"hologram"}',
      '',
      inputLine('f', 1),
      '{"name":"GET","kind":"span","trace_id":"","span_id":"","start_time":"1","end_time":"2"}',
      inputLine('f', 2),
    ]);
    assert.deepEqual([db.damaged, [...db.calls()].length], [0, 2]);
  });
});

describe('DB says', () => {
  const db = open([
    functionLine('solve', { file: '/app/solve.js', line: 3 }),
    inputLine('solve', 1),
    inputLine('solve', 4),
    outputLine('solve', 5),
    functionLine('Mesh.refine', { dir: '../../etc' }),
    inputLine('Mesh.refine', 1),
    { kind: 'dropped', function: 'solve', count: 3, reason: 'overflow' },
    closedLine({ solve: 9 }, 3),
  ]);

  it('what it has of each function', () => {
    const argspec = { args: ['x', 'y'], varargs: null, kwonlyargs: [], defaults: { y: 2 } };
    assert.deepEqual(
      [...db.functions.values()],
      [
        {
          name: 'solve',
          calls: 9,
          recorded: 2,
          unfinished: 2,
          argspec,
          dir: 'solve',
          file: '/app/solve.js',
          line: 3,
        },
        { name: 'Mesh.refine', calls: 1, recorded: 1, unfinished: 1, argspec, dir: 'Mesh.refine' },
      ],
    );
    assert.deepEqual(db.counts, { solve: 9, 'Mesh.refine': 1 });
    assert.equal(db.dropped, 3);
  });

  const missing: ReadonlyArray<readonly [string, number, typeof CallMonitorError, RegExp]> = [
    ['solv', 1, CallNotLoggedError, /'solv' was not recorded; recorded: solve, Mesh\.refine/],
    ['solve', 10, CallNotLoggedError, /call 10 of solve: 2 were recorded/],
    ['Mesh.refine', 2, CallNotLoggedError, /call 2 of Mesh\.refine: 1 was recorded/],
    ['solve', 2, CallNotLoggedError, /call 2 of solve: .*passed over by sampling/],
    ['solve', 5, RecordNotFoundError, /call 5 of solve: its record is damaged or gone/],
  ];
  for (const [name, invocation, type, message] of missing) {
    it(`why it has no call ${invocation} of ${name}`, () => {
      assert.throws(
        () => db.call(name, invocation),
        (error: Error) => {
          assert.ok(error instanceof type, error.name);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it('what number it expected', () => {
    for (const bad of [0, -1, 1.5, Number.NaN]) {
      assert.throws(
        () => db.call('solve', bad),
        new RangeError(`Expected a positive integer for the invocation, got ${bad}`),
      );
    }
    const text = 'x' as unknown as number;
    assert.throws(
      () => db.call('solve', text),
      new TypeError("Expected a positive integer for the invocation, got 'x'"),
    );
  });

  it('at once which function it does not know, when its calls are asked for', () => {
    assert.throws(() => db.calls('nobody'), CallNotLoggedError);
  });

  it('which call lost its payload', () => {
    const half = '{"kind":"input","function":"f","invocation":2,"trace_id":"}';
    const other = load(write([inputLine('f', 1), half, inputLine('f', 3)]));
    assert.throws(() => other.get('f', 2), /call 2 of f: its input record is damaged/);
    assert.throws(() => other.get('f', 2), RecordNotFoundError);
    assert.deepEqual(other.get('f', 3).args, [3]);
  });

  it('that a call is gone when its log was exchanged', () => {
    const root = write([inputLine('f', 1)]);
    const other = load(root);
    assert.equal(other.functions.get('f')?.recorded, 1);
    writeFileSync(join(root, 'calls.ndjson'), logText([inputLine('g', 1)]));
    assert.throws(() => other.get('f', 1), RecordNotFoundError);
  });

  it('that a call is gone when its log was cut', () => {
    const root = write([inputLine('f', 1), inputLine('f', 2)]);
    const other = load(root);
    assert.equal(other.functions.get('f')?.recorded, 2);
    truncateSync(join(root, 'calls.ndjson'), 100);
    assert.throws(() => other.get('f', 2), RecordNotFoundError);
  });
});

describe('DB.closed', () => {
  const host = hostname();
  const cases: ReadonlyArray<readonly [string, object, object[], string]> = [
    ['a locked one', { locked: true }, [], 'well'],
    ['one that this process writes', { locked: false, process: { pid: process.pid, host } }, [], 'open'],
    ['one of a process that is gone', { locked: false, process: { pid: 2 ** 22 + 1, host } }, [], 'badly'],
    [
      'one of another host',
      { locked: false, process: { pid: process.pid, host: `${host}-not` } },
      [],
      'badly',
    ],
    ['a hostile process id', { locked: false, process: { pid: -1, host } }, [], 'badly'],
    ['one without a process', { locked: false, process: 'me' }, [], 'badly'],
    ['one whose log ends as it should', { locked: false, process: {} }, [closedLine({})], 'well'],
  ];
  for (const [title, changes, lines, expected] of cases) {
    it(`is ${expected} for ${title}`, () => assert.equal(open(lines, summaryOf(changes)).closed, expected));
  }
});

describe('DB.refresh()', () => {
  it('takes up what was written since', () => {
    const root = write(
      [functionLine('f'), inputLine('f', 1)],
      summaryOf({ locked: false, process: { pid: process.pid, host: hostname() } }),
    );
    const db = load(root);
    const line = JSON.stringify(inputLine('f', 2));
    appendFileSync(join(root, 'calls.ndjson'), line.slice(0, 50));
    assert.deepEqual([db.counts, db.isClosed], [{ f: 1 }, false]);
    appendFileSync(
      join(root, 'calls.ndjson'),
      `${line.slice(50)}\n${logText([outputLine('f', 1), inputLine('g', 1)])}`,
    );
    assert.deepEqual(db.counts, { f: 1 });
    writeFileSync(join(root, 'db.json'), JSON.stringify(summaryOf()));
    assert.deepEqual([db.refresh().counts, db.isClosed, db.damaged], [{ f: 2, g: 1 }, true, 0]);
    assert.deepEqual([db.get('f', 2).args, db.call('f', 1).result], [[2], 10]);
  });
});

describe('DB takes what is nested deep', () => {
  const deep = `${'['.repeat(100_000)}"]["${']'.repeat(100_000)}`;

  it('for a value, in a call', () => {
    const line = JSON.stringify(inputLine('f', 1, { args: [0] })).replace(
      '"args":[0]',
      () => `"args":${deep}`,
    );
    let [value] = open([functionLine('f'), line]).get('f', 1).args;
    let depth = 1;
    for (; Array.isArray(value); depth++) [value] = value;
    assert.deepEqual([depth, value], [100_000, '][']);
  });

  it('for damage, elsewhere', () => {
    const line = JSON.stringify(functionLine('f')).replace(/"argspec":.*/, () => `"argspec":${deep}}`);
    const db = open([line, inputLine('f', 1)]);
    assert.deepEqual([db.damaged, db.function('f').argspec.args], [1, []]);
  });
});

describe('DB prints', () => {
  it('a summary', () => {
    const db = open([functionLine('solve'), inputLine('solve', 1), inputLine('solve', 2)]);
    const expected =
      "{\n    Locked: true\n    solve: {\n        calls: 2\n        args: ['x', 'y']\n        defaults: { y: 2 }\n    }\n}";
    assert.equal(String(db), expected);
    assert.equal(inspect(db), expected);
  });

  it('only which one it is, where it is part of something', () => {
    const db = open([functionLine('solve'), inputLine('solve', 1)]);
    const trace = db.trace(TRACE_ID);
    assert.deepEqual([inspect([db]), inspect({ db })], [`[ [DB ${db.path}] ]`, `{ db: [DB ${db.path}] }`]);
    const text = inspect(trace, { depth: 10 });
    assert.ok(text.includes(`db: [DB ${db.path}]`) && !text.includes('Locked'), text);
  });

  it('keywords, rest parameters and source text, and no commands for a terminal', () => {
    const argspec = {
      args: ['\u001b[31m'],
      varargs: 'more',
      kwonlyargs: ['tol'],
      defaults: { tol: { $: 'source', value: 'EPS *\u001b[0m\n2' }, s: 'x' },
    };
    const text = String(open([functionLine('a\u001bb', { argspec })]));
    assert.match(
      text,
      /varargs: 'more'\n {8}kwonlyargs: \['tol'\]\n {8}defaults: \{ tol: EPS \*\\u001b\[0m\\n2, s: 'x' \}/,
    );
    assert.equal(text.includes('\u001b'), false);
  });

  it('a function whose line is damaged or lost', () => {
    for (const argspec of [
      null,
      [],
      { args: 'x', varargs: 1, kwonlyargs: [1], defaults: { a: { b: 1 }, c: [1] } },
    ]) {
      const db = open([functionLine('f', { argspec }), inputLine('f', 1)]);
      assert.match(String(db), /f: \{\n {8}calls: 1\n {8}args: \[\]\n {8}defaults: \{\}/);
    }
    assert.match(String(open([inputLine('f', 1)])), /calls: 1/);
  });
});

describe('DB.log()', () => {
  it('throws a DatabaseLockedError: a loaded database takes no calls', () => {
    const db = open([functionLine('solve')]);
    assert.throws(() => db.log('solve'), {
      name: 'DatabaseLockedError',
      message: `Expected a database that is being recorded for solve, found a loaded one, which is locked: ${db.root}`,
    });
  });
});
