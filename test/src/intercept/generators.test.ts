import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { trace } from '@opentelemetry/api';
import { intercept } from 'callmonitor';
import { seesTheSame, thrownBy } from './bare-and-intercepted.js';
import { nextTurn, TestSdk } from './tracing.js';

const sdk = new TestSdk();

describe('an intercepted generator function makes generators', () => {
  seesTheSame('of the same kind, with the function’s own prototype methods', (wrap) => {
    const count = wrap(function* count(to: number): Generator<number> {
      for (let i = 0; i < to; i++) yield i;
    });
    Object.assign(count.prototype, {
      sum(this: Iterable<number>) {
        return [...this].reduce((a, b) => a + b, 0);
      },
    });
    const generator = count(4);
    return [
      generator instanceof count,
      Object.getPrototypeOf(generator) === count.prototype,
      Object.prototype.toString.call(generator),
      generator[Symbol.iterator]() === generator,
      (generator as unknown as { sum(): number }).sum(),
      generator.next.name,
      generator.next.length,
      Object.keys(generator),
    ];
  });

  seesTheSame('driven by their caller alone: nothing runs before, between or after', (wrap) => {
    const log: unknown[] = [];
    const f = wrap(function* (): Generator<number, string, unknown> {
      log.push('start');
      try {
        log.push(yield 1, yield 2);
        return 'end';
      } finally {
        log.push('closed');
      }
    });
    const generator = f();
    log.push(
      'made',
      generator.next('ignored'),
      'between',
      generator.next('a'),
      generator.next('b'),
      generator.next(),
    );
    return log;
  });

  seesTheSame('for loops, spread, destructuring, yield*, Array.from, Map', (wrap) => {
    const closed: string[] = [];
    const count = wrap(function* (to: number): Generator<number, string> {
      try {
        for (let i = 0; i < to; i++) yield i;
        return 'all';
      } finally {
        closed.push(`${to}`);
      }
    });
    const outer = wrap(function* (): Generator<number | string> {
      yield yield* count(2);
      yield* count(1);
    });
    const seen: unknown[] = [[...count(3)], Array.from(count(2)), [...outer()], Math.max(...count(4))];
    const [first, ...rest] = count(5);
    const [only] = count(6);
    for (const x of count(9)) if (x > 1) break;
    each: for (const x of count(8)) for (const y of count(7)) if (x < y) continue each;
    return [...seen, first, rest, only, closed, new Set(count(2)).size];
  });

  const endings: Record<string, (generator: Generator<number, string, unknown>) => unknown> = {
    'return before start': (g) => [g.return('r'), g.next()],
    'throw before start': (g) => [String(thrownBy(() => g.throw(new Error('t')))), g.next()],
    'return in the middle': (g) => [g.next(), g.return('r'), g.next()],
    'return against a finally that yields': (g) => [g.next(), g.next(), g.return('r'), g.next(), g.next()],
    'throw that is caught': (g) => [g.next(), g.next(), g.throw(new Error('caught')), g.next(), g.next()],
    'throw that is not': (g) => [g.next(), String(thrownBy(() => g.throw(new Error('t')))), g.next()],
    'next after the end': (g) => [
      ...g,
      g.next(),
      g.next(),
      g.return('late'),
      String(thrownBy(() => g.throw(1))),
    ],
    'methods taken from the prototype': (g) => {
      const { next } = Object.getPrototypeOf(Object.getPrototypeOf(g));
      return [next.call(g), g.next(), next.call(g)];
    },
    'its own next, put in its place': (g) => {
      const { next } = g;
      g.next = () => ({ done: false, value: 42 });
      return [g.next(), Reflect.apply(next, g, []), g.return('r'), g.next()];
    },
    'methods called on something else': (g) => [
      (thrownBy(() => Reflect.apply(g.next, {}, [])) as Error).constructor.name,
    ],
    frozen: (g) => [...Object.freeze(g), g.next()],
  };
  for (const [how, drive] of Object.entries(endings)) {
    seesTheSame(how, (wrap) => {
      const f = wrap(function* (): Generator<number, string, unknown> {
        yield 1;
        try {
          yield 2;
        } catch (error) {
          yield (error as Error).message.length;
        } finally {
          yield 3;
        }
        return 'end';
      });
      return drive(f());
    });
  }

  seesTheSame('which say themselves that they are running already', (wrap) => {
    const f = wrap(function* (): Generator<unknown> {
      yield (thrownBy(() => generator.next()) as Error).message;
      yield 2;
    });
    const generator = f();
    return [...generator];
  });

  seesTheSame('whose methods the program may have overridden', (wrap) => {
    const f = wrap(function* (): Generator<number> {
      yield 1;
    });
    const { next } = Object.getPrototypeOf(f.prototype);
    Object.assign(f.prototype, {
      next() {
        const step: IteratorResult<number> = Reflect.apply(next, this, []);
        return step.done ? step : { value: step.value * 10, done: false };
      },
    });
    return [...f()];
  });
});

