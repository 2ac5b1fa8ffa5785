import type { Doc } from './doc.js';
import { callExpression, type Expression, plain } from './script-text.js';

/** How the tests of a framework are written. */
export interface Framework {
  readonly name: FrameworkName;
  /** What the file takes from the framework, by module. */
  readonly imports: ReadonlyArray<{ readonly from: string; readonly names: string }>;
  /** Whether two values are the same, prototypes included. */
  equal(actual: Expression, expected: Expression, options: { isPrimitive: boolean }): Doc;
  /** The same without the classes of objects. */
  equalPlain(actual: Expression, expected: Expression): Doc;
  /** Whether an expression throws an error with these properties. */
  throws(call: Doc, properties: Expression): Doc;
  /** Whether a promise is rejected with such an error; `call` is a promise or a function that returns one. */
  rejects(call: Doc, properties: Expression): Doc;
  /** How the file is run; jest imports ES modules, such as callmonitor is one, only when told to. */
  command(file: string, importsModules: boolean): string;
}

export type FrameworkName = 'node' | 'vitest' | 'jest';

const node: Framework = {
  name: 'node',
  imports: [
    { from: 'node:assert/strict', names: 'assert' },
    { from: 'node:test', names: '{ test }' },
  ],
  equal: (actual, expected, { isPrimitive }) =>
    callExpression(isPrimitive ? 'assert.strictEqual' : 'assert.deepStrictEqual', [actual, expected]).doc,
  equalPlain: (actual, expected) =>
    callExpression('assert.deepStrictEqual', [callExpression('structuredClone', [actual]), expected]).doc,
  throws: (call, properties) => callExpression('assert.throws', [plain(['() => ', call]), properties]).doc,
  rejects: (call, properties) => ['await ', callExpression('assert.rejects', [plain(call), properties]).doc],
  command: (file) => `node --test ${file}`,
};

/** What vitest has from jest. */
const expectations: Pick<Framework, 'equal' | 'equalPlain' | 'throws' | 'rejects'> = {
  equal: (actual, expected, { isPrimitive }) =>
    callExpression([expectOf(actual), isPrimitive ? '.toBe' : '.toStrictEqual'], [expected]).doc,
  equalPlain: (actual, expected) => callExpression([expectOf(actual), '.toEqual'], [expected]).doc,
  throws: (call, properties) =>
    callExpression([expectOf(plain(['() => ', call])), '.toThrow'], [containing(properties)]).doc,
  rejects: (call, properties) => [
    'await ',
    callExpression([expectOf(plain(call)), '.rejects.toThrow'], [containing(properties)]).doc,
  ],
};

const vitest: Framework = {
  name: 'vitest',
  imports: [{ from: 'vitest', names: '{ expect, test }' }],
  ...expectations,
  command: (file) => `npx vitest run ${file}`,
};

const jest: Framework = {
  name: 'jest',
  imports: [{ from: '@jest/globals', names: '{ expect, test }' }],
  ...expectations,
  command: (file, importsModules) =>
    importsModules ? `NODE_OPTIONS=--experimental-vm-modules npx jest ${file}` : `npx jest ${file}`,
};

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = { node, vitest, jest };

function expectOf(actual: Expression): Doc {
  return callExpression('expect', [actual]).doc;
}

function containing(properties: Expression): Expression {
  return callExpression('expect.objectContaining', [properties]);
}
