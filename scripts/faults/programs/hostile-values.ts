/**
 * A program that calls its functions with values which defend themselves: `hostile-values <scenario> <bare|recorded>
 * <size>`. It prints what it saw, line by line; how often it called a function is the last one.
 */

import { createContext, runInContext } from 'node:vm';
import { Worker } from 'node:worker_threads';

type AnyFunction = (...args: never[]) => unknown;
type Intercept = <F extends AnyFunction>(fn: F, options?: object) => F;

const [name = '', mode, size = '1000'] = process.argv.slice(2);
const amount = Number(size);
const intercept: Intercept =
  mode === 'recorded' ? ((await import('callmonitor')).intercept as unknown as Intercept) : (fn) => fn;

let calls = 0;

function print(...words: unknown[]): void {
  process.stdout.write(`${words.map(String).join(' ')}\n`);
}

/** Takes anything, and looks at none of it. */
const take = intercept(
  function take(this: unknown, ..._args: unknown[]): number {
    return ++calls;
  } as AnyFunction,
  { name: 'take', argsAfter: true },
) as (...args: unknown[]) => number;

/** Gives back what it is given. */
const give = intercept(
  function give(value: unknown): unknown {
    calls++;
    return value;
  },
  { name: 'give' },
);

/** Throws what it is given. */
const hurl = intercept(
  function hurl(value: unknown): never {
    calls++;
    throw value;
  },
  { name: 'hurl' },
);

/** Rejects with what it is given. */
const reject = intercept(
  async function reject(value: unknown): Promise<never> {
    calls++;
    throw value;
  },
  { name: 'reject' },
);

