import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderWith, prepared, recordProgram } from '../own-program.js';
import { runCli } from '../run-cli.js';

const SOLVER = `
export function scale(values, { factor = 1 } = {}) {
  return values.map((value) => value * factor);
}
export async function later(x) {
  await null;
  if (x < 0) throw new RangeError('below 0: ' + x);
  return x + 1;
}
export function* count(to) {
  for (let at = 0; at < to; at++) yield at;
  return to;
}
export class Mesh {
  static made = 1;
  nodes = [1, 2];
  constructor(size = 0) { this.size = size; }
  refine(times) { this.nodes.push(times); return this.total; }
  get total() { return this.nodes.reduce((a, b) => a + b, 0); }
  static unit() { return new this(Mesh.made); }
}
export const helpers = { half: (x) => x / 2 };
function hidden(x) { return -x; }
export { hidden as negative };
export default function main(x) { return [x]; }
`;

const RECORDING = `
import main, { count, helpers, later, Mesh, negative, scale } from './solver.mjs';
const on = (target, key, name) => { target[key] = intercept(target[key], { name }); };
on(Mesh.prototype, 'refine', 'solver.Mesh.refine');
on(Mesh, 'unit', 'Mesh.unit');
Object.defineProperty(Mesh.prototype, 'total', {
  get: intercept(Object.getOwnPropertyDescriptor(Mesh.prototype, 'total').get, { name: 'Mesh.total.get' }),
});
on(helpers, 'half', 'helpers.half');
const M = intercept(Mesh);
intercept(scale)(Float64Array.of(1, 2, 3), { factor: 2 });
intercept(scale, { name: 'solver.scale~2' })(Float64Array.of(1), { factor: 4 });
await intercept(later)(1);
await intercept(later)(-1).catch(() => {});
for (const _ of intercept(count)(3));
new M(2).refine(5);
Mesh.unit();
helpers.half(3);
intercept(negative)(4);
intercept(main, { name: 'default' })(1);
`;

function recorded(): string {
  return prepared('the solver', (folder) => {
    writeFileSync(join(folder, 'solver.mjs'), SOLVER);
    recordProgram(folder, RECORDING);
  });
}

/** Changes today's code. */
function change(folder: string, from: string, to: string): void {
  const path = join(folder, 'solver.mjs');
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from));
  writeFileSync(path, text.replace(from, to));
}

interface Tally {
  readonly name: string;
  readonly [outcome: string]: unknown;
}

/** What `replay --json` says of each function: its outcomes that are not 0. */
function replayed(folder: string, words: readonly string[]) {
  const ended = runCli(folder, ['replay', '--module', 'solver.mjs', '--json', ...words]);
  assert.notEqual(ended.stdout, '', ended.stderr);
  const { functions, calls } = JSON.parse(ended.stdout);
  const outcomes = ['same', 'different', 'impossible', 'failed'];
  const tallies = functions.map((tally: Tally) => [
    tally.name,
    outcomes
      .filter((each) => tally[each] !== 0)
      .map((each) => `${tally[each]} ${each}`)
      .join(),
  ]);
  return {
    status: ended.status,
    stderr: ended.stderr,
    functions,
    calls,
    tallies: Object.fromEntries(tallies),
  };
}

const SAME = {
  Mesh: '1 same',
  scale: '1 same',
  'solver.scale~2': '1 same',
  later: '2 same',
  count: '1 same',
  'solver.Mesh.refine': '1 same',
  'Mesh.total.get': '1 same',
  'Mesh.unit': '1 same',
  'helpers.half': '1 same',
  hidden: '1 same',
  default: '1 same',
};

