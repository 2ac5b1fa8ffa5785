import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { pathText } from '../../../src/testgen/find-export.js';
import { inspectModule, ModuleImportError } from '../../../src/testgen/inspect-module.js';
import { Project } from './project.js';

const project = new Project('module');
after(() => project.remove());

describe('inspectModule', () => {
  test('finds functions, classes, their methods and members, and members of objects', () => {
    const { functions, isCommonJs } = inspect(
      'all.js',
      `export function solve() {}
       export class Mesh extends Error { static cut() {} refine() {} get area() { throw new Error('called'); } }
       export const tools = { double() {}, n: 1, get x() { throw new Error('called'); } };
       export const none = 3;
       export default () => 1;`,
    );
    assert.equal(isCommonJs, false);
    assert.deepEqual(
      functions.map((each) => [pathText(each), each.kind]),
      [
        ['Mesh', 'class'],
        ['Mesh.cut', 'member'],
        ['Mesh.refine', 'method'],
        ['default', 'function'],
        ['solve', 'function'],
        ['tools.double', 'member'],
      ],
    );
    assert.equal(functions[0]?.isError, true);
  });

  test('gives the text of the function behind an intercepted one, and calls nothing', () => {
    const { functions } = inspect(
      'intercepted.js',
      "import { intercept } from 'callmonitor'; export const f = intercept(async function f() { throw new Error(); });",
    );
    assert.match(functions[0]?.source ?? '', /^async function f/);
    assert.equal(existsSync('call-monitor'), false);
  });

  test('tells CommonJS, and is not confused by what the module prints', () => {
    const { functions, isCommonJs } = inspect('printing.cjs', "console.log('{}'); exports.f = () => 1;");
    assert.equal(isCommonJs, true);
    assert.ok(functions.some((each) => pathText(each) === 'f'));
  });

  test('ends what a module keeps running', () => {
    assert.equal(
      inspect('running.js', 'setInterval(() => {}, 1000); export const f = () => 1;').functions.length,
      1,
    );
  });

  test('looks a package up from where the tests will be', () => {
    const { functions } = inspectModule('picocolors', project.path('x.test.js'));
    assert.ok(functions.some((each) => pathText(each) === 'createColors'));
  });

  test('says why a module cannot be imported', () => {
    assert.throws(
      () => inspect('broken.js', "throw new RangeError('no solver today')"),
      (error) => error instanceof ModuleImportError && error.message.includes('RangeError: no solver today'),
    );
  });
});

function inspect(name: string, text: string) {
  project.write(name, text);
  return inspectModule(pathToFileURL(project.path(name)).href, project.path('x.test.js'));
}
