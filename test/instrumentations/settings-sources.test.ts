import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLI } from '../src/cli/run-cli.js';
import { programFolder, REGISTER, recordedTexts, runNode } from './intercepted-program.js';

const SETTINGS = "{ include: ['./app.mjs#solve'] }";
const JSON_SETTINGS = '{ "include": ["./app.mjs#solve"] }';
const MODULE = { 'package.json': '{ "type": "module" }' };

/** Everything that may hold the settings. */
const SOURCES: { source: string; files?: Record<string, string>; env?: Record<string, string> }[] = [
  { source: 'callmonitor.config.json', files: { 'callmonitor.config.json': JSON_SETTINGS } },
  {
    source: 'callmonitor.config.js, an ES module',
    files: { ...MODULE, 'callmonitor.config.js': `export default ${SETTINGS};` },
  },
  {
    source: 'callmonitor.config.js, CommonJS',
    files: { 'callmonitor.config.js': `module.exports = ${SETTINGS};` },
  },
  {
    source: 'callmonitor.config.mjs',
    files: { 'callmonitor.config.mjs': `export default ${SETTINGS};` },
  },
  {
    source: 'callmonitor.config.ts',
    files: {
      ...MODULE,
      'callmonitor.config.ts': `import type { SettingsInput } from 'callmonitor';
export default ${SETTINGS} satisfies SettingsInput;`,
    },
  },
  { source: 'package.json', files: { 'package.json': `{ "callmonitor": ${JSON_SETTINGS} }` } },
  { source: 'CALLMONITOR_INCLUDE', env: { CALLMONITOR_INCLUDE: './app.mjs#solve' } },
];

for (const { source, files = {}, env = {} } of SOURCES) {
  test(`register and run take their targets from ${source}`, () => {
    const app = { 'app.mjs': 'const solve = (x) => x; solve(1);' };
    const folder = programFolder({ ...app, ...files }, ['tsx']); // Node 20 has no TypeScript of its own
    assert.equal(runNode(folder, ['--import', REGISTER, 'app.mjs'], { env }).stderr, '');
    assert.equal(runNode(folder, [CLI, 'run', '--quiet', '--', 'node', 'app.mjs'], { env }).stderr, '');
    assert.deepEqual(recordedTexts(folder), ['app.solve(1)', 'app.solve(1)']);
  });
}