for (const words of [['--all'], ['--all', '--isolate']]) {
  test(`replay ${words.join(' ')} finds functions, methods, statics, accessors, classes of the module, all the same`, () => {
    const { status, tallies } = replayed(recorded(), words);
    assert.deepEqual(tallies, SAME);
    assert.equal(status, 0);
  });

  test(`replay ${words.join(' ')} says what one changed operator changes`, () => {
    const folder = recorded();
    change(folder, 'value * factor', 'value + factor');
    change(folder, "'below 0: '", "'under 0: '");
    const { status, tallies, calls } = replayed(folder, words);
    assert.equal(status, 1);
    assert.deepEqual(tallies, {
      ...SAME,
      scale: '1 different',
      'solver.scale~2': '1 different',
      later: '1 same,1 different',
    });
    const found = calls.map(
      (call: { differences: Array<{ path: string; recorded: string; actual: string }> }) =>
        call.differences.map(({ path, recorded, actual }) => `${path} ${recorded} ${actual}`).join(),
    );
    assert.deepEqual(found, ['result 2 3', 'result 4 5', 'error.message "below 0: -1" "under 0: -1"']);
  });
}

test('replay shows the differing calls, and a row for each function', () => {
  const folder = recorded();
  change(folder, 'value * factor', 'value + factor');
  const { status, stdout } = runCli(folder, [
    'replay',
    '--module',
    'solver.mjs',
    '--function',
    'scale',
    '--function',
    'solver.Mesh.refine',
  ]);
  assert.equal(status, 1);
  assert.equal(
    stdout,
    `call-monitor, replayed by solver.mjs

scale/1  different
  result  2 of 3 elements differ, by up to 1 at [0], relative 0.5
  - [0] = 2
  + [0] = 3

FUNCTION            REPLAYED  SAME  DIFFERENT  IMPOSSIBLE  FAILED  NOTES
scale                      1     0          1
solver.Mesh.refine         1     1          0                      changes this.nodes
`,
  );
});

for (const words of [['--all'], ['--all', '--isolate']]) {
  test(`replay ${words.join(' ')} tells the functions that the module has not from those that it has`, () => {
    const folder = recorded();
    change(folder, 'export const helpers', 'const helpers');
    change(folder, 'export async function later', 'async function later');
    const { status, tallies } = replayed(folder, words);
    assert.equal(status, 0);
    assert.deepEqual(tallies, { ...SAME, 'helpers.half': '1 impossible', later: '2 impossible' });
    const { stdout, stderr } = runCli(folder, ['replay', '--module', 'solver.mjs', ...words]);
    assert.match(stdout, /^not in the module: later, helpers\.half$/m);
    assert.equal(stderr, '');
  });
}

test('replay --rtol takes numbers that are nearly the same for the same', () => {
  const folder = recorded();
  change(folder, 'value * factor', 'value * factor * (1 + 1e-12)');
  assert.equal(replayed(folder, ['--function', 'scale']).status, 1);
  assert.equal(replayed(folder, ['--function', 'scale', '--rtol', '1e-9']).status, 0);
});

test('replay records nothing, and what the code prints does not get into the JSON', () => {
  const folder = recorded();
  change(
    folder,
    'export class Mesh',
    "console.log('loaded');\nprocess.stdout.write('loaded\\n');\nexport class Mesh",
  );
  for (const words of [['--all'], ['--all', '--isolate']]) {
    const { status, stderr } = replayed(folder, words);
    assert.equal(status, 0);
    assert.match(stderr, /loaded\nloaded\n/);
  }
  assert.ok(!existsSync(join(folder, 'call-monitor-1')));
});

test('replay of a module whose functions are intercepted calls the originals and records nothing', () => {
  const folder = folderWith({});
  const lib =
    "import { intercept } from 'CALLMONITOR';\nconst inner = intercept(function inner(x) { return x; });\nexport const outer = intercept(function outer(x) { return inner(x) + 1; });\n";
  writeFileSync(
    join(folder, 'lib.mjs'),
    lib.replace('CALLMONITOR', new URL('../../../../src/index.js', import.meta.url).href),
  );
  recordProgram(folder, "import { outer } from './lib.mjs';\nouter(1);");
  const { status, stdout } = runCli(folder, ['replay', '--module', 'lib.mjs', '--function', 'outer']);
  assert.equal(status, 0, stdout);
  assert.ok(!existsSync(join(folder, 'call-monitor-1')));
});

