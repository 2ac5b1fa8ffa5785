import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLASSES } from './programs/classes.js';
import { DECLARATIONS } from './programs/declarations.js';
import { EXPRESSIONS } from './programs/expressions.js';
import { LITERALS } from './programs/literals.js';
import { MODULES } from './programs/modules.js';
import { NAMED } from './programs/named-expressions.js';
import { ODDITIES } from './programs/oddities.js';
import { BOTH, type Program } from './programs/program.js';
import { runBare, runTransformed } from './run-source.js';

const TABLES: Readonly<Record<string, readonly Program[]>> = {
  declarations: DECLARATIONS,
  expressions: EXPRESSIONS,
  'named function expressions': NAMED,
  'object literals': LITERALS,
  classes: CLASSES,
  modules: MODULES,
  oddities: ODDITIES,
};

for (const [title, programs] of Object.entries(TABLES)) {
  describe(`transformSource(): ${title} do the same, and are recorded`, () => {
    for (const { title, code, calls, kinds = BOTH } of programs) {
      for (const kind of kinds) {
        it(`${title} (${kind})`, async () => {
          const bare = await runBare(kind, code);
          const transformed = await runTransformed(kind, code);
          assert.deepEqual(transformed.log, bare.log);
          assert.equal(transformed.error, bare.error);
          assert.notEqual(bare.log.length, 0, `the program says what it sees: ${bare.error}`);
          assert.equal(shortened(transformed.calls), calls);
        });
      }
    }
  });
}

/** Runs of functions without a name count as one, wherever they stand. */
function shortened(calls: readonly string[]): string {
  return calls
    .map((name) => name.replace(/anonymous-\d+-\d+$/, 'anonymous'))
    .filter((name, index, names) => name !== 'anonymous' || names[index - 1] !== name)
    .join(', ');
}