/** A Proxy that says which of its traps run, and throws in all of them but those that let the program use it. */
function trapped(target: object, label: string): object {
  const traps: Record<string, AnyFunction> = {};
  for (const trap of Object.getOwnPropertyNames(Reflect)) {
    traps[trap] = () => {
      print(label, trap);
      throw new RangeError(`${label} ${trap}`);
    };
  }
  return new Proxy(target, traps);
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function fails(): never {
  throw new Error('from an option');
}

/** Uses a value everywhere that one can be. */
async function everywhere(value: unknown): Promise<void> {
  take(value);
  take.call(value, 1);
  take([value], { value }, new Map([[value, value]]), new Set([value]), new Error('e', { cause: value }));
  take(value, value, [[[value]]]);
  if (give(value) !== value) print('give() gave something else');
  try {
    hurl(value);
  } catch (error) {
    if (error !== value) print('hurl() threw', error);
  }
  try {
    await reject(value);
  } catch (error) {
    if (error !== value) print('reject() rejected with', error);
  }
}

const SCENARIOS: Readonly<Record<string, () => void | Promise<void>>> = {
  async proxies() {
    const targets = [
      { a: 1 },
      [1, 2],
      () => {},
      class {},
      new Map(),
      new Date(0),
      new Error('e'),
      Promise.resolve(1),
    ];
    for (const [index, target] of targets.entries()) {
      const proxy = trapped(target, `proxy ${index}`);
      await everywhere(proxy);
      await everywhere(revoked(target));
      if (typeof target !== 'function') {
        await everywhere(Object.create(proxy));
        await everywhere(Object.setPrototypeOf(new Error('before a proxy'), proxy));
      }
      try {
        print('a' in proxy);
      } catch (error) {
        print((error as Error).message);
      }
    }
  },

  async getters() {
    const lazy = (key: PropertyKey) => ({
      get: () => {
        print('read', String(key));
        return take(`from ${String(key)}`);
      },
      enumerable: true,
      configurable: true,
    });
    const keys = [
      'a',
      'then',
      'toJSON',
      'length',
      'size',
      'name',
      'message',
      'stack',
      'cause',
      'constructor',
    ];
    for (const key of [...keys, Symbol.toStringTag, Symbol.iterator, Symbol.toPrimitive, 0]) {
      const values = [
        {},
        [],
        () => {},
        new Error('e'),
        new Map([[1, 2]]),
        new Uint8Array(2),
        /a/,
        Object('s'),
      ];
      for (const value of values) {
        if (Object.getOwnPropertyDescriptor(value, key)?.configurable === false) continue;
        if (!Reflect.defineProperty(value, key, lazy(key))) continue;
        if (key === 'then') take(value);
        else await everywhere(value);
      }
      const inherited = Object.create(Object.defineProperty({}, key, lazy(key)));
      if (key === 'then') take(inherited);
      else await everywhere(inherited);
    }
    print(String(Reflect.get(Object.defineProperty({}, 'a', lazy('a')), 'a')));
  },

  async 'shared memory'() {
    const memory = new SharedArrayBuffer(1 << 16);
    const worker = new Worker(
      `const { workerData } = require('worker_threads'); const words = new Uint32Array(workerData);
       for (let n = 0; Atomics.load(words, 0) !== 0xffffffff; n++) words[1 + (n % (words.length - 1))] = n * 2654435761;`,
      { eval: true, workerData: memory },
    );
    await new Promise((resolve) => worker.once('online', resolve));
    for (let round = 0; round < amount; round++) {
      take(new Float64Array(memory, 8), new Uint8Array(memory), memory, new DataView(memory, 4, 999));
      take({ small: new Uint8Array(memory, 4, 100), buffer: Buffer.from(memory, 8, 500) });
    }
    new Uint32Array(memory)[0] = 0xffffffff;
    await new Promise((resolve) => worker.once('exit', resolve));
  },

  'many keys'() {
    const object: Record<string, number> = {};
    for (let index = 0; index < amount; index++) object[`key ${index}`] = index;
    take(object);
    take([object], 'after it');
    print(Object.keys(object).length);
    const map = new Map<number, number>();
    for (let index = 0; index < amount / 10; index++) map.set(index, index);
    take(map, new Set(map.keys()), Array.from(map.keys()), Object.assign([], { [2 ** 32 - 2]: 1 }));
    take('ü'.repeat(amount), 'a'.repeat(amount * 10), 1n << BigInt(Math.min(amount, 2 ** 29)));
    take(new Uint8Array(amount), new Float64Array(amount / 10));
  },

  async buffers() {
    type Resizable = ArrayBuffer & { resize(to: number): void };
    const Resizable = ArrayBuffer as unknown as new (size: number, options: object) => Resizable;
    for (let shrunk = 0; shrunk <= 32; shrunk++) {
      const memory = new Resizable(32, { maxByteLength: 64 });
      const views = [
        new Uint8Array(memory),
        new Float64Array(memory, 8),
        new Int16Array(memory, 2, 9),
        new DataView(memory, 5),
      ];
      take(memory, ...views, Buffer.from(memory, 3));
      memory.resize(shrunk);
      take(memory, ...views);
      await everywhere(views);
      structuredClone(memory, { transfer: [memory] });
      take(memory, ...views, { views });
    }
  },

  async realms() {
    const context = createContext({ print });
    const run = (code: string): unknown => runInContext(code, context);
    run('Error.prepareStackTrace = () => { print("the stack of another realm"); return "none" }');
    const codes = [
      '({ a: [1, { b: 2 }] })',
      'new (class Foreign { x = 1; get y() { print("y") } })()',
      'new Map([[{}, new Set([1])]])',
      'new TypeError("foreign", { cause: new Error("inner") })',
      'new Proxy({}, { get() { print("foreign trap") }, ownKeys() { print("foreign trap"); return [] } })',
      '(function foreign() {})',
      'new Float64Array([1, 2])',
      'Object.create(null)',
      '(async () => 1)()',
      'Symbol.iterator',
      '[1, , 3]',
      'globalThis',
    ];
    for (const code of codes) {
      const value = run(code);
      if (code.startsWith('(async')) take(value);
      else await everywhere(value);
    }
    const foreign = run(
      '(fn) => { try { return fn({ there: true }) } catch (error) { return error.message } }',
    );
    print((foreign as (fn: unknown) => unknown)(take));
  },

  async changes() {
    const filtered = intercept(
      (value: { n: number }) => {
        calls++;
        return ++value.n;
      },
      { name: 'filtered', when: fails, argsAfter: true },
    );
    const failing = intercept((_value: unknown) => ++calls, {
      name: 'failing',
      attributes: fails,
      redact: [fails],
    });
    const nested = intercept((_value: unknown) => ++calls, {
      name: 'nested',
      when: () => give(true),
      redact: [() => give(false)],
    });
    print(filtered({ n: 1 }), failing({}), typeof nested([{}]));
    const frozen = Object.freeze(Object.assign([1], { deep: Object.seal({ x: 1 }) }));
    await everywhere(frozen);
    const chain = { error: new Error('last') };
    for (let depth = 0; depth < 10_000; depth++) chain.error = new Error(`${depth}`, { cause: chain.error });
    await everywhere(chain.error);
    for (const value of [undefined, null, Symbol('s'), 0, '', -0n, Number.NaN]) await everywhere(value);
  },
};

const scenario = SCENARIOS[name];
if (scenario === undefined) throw new TypeError(`Expected one of ${Object.keys(SCENARIOS)}, got ${name}`);
take('before');
await scenario();
take('after');
print('calls', calls, 'peak', process.resourceUsage().maxRSS * 1024);
