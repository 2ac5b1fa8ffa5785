import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotCaptured } from 'callmonitor';
import fc from 'fast-check';
import { Comparison } from './comparison.js';
import { NOTHING_CUT } from './limit-rules.js';
import { assertReasons } from './reasons.js';
import { argumentLists, FORMS, RECIPES } from './recipes.js';
import { onlyCall, Recorder } from './recorder.js';
import { holds } from './runs.js';
import { isKeywordObject, makeProgram, resultOf } from './small-program.js';
import { ValueBuilder } from './value-builder.js';

const CALLS = fc.record({
  args: argumentLists({ maxLength: 4 }),
  receiver: fc.option(RECIPES, { nil: undefined }),
  keywords: fc.option(RECIPES, { nil: undefined }),
  outcome: fc.option(RECIPES, { nil: undefined }),
  throws: fc.boolean(),
  isAsync: fc.boolean(),
});

for (const layout of ['packed', 'folders'] as const) {
  test(`any value comes back equal, or a placeholder says why not (${layout})`, async (t) => {
    const recorder = new Recorder(t, { layout });
    const property = fc.asyncProperty(
      CALLS,
      async ({ args, receiver, keywords, outcome, throws, isAsync }) => {
        recorder.begin();
        const builder = new ValueBuilder(FORMS);
        const values = args.map((recipe) => builder.build(recipe));
        const self = receiver === undefined ? undefined : builder.build(receiver);
        const options = keywords === undefined ? undefined : builder.build(keywords);
        const hasKeywords = options !== undefined && options !== null;
        const given = hasKeywords ? [values[0], options] : values;
        const end = outcome === undefined ? values : builder.build(outcome);
        const program = makeProgram({ end, throws, isAsync, hasKeywords });
        const fn = recorder.intercept(program, {
          name: hasKeywords ? 'keyworded' : 'program',
          argsAfter: true,
          limits: { maxDepth: 1000 },
        });
        builder.ran = 0;
        await endOf(() => Reflect.apply(fn, self, given), isAsync);
        assert.equal(builder.ran, 0, 'code of the program ran');

        recorder.inspect((recorded) => {
          const { call, input } = onlyCall(recorded);
          const comparison = new Comparison(NOTHING_CUT);
          if (self !== undefined) comparison.compare(self, call.this, ['this']);
          comparison.compareLists(given, call.arguments, ['args']);
          assert.equal(Object.keys(call.kwargs).length > 0, hasKeywords && isKeywordObject(options));
          comparison.beginLine();
          comparison.compareLists(given, call.argsAfter, ['args_after']);
          comparison.beginLine();
          if (!throws) comparison.compare(resultOf(end), call.result, ['result']);
          else if (isAsync && typeof end === 'symbol') assertUnasked(call.error);
          else comparison.compare(end, call.error, ['error']);
          assert.deepEqual(comparison.faults, []);
          assertReasons(input);
        });
      },
    );
    await holds(property, 100);
  });
}

/** The reason of a rejection may not be asked for, which would be to handle it; of a symbol nothing else can be seen. */
function assertUnasked(error: unknown): void {
  assert.ok(error instanceof NotCaptured);
  assert.deepEqual([error.kind, error.reason], ['opaque', 'Promise']);
}

/** Waits until a call is over, and what becomes of it is recorded. */
async function endOf(call: () => unknown, isAsync: boolean): Promise<void> {
  try {
    await call();
  } catch {
    // That is how it was to end.
  }
  for (let turns = isAsync ? 2 : 0; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
}
