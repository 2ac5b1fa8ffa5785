import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Limits } from 'callmonitor';
import fc from 'fast-check';
import { Comparison } from './comparison.js';
import { walkDescriptor } from './descriptor-walk.js';
import { type Amounts, amountsOf, assertWithin, LimitAllowances } from './limit-rules.js';
import { assertReasons, describedIn } from './reasons.js';
import { argumentLists, FORMS, RECIPES } from './recipes.js';
import { type LogLine, onlyCall, Recorder } from './recorder.js';
import { holds } from './runs.js';
import { isKeywordObject, makeProgram } from './small-program.js';
import { ValueBuilder } from './value-builder.js';

const NONE = Number.POSITIVE_INFINITY;

const LIMITS: fc.Arbitrary<Limits> = fc.record({
  maxDepth: maybe(fc.nat({ max: 5 })),
  maxItems: maybe(fc.nat({ max: 4 })),
  maxStringLength: maybe(fc.nat({ max: 20 })),
  maxNodes: maybe(fc.integer({ min: 1, max: 30 })),
  maxBytes: maybe(fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 600, max: 5000 }))),
  maxSidecarBytes: maybe(fc.integer({ min: 1, max: 60 })),
});

const CALLS = fc.record({
  args: argumentLists({ minLength: 1, maxLength: 6 }),
  receiver: fc.option(RECIPES, { nil: undefined }),
  hasKeywords: fc.boolean(),
  throws: fc.boolean(),
  limits: LIMITS,
});

test('whatever the limits, a call keeps to them, and nothing but what they cut is lost', async (t) => {
  const recorder = new Recorder(t, { layout: 'packed', inlineBytes: 0 });
  const property = fc.property(CALLS, ({ args, receiver, hasKeywords, throws, limits }) => {
    recorder.begin();
    const builder = new ValueBuilder(FORMS);
    const values = args.map((recipe) => builder.build(recipe));
    const self = receiver === undefined ? undefined : builder.build(receiver);
    const given = hasKeywords ? [values, values[0] ?? {}] : values;
    const positional = hasKeywords && isKeywordObject(given[1]) ? given.slice(0, 1) : given;
    const program = makeProgram({ end: values, throws, isAsync: false, hasKeywords });
    const record = (applied: Limits) => {
      const options = { name: hasKeywords ? 'keyworded' : 'program', argsAfter: true, limits: applied };
      builder.ran = 0;
      callAnyway(() => Reflect.apply(recorder.intercept(program, options), self, given));
      assert.equal(builder.ran, 0, 'code of the program ran');
    };
    record({ ...limits, maxNodes: NONE, maxBytes: NONE });
    let whole: readonly Amounts[] = [];
    recorder.inspect((recorded) => {
      const { input, output = input } = onlyCall(recorded);
      whole = partsOf(input, output).map(({ visits, texts }) => amountsOf(visits, texts));
    });
    record(limits);
    recorder.inspect((recorded) => {
      const { call, input, output = input } = onlyCall(recorded);
      const parts = partsOf(input, output);
      for (const { visits, texts } of parts) assertWithin(visits, texts, limits);
      assertReasons(input, Math.floor(Math.min(20, (limits.maxNodes + 9) / 10)));
      const [inputs, ends, afters] = [0, 1, 2].map((index) => {
        return new Comparison(new LimitAllowances(limits, () => whole[index] as Amounts));
      });
      if (self !== undefined) inputs?.compare(self, call.this, ['this']);
      inputs?.compareLists(positional, call.args, ['args']);
      // Of keywords that were cut the call has only what was kept; the mark stands in the first argument, too.
      const areCut = (input['kwargs'] as { $?: string }).$ === 'truncated';
      if (positional !== given && !areCut) inputs?.compare(given[1], call.kwargs, ['args', 1]);
      if (throws) ends?.compare(values, call.error, ['error']);
      else ends?.compare([values], call.result, ['result']);
      afters?.compareLists(given, call.argsAfter, ['args_after']);
      assert.deepEqual(
        [inputs, ends, afters].flatMap((comparison) => comparison?.faults),
        [],
      );
    });
  });
  await holds(property, 150);
});

/** Each is limited by itself. */
function partsOf(input: LogLine, output: LogLine) {
  const { error, result = error, args_after: after } = output;
  return [
    { visits: describedIn(input), texts: [input['this'], input['args'], input['kwargs']] },
    { visits: [...walkDescriptor(result, '/result', 1)], texts: [result] },
    { visits: describedIn({ kind: '', args: after, kwargs: {} }), texts: [after] },
  ];
}

function callAnyway(call: () => unknown): void {
  try {
    call();
  } catch {
    // That is how it was to end.
  }
}

function maybe(limit: fc.Arbitrary<number>): fc.Arbitrary<number> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(NONE) }, { weight: 1, arbitrary: limit });
}