test('replay goes by --function recorded=export, and by one call', () => {
  const folder = recorded();
  change(folder, 'export function scale', 'export function scaleAll');
  assert.deepEqual(replayed(folder, ['--function', 'scale/1=scaleAll']).tallies, { scale: '1 same' });
});

test('replay takes classes from other modules', () => {
  const folder = folderWith({
    'order.mjs': 'export class Order { constructor(n) { this.n = n; } double() { return this.n * 2; } }',
    'solver.mjs': 'export const price = (order) => order.double();',
  });
  recordProgram(
    folder,
    "import { Order } from './order.mjs';\nimport { price } from './solver.mjs';\nintercept(price)(new Order(2));",
  );
  assert.equal(replayed(folder, ['--all']).status, 1);
  assert.equal(replayed(folder, ['--all', '--classes', 'order.mjs']).status, 0);
});

const UNREPLAYABLE = `
export const each = (callbacks) => callbacks.length;
export const never = () => new Promise(() => {});
export class Secret { #x = 1; read() { return this.#x; } }
export const gone = () => 1;
`;

test('replay says of each call that cannot be replayed why, and that nothing was', () => {
  const folder = folderWith({ 'solver.mjs': UNREPLAYABLE });
  recordProgram(
    folder,
    `
import { each, gone, never, Secret } from './solver.mjs';
Secret.prototype.read = intercept(Secret.prototype.read, { name: 'Secret.read' });
intercept(each)([() => {}]);
void intercept(never)();
new Secret().read();
intercept(gone)();
`,
  );
  change(folder, 'export const gone', 'const gone');
  const { status, functions } = replayed(folder, ['--all']);
  assert.deepEqual(
    functions.map(({ name, impossible, why }: Tally) => [name, impossible, ...(why as string[])]),
    [
      ['each', 1, 'args[0][0]: function without a name'],
      ['never', 1, 'it never came back, so that there is nothing to compare with'],
      ['Secret.read', 1, 'this: private members are not recorded'],
      ['gone', 1, 'not in the module'],
    ],
  );
  assert.equal(status, 1);
  assert.match(
    runCli(folder, ['replay', '--module', 'solver.mjs', '--all']).stdout,
    /\nnothing was replayed\n$/,
  );
});

const CHANGED = {
  'an endless loop': { body: 'for (;;);', why: 'took longer than 2 s' },
  'a promise that never settles': { body: 'return new Promise(() => {});', why: 'took longer than 2 s' },
  'the end of the process': { body: 'process.exit(0);', why: 'ended the process with code 0' },
  'a crash': { body: "process.kill(process.pid, 'SIGSEGV'); for (;;);", why: 'ended the process by SIGSEGV' },
  'an error outside of the call': {
    body: "setImmediate(() => { throw new Error('late'); }); return new Promise(() => {});",
    why: 'ended the process with code 1',
  },
};

for (const [what, { body, why }] of Object.entries(CHANGED)) {
  test(`replay --isolate survives ${what}, and goes on`, () => {
    const folder = prepared('three runs', (empty) => {
      writeFileSync(
        join(empty, 'solver.mjs'),
        'export function run(n) { if (n === 2) { /* more */ } return n; }',
      );
      recordProgram(
        empty,
        "import { run } from './solver.mjs';\nconst r = intercept(run);\nfor (const n of [1, 2, 3]) r(n);",
      );
    });
    change(folder, '/* more */', body);
    const { status, tallies, calls } = replayed(folder, ['--all', '--isolate', '--timeout', '2s']);
    assert.deepEqual(tallies, { run: '2 same,1 failed' });
    assert.deepEqual([status, calls[0].invocation, calls[0].why], [1, 2, why]);
  });
}

