import fc from 'fast-check';
import { formsAround, type Recipe } from './value-forms.js';

/** Forms that contain others. */
const CONTAINERS = ['array', 'object', 'map', 'set', 'error', 'sparse array', 'deep nesting'];
/** What most calls are made of. */
const ORDINARY = ['primitive', 'date', 'numbers', 'array', 'object'];
const MOST_LEVELS = 4;

const all = recipesOf(() => true);
const ordinary = recipesOf((form) => ORDINARY.includes(form));

/** Recipes of values of all kinds in the format's table, and of those that nobody expects. */
export const RECIPES: fc.Arbitrary<Recipe> = all;

/** The arguments of a call: of all kinds, or only of what most calls are made of. */
export function argumentLists(lengths: { minLength?: number; maxLength: number }): fc.Arbitrary<Recipe[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.array(all, lengths) },
    { weight: 1, arbitrary: fc.array(ordinary, lengths) },
  );
}

/** How values are made by them. */
export const FORMS = formsAround(RECIPES);

function recipesOf(isChosen: (form: string) => boolean): fc.Arbitrary<Recipe> {
  return fc.letrec<{ recipe: Recipe }>((tie) => {
    const arbitraries = Object.entries(formsAround(tie('recipe')))
      .filter(([name]) => isChosen(name))
      .map(([name, { data }]) => ({ name, arbitrary: fc.tuple(fc.constant(name), data) }));
    const leaves = arbitraries.filter(({ name }) => !CONTAINERS.includes(name));
    const containers = arbitraries.filter(({ name }) => CONTAINERS.includes(name));
    return {
      recipe: fc.oneof(
        { maxDepth: MOST_LEVELS, depthSize: 'small', withCrossShrink: true },
        { weight: 6, arbitrary: fc.oneof(...leaves.map(({ arbitrary }) => arbitrary)) },
        {
          weight: 10,
          arbitrary: fc.oneof(
            ...containers.map(({ name, arbitrary }) => ({
              weight: name === 'object' || name === 'array' ? 4 : 2,
              arbitrary,
            })),
          ),
        },
      ),
    };
  }).recipe;
}
