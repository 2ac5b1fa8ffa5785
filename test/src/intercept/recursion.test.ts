import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runProgram, type Setup } from './programs.js';
import { temporaryFolder } from './tracing.js';

const folder = temporaryFolder();

/** Prints how deep a function gets before the stack is full. */
const DEEPEST = `
  const reaches = (run, n) => { try { run(n); return true; } catch (error) { if (error instanceof RangeError) return false; throw error; } };
  const deepest = (run) => {
    let [low, high] = [1, 2];
    while (reaches(run, high)) [low, high] = [high, high * 2];
    while (high - low > low / 50) { const middle = (low + high) >> 1; if (reaches(run, middle)) low = middle; else high = middle; }
    return low;
  };
  const { settings } = await import(${JSON.stringify(import.meta.resolve('callmonitor'))});
  settings.set({ layout: 'packed', minFreeBytes: 0, this: false });`;

const TRIVIAL = `
  const f = wrap((n) => (n === 0 ? 0 : 1 + f(n - 1)), OPTIONS);
  console.log(deepest(f));`;

/** A recursive-descent evaluator; each pair of parentheses costs a turn through all of its levels. */
const EVALUATOR = `
  class Evaluator {
    constructor(text) { this.text = text; this.at = 0; }
    peek() { return this.text[this.at]; }
    take() { return this.text[this.at++]; }
    expression(depth) {
      let value = this.term(depth); const start = this.at; let terms = 1;
      while (this.peek() === '+' || this.peek() === '-') {
        const operator = this.take(); const right = this.term(depth); terms++;
        value = operator === '+' ? value + right : value - right;
      }
      if (terms > 100 && start === 0) throw new Error('long');
      return value;
    }
    term(depth) {
      let value = this.factor(depth); let factors = 1; const start = this.at;
      while (this.peek() === '*' || this.peek() === '/') {
        const operator = this.take(); const right = this.factor(depth); factors++;
        value = operator === '*' ? value * right : value / right;
      }
      if (factors > 100 && start === 0) throw new Error('long');
      return value;
    }
    factor(depth) {
      const start = this.at; const character = this.take();
      if (character === '(') {
        const value = this.expression(depth + 1); const end = this.at;
        if (this.take() !== ')') throw new Error('Expected ) at ' + end + ' for ( at ' + start);
        return value;
      }
      return Number(character);
    }
  }
  Evaluator.prototype.expression = wrap(Evaluator.prototype.expression, OPTIONS);
  console.log(deepest((n) => new Evaluator('('.repeat(n) + '1' + ')'.repeat(n)).expression(0)));`;

/** Frames as they are when a program recurses for the first time; optimised ones shrink more than ours do. */
const UNOPTIMIZED = ['--no-opt', '--no-maglev'];

function depthOf(source: string, setup: Setup): number {
  const program = `${DEEPEST}\n${source.replace('OPTIONS', '{ limits: { maxNodes: 10 } }')}`;
  const { stdout, stderr } = runProgram(program, { folder, setup, nodeOptions: UNOPTIMIZED });
  assert.equal(stderr, '');
  return Number(stdout);
}

describe('deep recursion', () => {
  for (const [title, source, share] of [
    ['an evaluator', EVALUATOR, 0.5],
    ['a function of one line', TRIVIAL, 0.15],
  ] as const) {
    const bare = depthOf(source, 'bare');
    for (const setup of ['sdk', 'embedded'] satisfies Setup[]) {
      it(`of ${title} keeps at least ${share} of its depth (${setup})`, (test) => {
        const depth = depthOf(source, setup);
        test.diagnostic(`${title}, ${setup}: ${depth} of ${bare}, ${(depth / bare).toFixed(2)}`);
        assert.ok(depth >= bare * share, `${depth} of ${bare}`);
      });
    }
  }

  it('that fills the stack is reported as bare, and the program goes on', () => {
    const source = `
      const f = wrap(function f(n) { return 1 + f(n + 1); });
      for (let i = 0; i < 2; i++) { try { f(0); } catch (error) { console.log(error instanceof RangeError, error.message); } }
      const g = wrap(function g() { return 'fine'; }); console.log(g());`;
    const { stdout, status } = runProgram(source, { folder, setup: 'bare' });
    for (const setup of ['sdk', 'embedded'] satisfies Setup[]) {
      const end = runProgram(source, { folder, setup, environment: { CALLMONITOR_LAYOUT: 'packed' } });
      assert.deepEqual([end.stdout, end.status], [stdout, status]);
    }
  });
});