test('replay gives a promise its time in this process too, and says which call ended it', () => {
  const folder = folderWith({ 'solver.mjs': 'export function run(n) { /* more */ return n; }' });
  recordProgram(
    folder,
    "import { run } from './solver.mjs';\nconst r = intercept(run);\nfor (const n of [1, 2]) r(n);",
  );
  change(folder, '/* more */', 'if (n === 1) return new Promise(() => {});');
  assert.deepEqual(replayed(folder, ['--all', '--timeout', '50ms']).tallies, { run: '1 same,1 failed' });
  change(folder, 'return new Promise(() => {})', 'process.exit(0)');
  const { status, stderr } = runCli(folder, ['replay', '--all', '--module', 'solver.mjs']);
  assert.equal(status, 1);
  assert.match(stderr, /run\/1 ended the process; --isolate survives that/);
});

test('replay ends although the module leaves a timer running', () => {
  const folder = recorded();
  change(folder, 'export class Mesh', 'setInterval(() => {}, 1000);\nexport class Mesh');
  assert.equal(replayed(folder, ['--function', 'scale']).status, 0);
  assert.equal(runCli(folder, ['replay', '--module', 'solver.mjs']).status, 2);
});

test('replay loads TypeScript where Node is told how', () => {
  const folder = folderWith({
    'solver.mjs': 'export const twice = (x) => x * 2;',
    'solver.ts': 'export const twice = (x: number): number => x * 2;',
  });
  recordProgram(folder, "import { twice } from './solver.mjs';\nintercept(twice)(2);");
  const env = { NODE_OPTIONS: `--import ${import.meta.resolve('tsx')}` };
  for (const words of [[], ['--isolate']]) {
    const { status, stderr } = runCli(folder, ['replay', '--module', 'solver.ts', '--all', ...words], env);
    assert.equal(status, 0, stderr);
  }
});

const WRONG = [
  { words: ['--all'], says: /required option '--module <file>' not specified/ },
  {
    words: ['--module', 'none.mjs', '--all'],
    says: /Expected a module that Node can load at none\.mjs: Cannot find module/,
  },
  {
    words: ['--module', 'none.mjs', '--all', '--isolate'],
    says: /Expected a module that Node can load at none\.mjs/,
  },
  { words: ['--module', 'solver.mjs'], says: /Expected --function <name>, or --all; the module has .*scale/ },
  {
    words: ['--module', 'solver.mjs', '--function', 'scal'],
    says: /'scal' was not recorded; recorded: scale/,
  },
  {
    words: ['--module', 'solver.mjs', '--function', 'scale=Mesh.refne'],
    says: /Expected the function Mesh\.refne in the module, but solver\.mjs exports Mesh\.refine/,
  },
  { words: ['--module', 'solver.mjs', '--function', 'scale/7'], says: /call 7 of scale: 1 was recorded/ },
  {
    words: ['--module', 'solver.mjs', '--all', '--timeout', '10'],
    says: /Expected a time such as 500ms, 10s or 2min/,
  },
  { words: ['--module', 'solver.mjs', '--all', '--rtol', 'x'], says: /Expected a number from 0 on/ },
  { words: ['--module', 'solver.mjs', '--all', '--update'], says: /unknown option '--update'/ },
];

const wrongFolder = recorded();
for (const { words, says } of WRONG) {
  test(`replay ${words.join(' ')} ends with 2 and says why`, () => {
    const { status, stdout, stderr } = runCli(wrongFolder, ['replay', ...words]);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' });
    assert.match(stderr, says);
  });
}

test('replay takes the folder of a call, and makes that call alone again', () => {
  const { status, tallies } = replayed(recorded(), ['call-monitor/later/2']);
  assert.deepEqual([status, tallies], [0, { later: '1 same' }]);
});
