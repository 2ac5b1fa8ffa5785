import type { Variant } from './trouble.js';

/** That of the short form first, in three words, then the others. */
export function variants(first: string, all: readonly Variant[]): Variant[] {
  const chosen = parse(first);
  return [chosen, ...all.filter((one) => nameOf(one) !== first)];
}

/** Each durability with each of the layouts and sorts of calls. */
export function each(
  calls: readonly Variant['calls'][],
  layouts: readonly Variant['layout'][] = ['folders', 'packed'],
): Variant[] {
  return (['call', 'batch', 'fsync'] as const).flatMap((durability) =>
    layouts.flatMap((layout) => calls.map((one) => ({ durability, layout, calls: one }))),
  );
}

/** `call folders plain`. */
export function nameOf({ durability, layout, calls }: Variant): string {
  return `${durability} ${layout} ${calls}`;
}

function parse(name: string): Variant {
  const [durability, layout, calls] = name.split(' ');
  return { durability, layout, calls } as Variant; // written in the tables
}
