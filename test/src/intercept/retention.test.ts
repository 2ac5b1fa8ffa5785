import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram, type Setup } from './programs.js';
import { temporaryFolder } from './tracing.js';

const folder = temporaryFolder();

/** Says which of the objects that were made are still held. */
const WATCH = `
  const refs = new Map();
  const make = (name, Type = Object) => { const made = new Type(); Reflect.set(made, 'name', name); refs.set(name, new WeakRef(made)); return made; };
  const held = async () => {
    for (let i = 0; i < 5; i++) { await new Promise((r) => setImmediate(r)); globalThis.gc(); }
    return [...refs].filter(([, ref]) => ref.deref() !== undefined).map(([name]) => name);
  };`;

/** Each leaves nothing behind but what it names at its end. */
const PROGRAMS: Record<string, string> = {
  'arguments, result and receiver of a function that returned': `
    class Mesh { refine(x) { return make('result'); } } Mesh.prototype.refine = wrap(Mesh.prototype.refine);
    (() => { make('receiver', Mesh).refine(make('argument')); })();`,
  'arguments and error of a function that threw': `
    const f = wrap(function f(x) { throw make('error', Error); }); (() => { try { f(make('argument')); } catch {} })();`,
  'an instance and what it was made with': `
    const Mesh = wrap(class Mesh { constructor(x) { this.n = x.name; } }); (() => { make('instance', function () { return new Mesh(make('argument')); }); })();`,
  'arguments and result of an async function': `
    const f = wrap(async function f(x) { await null; return make('result'); }); await (async () => { await f(make('argument')); })();`,
  'arguments of an async function that still runs': `
    const f = wrap(async function f(x) { const n = x.name; x = undefined; await new Promise(() => {}); });
    (() => { f.call(make('receiver'), make('argument')); })();`,
  'arguments of an async function that will never end, and its promise': `
    const f = wrap(() => make('promise', function () { return new Promise(() => {}); })); (() => { f(make('argument')); })();`,
  'the reason of a rejection': `
    const f = wrap(async function f(x) { throw make('reason', Error); }); await (async () => { await f(make('argument')).catch(() => {}); })();`,
  'a generator that was left, and its arguments': `
    const f = wrap(function* f(x) { yield x; yield 2; }); (() => { const g = f(make('argument')); refs.set('generator', new WeakRef(g)); g.next(); })();`,
  'an async generator that has ended': `
    const f = wrap(async function* f(x) { yield x.name; }); await (async () => { for await (const _ of f(make('argument'))); })();`,
  'typed arrays': `
    const f = wrap((x) => x.data.length); (() => { const x = make('argument'); x.data = make('data', function () { return new Float64Array(1000); }); f(x); })();`,
  'a function that is no longer used': `
    (() => { const f = make('function', function () { return Object.assign(() => 1); }); refs.set('intercepted', new WeakRef(wrap(f))); })();`,
};

/** Runs all programs, each in a function of its own, and says of each what is held at its end. */
const ALL = Object.entries(PROGRAMS)
  .map(
    ([title, source]) =>
      `ends[${JSON.stringify(title)}] = await (async () => { ${WATCH}\n${source}\nreturn held(); })();`,
  )
  .join('\n');

describe('nothing of the program is kept from the garbage collector:', () => {
  for (const setup of ['bare', 'sdk', 'embedded'] satisfies Setup[]) {
    const { stdout, stderr } = runProgram(
      `const ends = {};\n${ALL}\nconsole.log(JSON.stringify(ends)); process.exit();`,
      { folder, setup, nodeOptions: ['--expose-gc'] },
    );
    for (const title of Object.keys(PROGRAMS)) {
      it(`${title} (${setup})`, () => {
        assert.equal(stderr, '');
        assert.deepEqual(JSON.parse(stdout)[title], []);
      });
    }

    it(`what a running function has let go of, in its caller too (${setup})`, () => {
      const program = `${WATCH}
        const f = wrap(async function f(box) { const { name } = box; box = undefined; console.log('held:', (await held()).join()); });
        f({ name: 'x', big: make('big') });`;
      const ended = runProgram(program, { folder, setup, nodeOptions: ['--expose-gc'] });
      assert.deepEqual([ended.stdout, ended.stderr], ['held: \n', '']);
    });
  }
});