describe('an intercepted async generator function makes generators', () => {
  seesTheSame('of the same kind, for await, early exit, and errors', async (wrap) => {
    const closed: string[] = [];
    const read = wrap(async function* (to: number): AsyncGenerator<number, string> {
      try {
        for (let i = 0; i < to; i++) yield i;
        if (to > 5) throw new RangeError('too far');
        return 'all';
      } finally {
        closed.push(`${to}`);
      }
    });
    const seen: unknown[] = [];
    for await (const x of read(3)) seen.push(x);
    for await (const x of read(4)) if (x === 1) break;
    try {
      for await (const x of read(6)) seen.push(x);
    } catch (error) {
      seen.push(String(error));
    }
    const generator = read(0);
    const step = generator.next();
    return [
      ...seen,
      closed,
      generator instanceof read,
      Object.prototype.toString.call(generator),
      step.constructor === Promise,
      await step,
      generator[Symbol.asyncIterator]() === generator,
    ];
  });

  seesTheSame('whose steps may be asked for before the last is there', async (wrap) => {
    const f = wrap(async function* (): AsyncGenerator<number, string, unknown> {
      yield 1;
      await null;
      yield 2;
      return 'end';
    });
    const generator = f();
    const order: unknown[] = [];
    const steps = [
      generator.next(),
      generator.next(),
      generator.next(),
      generator.next(),
      generator.return('r'),
    ];
    for (const [i, step] of steps.entries()) step.then(() => order.push(i));
    return [await Promise.all(steps), order];
  });

  seesTheSame('return and throw before the start, and after the end', async (wrap) => {
    const f = wrap(async function* (): AsyncGenerator<number, string> {
      yield 1;
      return 'end';
    });
    const error = new Error('x');
    return [
      await f().return('r'),
      await f()
        .throw(error)
        .catch((thrown) => thrown === error),
      await Reflect.apply(f().next, {}, []).catch((thrown: Error) => thrown.constructor.name),
    ];
  });

  seesTheSame('in which one step asks for the next', async (wrap) => {
    let generator: AsyncGenerator<number>;
    const later: unknown[] = [];
    const f = wrap(async function* (): AsyncGenerator<number> {
      later.push(generator.next());
      yield 1;
      yield 2;
    });
    generator = f();
    return [await generator.next(), await Promise.all(later), await generator.next()];
  });
});

describe("a generator's span", () => {
  const names = () => sdk.spans.map(({ name }) => name);

  it('ends when the generator does, and not before', () => {
    const f = intercept(function* one(): Generator<number, string> {
      yield 1;
      return 'end';
    });
    const generator = f();
    generator.next();
    assert.ok(!names().includes('one'));
    generator.next();
    assert.equal(sdk.span('one').attributes['callmonitor.result'], '"end"');
    assert.deepEqual(Reflect.ownKeys(generator), []);
  });

  const statuses: Record<string, { drive: (g: Generator<number, string>) => unknown; ends: boolean }> = {
    'never started': { drive: () => 0, ends: false },
    'suspended for good': { drive: (g) => g.next(), ends: false },
    'returned early': { drive: (g) => [g.next(), g.return('r')], ends: true },
    'returned before its start': { drive: (g) => g.return('r'), ends: true },
    'thrown into': { drive: (g) => thrownBy(() => g.throw(new Error('x'))), ends: true },
    'run to its end': { drive: (g) => [...g], ends: true },
  };
  let count = 0;
  for (const [how, { drive, ends }] of Object.entries(statuses)) {
    it(`${ends ? 'ends' : 'does not end'}: ${how}`, () => {
      const name = `generator ${++count}`;
      const f = intercept(
        function* (): Generator<number, string> {
          yield 1;
          return 'end';
        },
        { name },
      );
      drive(f());
      assert.equal(names().includes(name), ends);
    });
  }

  it('is active in the generator, and only there', () => {
    const active = () => trace.getActiveSpan()?.spanContext().spanId;
    const f = intercept(function* inside(): Generator<string | undefined> {
      yield active();
      yield active();
    });
    const generator = f();
    const seen = [generator.next().value, active(), generator.next().value, active()];
    generator.next();
    const { spanId } = sdk.span('inside').spanContext();
    assert.deepEqual(seen, [spanId, undefined, spanId, undefined]);
  });

  it('is active in an async generator that asks for its own next step, and not after it', async () => {
    const active = () => trace.getActiveSpan()?.spanContext().spanId;
    let generator: AsyncGenerator<string | undefined>;
    const f = intercept(async function* nested(): AsyncGenerator<string | undefined> {
      generator.next();
      yield active();
      await null;
      yield active();
    });
    generator = f();
    const first = generator.next();
    assert.equal(active(), undefined);
    const { value } = await first;
    await generator.next();
    await nextTurn();
    assert.equal(value, sdk.span('nested').spanContext().spanId);
  });

  it('of an async generator ends with its last step, or with what it threw', async () => {
    const f = intercept(async function* steps(fails: boolean): AsyncGenerator<number> {
      yield 1;
      if (fails) throw new RangeError('no');
    });
    for await (const _ of f(false));
    await nextTurn();
    assert.equal(sdk.span('steps').attributes['callmonitor.result'], '{"$":"undefined"}');
    await assert.rejects(async () => {
      for await (const _ of f(true));
    }, RangeError);
    await nextTurn();
    assert.equal(sdk.span('steps').attributes['error.type'], 'RangeError');
  });
});
