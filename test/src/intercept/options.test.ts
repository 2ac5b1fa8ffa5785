import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type InterceptOptions, intercept, load, settings } from 'callmonitor';
import { CallMonitorSpanProcessor } from 'callmonitor/exporters';
import { TestSdk, temporaryFolder } from './tracing.js';

const processor = new CallMonitorSpanProcessor({ root: `${temporaryFolder()}/call-monitor` });
const sdk = new TestSdk({ processors: [processor] });

/** The calls of a function, as they stand in the database. */
async function callsOf(name: string) {
  await processor.forceFlush();
  return [...load(processor.root ?? '').calls(name)];
}

describe('the option', () => {
  it('that a function was not given is not taken from Object.prototype', async (t) => {
    const f = intercept((x: number) => x, { name: 'without options' });
    t.after(() => Reflect.deleteProperty(Object.prototype, 'when'));
    let asked = 0;
    const when = { value: () => asked++ > 0, configurable: true };
    Object.defineProperty(Object.prototype, 'when', when);
    f(1);
    Reflect.deleteProperty(Object.prototype, 'when');
    assert.deepEqual([(await callsOf('without options')).length, asked], [1, 0]);
  });

  it('name names the function', async () => {
    intercept(function f() {}, { name: 'my name' })();
    assert.equal((await callsOf('my name')).length, 1);
  });

  for (const [value, kept] of [
    [true, true],
    [false, false],
    [undefined, true],
  ] as const) {
    it(`result: ${value} ${kept ? 'keeps' : 'leaves out'} results, but errors always stay`, async () => {
      const name = `result ${value}`;
      const f = intercept(
        (fails: boolean) => {
          if (fails) throw new Error('x');
          return 'result';
        },
        value === undefined ? { name } : { name, result: value },
      );
      f(false);
      assert.throws(() => f(true));
      const [ok, failed] = await callsOf(name);
      assert.deepEqual([ok?.status, ok?.result], ['ok', kept ? 'result' : undefined]);
      assert.ok(failed?.error instanceof Error);
      const [span] = sdk.spans.filter((each) => each.name === name);
      assert.equal(span?.attributes['callmonitor.result'], kept ? '"result"' : undefined);
    });

    it(`this: ${value} ${kept ? 'keeps' : 'leaves out'} receivers`, async () => {
      const name = `this ${value}`;
      const f = intercept(
        function (this: object) {
          return this;
        },
        value === undefined ? { name } : { name, this: value },
      );
      f.call({ a: 1 });
      assert.deepEqual((await callsOf(name))[0]?.this, kept ? { a: 1 } : undefined);
    });
  }

  it('argsAfter keeps the arguments as they are at the end', async () => {
    const f = intercept((list: number[]) => list.push(2), { name: 'after', argsAfter: true });
    f([1]);
    const [call] = await callsOf('after');
    assert.deepEqual(call?.args, [[1]]);
    assert.deepEqual(call?.argsAfter, [[1, 2]]);
  });

  it('argsAfter keeps secrets out as the input does', async () => {
    const f = intercept((password: string) => password.length, { name: 'after secret', argsAfter: true });
    f('hunter2');
    const [call] = await callsOf('after secret');
    assert.deepEqual(call?.outputLine?.args_after, [{ $: 'redacted', reason: 'key' }]);
  });

  it('when decides by the arguments and the receiver; what it passes over is counted', async () => {
    const f = intercept(
      function (this: { on: boolean }, x: number) {
        return x;
      },
      {
        name: 'when',
        when(x) {
          return this.on && x > 0;
        },
      },
    );
    for (const [on, x] of [
      [true, 1],
      [true, -1],
      [false, 1],
      [true, 2],
    ] as const) {
      f.call({ on }, x);
    }
    assert.deepEqual(
      (await callsOf('when')).map((call) => call.invocation),
      [1, 4],
    );
  });

  it('sample 0 records nothing, 1 everything, and a half about a half', async () => {
    for (const sample of [0, 1, 0.5]) {
      const f = intercept((x: number) => x, { name: `sample ${sample}`, sample });
      for (let i = 0; i < 400; i++) f(i);
    }
    const counted = (name: string) => sdk.names.filter((each) => each === name).length;
    assert.equal(counted('sample 0'), 0);
    assert.equal(counted('sample 1'), 400);
    assert.ok(counted('sample 0.5') > 100 && counted('sample 0.5') < 300); // 10 sigma
  });

  it('limits cut, by profile and one by one', async () => {
    const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
    intercept((x: object) => x, { name: 'preview', limits: 'preview', result: false })(deep);
    intercept((x: object) => x, { name: 'shallow', limits: { maxDepth: 1 }, result: false })(deep);
    intercept((x: object) => x, { name: 'full', result: false })(deep);
    const textOf = (name: string) => String(sdk.span(name).attributes['callmonitor.args']);
    assert.match(textOf('preview'), /truncated/);
    assert.match(textOf('shallow'), /truncated/);
    assert.doesNotMatch(textOf('full'), /truncated/);
  });

  it('redact keeps out, beside what is always kept out; false keeps nothing out', async () => {
    const f = (x: object) => x;
    const value = { password: 'p', iban: 'i', plain: 'x' };
    for (const [name, redact] of [
      ['redact more', ['iban']],
      ['redact none', false],
      ['redact default', undefined],
    ] as const) {
      intercept(f, redact === undefined ? { name, result: false } : { name, redact, result: false })(value);
    }
    const keysOf = (name: string) => {
      const [kept] = JSON.parse(String(sdk.span(name).attributes['callmonitor.args']));
      return Object.keys(value).filter((key) => typeof kept[key] === 'string');
    };
    assert.deepEqual(keysOf('redact more'), ['plain']);
    assert.deepEqual(keysOf('redact none'), ['password', 'iban', 'plain']);
    assert.deepEqual(keysOf('redact default'), ['iban', 'plain']);
  });

  it('attributes are added to the span', () => {
    intercept((x: number) => x, { name: 'fixed', attributes: { tier: 'gold' } })(1);
    intercept((x: number) => x, { name: 'computed', attributes: (x) => ({ 'my.x': x * 2 }) })(21);
    assert.equal(sdk.span('fixed').attributes['tier'], 'gold');
    assert.equal(sdk.span('computed').attributes['my.x'], 42);
  });

  it('that is left out follows the settings as they are at the call', async () => {
    const f = intercept(() => 'result', { name: 'follows' });
    f();
    settings.set({ result: false });
    f();
    settings.set({ enabled: false });
    f();
    settings.set({ result: undefined, enabled: undefined });
    f();
    assert.deepEqual(
      (await callsOf('follows')).map((call) => [call.invocation, call.result]),
      [
        [1, 'result'],
        [2, undefined],
        [4, 'result'],
      ],
    );
  });
});

