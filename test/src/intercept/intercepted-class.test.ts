import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { intercept } from 'callmonitor';
import { seesTheSame, thrownBy } from './bare-and-intercepted.js';
import { TestSdk } from './tracing.js';

const sdk = new TestSdk();

describe('an intercepted class', () => {
  seesTheSame('makes instances of itself, with its fields and methods', (wrap) => {
    const Mesh = wrap(
      class Mesh {
        #cells: number;
        label = 'mesh';
        constructor(n: number) {
          this.#cells = n;
        }
        get cells() {
          return this.#cells;
        }
        static of(n: number) {
          return new this(n);
        }
      },
    );
    const mesh = new Mesh(3);
    return [
      mesh.cells,
      mesh.label,
      mesh instanceof Mesh,
      mesh.constructor === Mesh,
      Object.getPrototypeOf(mesh) === Mesh.prototype,
      Mesh.of(4) instanceof Mesh,
      Object.keys(mesh),
      Mesh.prototype.constructor === Mesh,
    ];
  });

  seesTheSame('knows itself as new.target: an abstract class with a name of its own', (wrap) => {
    const Mesh = wrap(
      class Mesh {
        constructor() {
          if (new.target === Mesh) throw new TypeError('abstract');
        }
      },
    );
    class Grid extends Mesh {}
    return [thrownBy(() => new Mesh()), new Grid() instanceof Mesh];
  });

  seesTheSame('knows itself as new.target: an abstract class without one', (wrap) => {
    const Mesh = wrap(
      (() =>
        class {
          constructor() {
            if ((new.target as unknown) === Mesh) throw new TypeError('abstract');
          }
        })(),
    );
    class Grid extends Mesh {}
    return [thrownBy(() => new Mesh()), new Grid() instanceof Mesh];
  });

  seesTheSame('may be extended, and constructed for another class', (wrap) => {
    const Base = wrap(
      class Base {
        readonly target: string;
        constructor(readonly n: number) {
          this.target = new.target.name;
        }
        static make() {
          return new this(1);
        }
        twice() {
          return this.n * 2;
        }
      },
    );
    class Derived extends Base {
      override twice() {
        return super.twice() + 1;
      }
    }
    const Wrapped = wrap(class Wrapped extends Derived {});
    const made = Reflect.construct(Base, [2], Derived) as Derived;
    return [
      new Derived(2).twice(),
      new Derived(2).target,
      Derived.make().target,
      Derived.make() instanceof Derived,
      new Wrapped(5).twice(),
      new Wrapped(5).target,
      new Wrapped(5) instanceof Base,
      made.target,
      made.constructor === Derived,
      Object.getPrototypeOf(Derived) === Base,
    ];
  });

  seesTheSame('reaches its private statics through `this` and by its name', (wrap) => {
    const Counter = wrap(
      class Counter {
        static #count = 0;
        static #step() {
          return ++Counter.#count;
        }
        static next() {
          // biome-ignore lint/complexity/noThisInStatic: that is what is tested
          this.#count += 10;
          return Counter.#step();
        }
        static get count() {
          // biome-ignore lint/complexity/noThisInStatic: that is what is tested
          return this.#count;
        }
        static set count(n) {
          // biome-ignore lint/complexity/noThisInStatic: that is what is tested
          this.#count = n;
        }
        static has(x: object) {
          return #own in x;
        }
        #own = 1;
      },
    );
    const { next } = Counter;
    const seen: unknown[] = [
      Counter.next(),
      Counter.count,
      Counter.next === next,
      Counter.has(new Counter()),
    ];
    Counter.count = 5;
    seen.push(Counter.count, Counter.next.name, Counter.next.call(Counter));
    Object.freeze(Counter);
    return [...seen, Counter.count, typeof Counter.next, Object.isFrozen(Counter)];
  });

  seesTheSame('extends what the language has', (wrap) => {
    const List = wrap(class List extends Array<number> {});
    const Fault = wrap(
      class Fault extends Error {
        override name = 'Fault';
      },
    );
    const list = List.from([1, 2]);
    const fault = new Fault('x');
    return [
      list instanceof List,
      list.map((x) => x + 1) instanceof List,
      Array.isArray(list),
      fault instanceof Fault,
      fault instanceof Error,
      fault.message,
      String(fault),
    ];
  });

  seesTheSame('cannot be called without new, and says so itself', (wrap) => {
    const Mesh = wrap(class Mesh {});
    const error = thrownBy(() => (Mesh as unknown as () => void)()) as Error;
    return [error.constructor.name, error.message];
  });

  seesTheSame('throws what its constructor throws, and returns what that returns', (wrap) => {
    const error = new Error('no');
    const Fails = wrap(
      class Fails {
        constructor() {
          throw error;
        }
      },
    );
    const other = {};
    const Gives = wrap(
      class Gives {
        constructor() {
          // biome-ignore lint/correctness/noConstructorReturn: that is what is tested
          return other;
        }
      },
    );
    return [thrownBy(() => new Fails()) === error, new Gives() === other];
  });

  seesTheSame('has its own Symbol.hasInstance and Symbol.species', (wrap) => {
    const Even = wrap(
      // biome-ignore lint/complexity/noStaticOnlyClass: that is what is tested
      class Even {
        static [Symbol.hasInstance](n: unknown) {
          return Number(n) % 2 === 0;
        }
        static get [Symbol.species]() {
          return Array;
        }
      },
    );
    return [(2 as unknown) instanceof Even, (3 as unknown) instanceof Even, Even[Symbol.species] === Array];
  });

  it('records one call for each construction, of it and of what extends it', () => {
    const Base = intercept(class Recorded {});
    class Derived extends Base {}
    const before = sdk.spans.length;
    new Base();
    new Derived();
    assert.deepEqual(
      sdk.spans.slice(before).map(({ name, attributes }) => [name, attributes['callmonitor.invocation']]),
      [
        ['Recorded', 1],
        ['Recorded', 2],
      ],
    );
  });
});
