import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ExportNotFoundError, findExport, pathText } from '../../../src/testgen/find-export.js';
import type { ExportedFunction } from '../../../src/testgen/inspect-module.js';

const FUNCTIONS: readonly ExportedFunction[] = [
  { path: ['solve'], kind: 'function', name: 'solve', source: '' },
  { path: ['default'], kind: 'function', name: 'main', source: '' },
  { path: ['default', 'chunk'], kind: 'member', name: 'chunk', source: '' },
  { path: ['Mesh'], kind: 'class', name: 'Mesh', source: '' },
  { path: ['Mesh', 'refine'], kind: 'method', name: 'refine', className: 'Mesh', source: '' },
  { path: ['Renamed', 'cut'], kind: 'method', name: 'cut', className: 'Grid', source: '' },
];

const FOUND = [
  ['solve', 'solve'],
  ['solve~2', 'solve'],
  ['solver.solve', 'solve'],
  ['solver.Mesh.refine', 'Mesh.refine'],
  ['Mesh', 'Mesh'],
  ['Grid.cut', 'Renamed.cut'],
  ['main', 'default'],
  ['default', 'default'],
  ['chunk', 'default.chunk'],
] as const;

describe('findExport', () => {
  for (const [name, expected] of FOUND) {
    test(`finds ${expected} for ${name}`, () => {
      const found = findExport(name, { functions: FUNCTIONS, isCommonJs: false }, '/src/solver.js');
      assert.equal(pathText(found), expected);
    });
  }

  test('names the nearest where there is none', () => {
    assert.throws(
      () => findExport('slove', { functions: FUNCTIONS, isCommonJs: false }, '/src/solver.js'),
      (error) => error instanceof ExportNotFoundError && error.message.includes('it exports solve,'),
    );
  });
});
