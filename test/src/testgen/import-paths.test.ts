import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatOf, importSpecifier, placeModule, portablePath } from '../../../src/testgen/import-paths.js';
import { Project } from './project.js';

const project = new Project('commonjs');
after(() => project.remove());
project.write('esm/package.json', '{"type": "module"}');
project.write('typed/tsconfig.json', '{"compilerOptions": {}}');
project.write('src/solver.ts', '');

test('formatOf goes by the extension, then by the nearest package.json', () => {
  assert.equal(formatOf(project.path('a.test.js')), 'cjs');
  assert.equal(formatOf(project.path('a.test.mjs')), 'esm');
  assert.equal(formatOf(project.path('esm/deep/a.test.ts')), 'esm');
  assert.equal(formatOf(project.path('esm/a.test.cts')), 'cjs');
});

test('portablePath has slashes, and begins as a relative import does', () => {
  assert.equal(portablePath(join('/a', 'test'), join('/a', 'src', 'x.js')), '../src/x.js');
  assert.equal(portablePath('/a', '/a/x.js'), './x.js');
});

test('importSpecifier keeps .ts for Node, and has .js where a tsconfig does not allow it', () => {
  const solver = placeModule(project.path('src/solver.ts'));
  assert.equal(importSpecifier(solver, project.path('test'), true), '../src/solver.ts');
  assert.equal(importSpecifier(solver, project.path('typed'), true), '../src/solver.js');
  assert.equal(importSpecifier(solver, project.path('typed'), false), '../src/solver.ts');
});

test('placeModule takes a name that is no file for a package', () => {
  assert.deepEqual(placeModule('lodash'), { path: 'lodash', specifier: 'lodash', isFile: false });
  assert.equal(placeModule('./none.js').isFile, true);
});
