// Records calls of the library that its first word names, into the working directory.
import { intercept } from '../../../src/index.js';

type Library = typeof import('./library.js');

const library: Library = await import(process.argv[2] ?? './library.js');
const { Mesh, Safe } = library;

const solve = intercept(library.solve);
for (const [x, y] of [
  [3, 4],
  [1, 1],
  [20, 2],
  [0.5, -2],
  [7, 4],
  [8, 4],
] as const)
  solve(x, y, { n: 5 });
solve(3);
attempt(() => solve(-1));
attempt(() => solve(-2.5));
solve(3, 4, { tol: 2 });

attempt(() => intercept(library.fail)('E1'));
attempt(() => intercept(library.throwText)("it's \u2028 over"));

const shared = { a: 1 };
const echo = intercept(library.echo);
const values: unknown[] = [
  'a"b\'c\n\u202e',
  null,
  undefined,
  Number.NaN,
  -0,
  1e21,
  12n,
  true,
  new Date(0),
  /a\/[b]/giu,
  new URL('https://example.org/?q=1'),
  new URLSearchParams('a=1&a=2'),
  new Map<unknown, unknown>([
    ['k', { x: 1 }],
    ['l', -0],
  ]),
  new Map([['one', 1]]),
  new Set([1, [2]]),
  new Set(),
  new TypeError('no', { cause: { n: 1 } }),
  Object.assign(new Error('with a code'), { code: 404 }),
  new library.SolverError('inner', 'E2'),
  Float64Array.of(1.5, -2, Number.NaN),
  new BigInt64Array([1n, -2n]),
  new Float32Array(0),
  Buffer.from('text'),
  Buffer.from([0, 255]),
  Uint8Array.of(1, 2).buffer,
  new DataView(Uint8Array.of(1, 2, 3).buffer, 1),
  Object(1n),
  Symbol.for('app'),
  Object.assign(new Array(3), { 1: 'b' }),
  Object.assign(['a'], { index: 7 }),
  Object.assign(Object.create(null), { a: 1 }),
  JSON.parse('{"__proto__":{"x":1},"a-b":2,"0":3}'),
  { [Symbol.for('s')]: [2], $: 1 },
  new Mesh(Uint8Array.of(1, 2)),
  [shared, shared],
  'long '.repeat(300),
  Array.from({ length: 60 }, (_, at) => at * 1.25),
  Array.from({ length: 12 }, (_, id) => ({ id, name: `row ${id}`, tags: ['a', 'b'] })),
  {
    deep: {
      deeper: {
        deepest: [
          [1, 2],
          [3, 4],
        ],
      },
    },
    text: 'a text that is rather long, so that lines break',
  },
  () => 1,
];
for (const value of values) echo(value);
intercept(library.hide)(3);

const sortInPlace = intercept(library.sortInPlace, { argsAfter: true });
sortInPlace([3, 1, 2]);
sortInPlace([3, 10, 2], { descending: true });
sortInPlace(Array.from({ length: 500 }, (_, at) => -at));

const fetchRow = intercept(library.fetchRow);
await fetchRow(7);
await fetchRow(-7).catch(() => {});
const fetchFirst = intercept(library.fetchFirst);
await fetchFirst(8);
await fetchFirst(-8).catch(() => {});

const countTo = intercept(library.countTo);
Array.from(countTo(3));
for (const at of countTo(5)) if (at === 2) break;
for await (const _ of intercept(library.countSlowly)(2));

const next = intercept(library.next);
next();
next();
intercept(library.test)(Float64Array.from({ length: 1000 }, (_, at) => at / 7));

const divide = intercept(library.divide);
divide(Float64Array.of(0, 1), 0);
divide(new Float64Array(300), 0);
intercept(library.callBack)(() => 3);
intercept(library.tools.double, { name: 'tools.double' })(21);
// Of a CommonJS module that is all of its exports.
if (typeof library.default === 'function') intercept(library.default)('world');

const cut = intercept(Mesh.cut, { name: 'Mesh.cut' });
cut.call(Mesh, new Mesh(Uint8Array.of(1, 2, 3)), 2);
const refine = intercept(Mesh.prototype.refine, { name: 'Mesh.refine' });
refine.call(new Mesh(Uint8Array.of(1, 2, 3)), 2);
refine.call(new Mesh(new Uint8Array(2000)), 3, { offset: 1 });
intercept(Safe.prototype.opens, { name: 'Safe.opens' }).call(new Safe(1), 1);
new (intercept(Mesh))(Uint8Array.of(9));

function attempt(run: () => unknown): void {
  try {
    run();
  } catch {}
}
