import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadAll } from 'callmonitor';
import { programFolder, recordedTexts, runNode } from './intercepted-program.js';

const SOLVER = `interface Options { tol: number }

export function solve(x: number, options: Options = { tol: 1 }): number {
  return refine<number>(x) + options.tol;
}
const refine = <T extends number>(x: T): number => x * 2;
export class Mesh {
  #n: number = 1;
  grow(by: number): number { return this.#add(by); }
  #add(by: number): number { return (this.#n += by); }
}
export function fail(text: string): never { throw new RangeError(text); }
`;
const APP = `import { Mesh, fail, solve } from './solver.ts';
console.log(solve(1), new Mesh().grow(2));
try { fail('too far'); } catch (error) { console.log((error as Error).stack); }
`;
const ENUM = `import { fail } from './solver.ts';
enum Kind { First, Second }
function nameOf(kind: Kind): string { return Kind[kind]; }
console.log(nameOf(Kind.Second));
`;

const CALLS = [
  'solver.solve(1)',
  'solver.refine(1)',
  'solver.Mesh.grow(2)',
  'solver.Mesh.#add(2)',
  'solver.fail("too far")',
];
const LINES = {
  'solver.solve': 3,
  'solver.refine': 6,
  'solver.Mesh.grow': 9,
  'solver.Mesh.#add': 10,
  'solver.fail': 12,
};

const { typescript } = process.features as { readonly typescript?: string | false };
const TSX = ['--import', 'tsx'];
const WAYS = [
  { how: 'tsx makes ES modules of', nodeArgs: TSX, type: 'module' },
  { how: 'tsx makes CommonJS of', nodeArgs: TSX, type: 'commonjs' },
  ...(typescript ? [{ how: 'Node itself strips the types of', nodeArgs: [], type: 'module' }] : []),
];

for (const { how, nodeArgs, type } of WAYS) {
  test(`register records what ${how}, by the names and lines of the TypeScript`, () => {
    const folder = typescriptFolder(type);
    const bare = runNode(folder, ['app.ts'], { nodeArgs });
    const own = runNode(folder, ['app.ts'], { nodeArgs, include: ['./*.ts#*'] });
    assert.deepEqual([own.stdout, own.stderr], [bare.stdout, bare.stderr]);
    assert.match(own.stdout, /solver\.ts:12:51/);
    assert.deepEqual(recordedTexts(folder), CALLS);
    const [db] = loadAll(folder);
    const lines = [...(db?.functions.keys() ?? [])].map((name) => [name, db?.function(name).line]);
    assert.deepEqual(Object.fromEntries(lines), LINES);
  });
}

test('register records what needs more than to have its types left out', () => {
  const folder = typescriptFolder('module');
  const nodeArgs = process.allowedNodeEnvironmentFlags.has('--experimental-transform-types')
    ? ['--experimental-transform-types', '--no-warnings']
    : TSX;
  const { stdout, stderr } = runNode(folder, ['enum.ts'], { nodeArgs, include: ['./enum.ts#*'] });
  assert.deepEqual([stdout, stderr], ['Second\n', '']);
  assert.ok(recordedTexts(folder).includes('enum.nameOf(1)'));
  assert.equal(loadAll(folder)[0]?.function('enum.nameOf').line, 3);
});

function typescriptFolder(type: string): string {
  const files = {
    'solver.ts': SOLVER,
    'app.ts': APP,
    'enum.ts': ENUM,
    'package.json': JSON.stringify({ type }),
    'tsconfig.json': '{}',
  };
  return programFolder(files, ['tsx']);
}
