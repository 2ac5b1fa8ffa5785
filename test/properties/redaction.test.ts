import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RedactRule } from 'callmonitor';
import fc from 'fast-check';
import { type Allowances, Comparison, isSecretName, type ValuePath } from './comparison.js';
import { NOTHING_CUT } from './limit-rules.js';
import { UNREAD } from './original.js';
import { assertReasons } from './reasons.js';
import { argumentLists, FORMS } from './recipes.js';
import { onlyCall, Recorder } from './recorder.js';
import { holds } from './runs.js';
import { ValueBuilder } from './value-builder.js';

/** A rule, and what it takes out. */
interface Rule {
  readonly text: string;
  readonly rule: RedactRule;
  readonly reason: 'key' | 'path' | 'value';
  takes(path: ValuePath, value: unknown): boolean;
}

const RULES: readonly Rule[] = [
  name('x'),
  name('to-JSON', 'tojson'),
  path('args[0]', 'args', '0'),
  path('args[1].a', 'args', '1', 'a'),
  path('args[*].b', 'args', '*', 'b'),
  path('result[0][*]', 'result', '0', '*'),
  path('result[0][0].a.b', 'result', '0', '0', 'a', 'b'),
  path('args[0]["a/b~c"]', 'args', '0', 'a/b~c'),
  {
    text: 'a pattern',
    rule: /longlong|€😀/g,
    reason: 'value',
    takes: (_, value) => typeof value === 'string' && /longlong|€😀/.test(value),
  },
  {
    text: 'a function of key and value',
    rule: ({ key, value }) => key === 'y' || value === 7,
    reason: 'path',
    takes: (path, value) => path.at(-1) === 'y' || value === 7,
  },
];

const CALLS = fc.record({
  args: argumentLists({ minLength: 1, maxLength: 3 }),
  rules: fc.subarray(RULES.map(({ text }) => text)),
});

// An object that stands in several places is written where it lies shallowest, and it is that place which rules are asked about.
test('what rules name is taken out wherever it stands, and nothing else', async (t) => {
  const recorder = new Recorder(t, { layout: 'packed' });
  const property = fc.property(CALLS, ({ args, rules }) => {
    recorder.begin();
    const builder = new ValueBuilder(FORMS, true);
    const values = args.map((recipe) => builder.build(recipe));
    const chosen = RULES.filter(({ text }) => rules.includes(text));
    const redact = chosen.map(({ rule }) => rule);
    const echo = recorder.intercept((...items: unknown[]) => [items], {
      name: 'echo',
      redact,
      limits: { maxDepth: 1000 },
    });
    builder.ran = 0;
    echo(...values);
    assert.equal(builder.ran, 0, 'code of the program ran');
    recorder.inspect((recorded) => {
      const { call, input } = onlyCall(recorded);
      const comparison = new Comparison(allowancesOf(chosen));
      comparison.compareLists(values, call.args, ['args']);
      comparison.beginLine();
      comparison.compare([values], call.result, ['result']);
      assert.deepEqual(comparison.faults, []);
      assertReasons(input);
    });
  });
  await holds(property, 80);
});

function allowancesOf(rules: readonly Rule[]): Allowances {
  return {
    ...NOTHING_CUT,
    redacted(path, value) {
      const takers = rules.filter((rule) => rule.takes(path, value)).map(({ reason }) => reason);
      const isNamedByText = rules.some((rule) => rule.reason === 'value' && rule.takes([], path.at(-1)));
      if (isSecretName(path.at(-1)) || isNamedByText || takers.includes('key')) return 'key';
      if (value === UNREAD) return undefined;
      return takers.includes('path') ? 'path' : takers[0];
    },
  };
}

function name(rule: string, normal = rule): Rule {
  const takes = (path: ValuePath) => String(path.at(-1)).toLowerCase().replaceAll(/[-_]/g, '') === normal;
  return { text: rule, rule, reason: 'key', takes };
}

function path(rule: string, ...keys: readonly string[]): Rule {
  const takes = (at: ValuePath) =>
    at.length === keys.length && keys.every((key, index) => key === '*' || key === String(at[index]));
  return { text: rule, rule, reason: 'path', takes };
}
