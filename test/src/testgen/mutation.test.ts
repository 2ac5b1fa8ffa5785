import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Mutant, mutantsOf } from './mutants.js';
import { Project } from './project.js';

const MODULE = 'demo/statistics.js';
const TESTS = 'test/statistics.test.js';
/** A part of what `scripts/mutate-demo.mjs` tries. */
const TRIED = [
  'yy += dy * dy → (yy -= (dy * dy))',
  'xy / xx → (xy * (xx))',
  'min → max',
  'sum + value → (sum - (value))',
] as const;

describe('a change in a function of the demo', () => {
  const project = new Project('module');
  let source = '';
  let mutants: readonly Mutant[] = [];
  after(() => project.remove());
  before(() => {
    cpSync(fileURLToPath(new URL('../../../examples/demo', import.meta.url)), project.path('demo'), {
      recursive: true,
    });
    assert.equal(project.node(['demo/main.js']).status, 0);
    const { status, stderr } = project.callmonitor(['testgen', '--all', '--module', MODULE, '-o', TESTS]);
    assert.equal(status, 0, stderr);
    source = readFileSync(project.path(MODULE), 'utf8');
    mutants = mutantsOf(source);
  });

  test('is none: the generated tests pass', () => {
    const { status, stdout } = project.node([TESTS]);
    assert.equal(status, 0, stdout);
  });

  for (const wanted of TRIED) {
    test(`${wanted} is found by the generated tests`, () => {
      const mutant = mutants.find(({ description }) => description.endsWith(`: ${wanted}`));
      assert.ok(mutant, mutants.map(({ description }) => description).join('\n'));
      project.write(MODULE, mutant.text);
      const { status, stdout } = project.node(['--test-reporter=tap', TESTS]);
      project.write(MODULE, source);
      assert.equal(status, 1, stdout);
      assert.match(stdout, /not ok/);
    });
  }
});