describe('intercept refuses', () => {
  const wrong: Array<{ options: unknown; message: RegExp }> = [
    { options: null, message: /Expected an object of options for intercept, got null/ },
    { options: 5, message: /Expected an object of options for intercept, got 5/ },
    { options: { nmae: 'x' }, message: /Unknown option 'nmae' for intercept: expected one of name, / },
    { options: { name: 5 }, message: /Expected string for intercept's option name, got 5/ },
    { options: { name: '' }, message: /Expected a name for intercept's option name, got ''/ },
    { options: { result: 'yes' }, message: /Expected boolean for intercept's option result, got yes/ },
    { options: { when: true }, message: /Expected function for intercept's option when, got true/ },
    { options: { sample: 2 }, message: /Expected a number from 0 to 1 for sample, got 2/ },
    { options: { sample: Number.NaN }, message: /Expected a number from 0 to 1 for sample, got NaN/ },
    { options: { limits: 'all' }, message: /limits/ },
    { options: { limits: { maxDepth: 'deep' } }, message: /maxDepth/ },
    { options: { redact: true }, message: /redact/i },
    {
      options: { attributes: 5 },
      message: /Expected object or function for intercept's option attributes, got 5/,
    },
    { options: { attributes: null }, message: /option attributes, got null/ },
  ];
  for (const { options, message } of wrong) {
    it(`the options ${JSON.stringify(options)}`, () => {
      assert.throws(() => intercept(() => 1, options as InterceptOptions), message);
      if (typeof options === 'object' && options !== null) {
        assert.throws(() => intercept(options as InterceptOptions), message);
      }
    });
  }

  for (const value of [undefined, null, 5, 'text', Symbol('s')]) {
    it(`${String(value)}, which is no function`, () => {
      assert.throws(
        () => intercept(value as never),
        /Expected a function, a class or options for intercept, got/,
      );
    });
  }
});
