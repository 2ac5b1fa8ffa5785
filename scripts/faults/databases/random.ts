import { RandomNumbers } from '../random-numbers.js';

/** Draws whole numbers from 0 to below its argument. */
export type Random = (below: number) => number;

/** The same draws in every run. */
export function randomFrom(seed: number): Random {
  const numbers = new RandomNumbers(seed);
  return (below) => Math.floor(numbers.next() * below);
}

/** One of several. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item; // of an empty list there is none
}
