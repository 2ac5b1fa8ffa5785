import fc from 'fast-check';
import { formsAround, type Recipe } from './value-forms.js';

/** Forms that contain others. */
const CONTAINERS = ['array', 'object', 'map', 'set', 'error', 'sparse array', 'deep nesting'];
const MOST_LEVELS = 4;

const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => {
  const forms = formsAround(tie('recipe'));
  const arbitraries = Object.entries(forms).map(([name, { data }]) => ({
    name,
    arbitrary: fc.tuple(fc.constant(name), data),
  }));
  const leaves = arbitraries
    .filter(({ name }) => !CONTAINERS.includes(name))
    .map(({ arbitrary }) => arbitrary);
  const containers = arbitraries
    .filter(({ name }) => CONTAINERS.includes(name))
    .map(({ name, arbitrary }) => ({ weight: name === 'object' || name === 'array' ? 4 : 2, arbitrary }));
  return {
    recipe: fc.oneof(
      { maxDepth: MOST_LEVELS, depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: fc.oneof(...leaves) },
      { weight: 10, arbitrary: fc.oneof(...containers) },
    ),
  };
});

/** Recipes of values of all kinds in the format's table, and of those that nobody expects. */
export const RECIPES: fc.Arbitrary<Recipe> = recipe;

/** How values are made by them. */
export const FORMS = formsAround(RECIPES);
