/** What `solve` is called with: its number, a text, and in some runs an array that is kept in a file of its own. */
export type SolveArguments = readonly [n: number, text: string, values?: Float64Array];

/** More than stands in a line in any layout. */
const LENGTH = 600;

/** The arguments of the nth call. */
export function argumentsOf(n: number, hasArray: boolean): SolveArguments {
  const text = `call ${n} `.repeat(20);
  return hasArray ? [n, text, new Float64Array(LENGTH).fill(n)] : [n, text];
}

/** What the nth call comes back with. */
export function resultOf(n: number, values: Float64Array | undefined): unknown {
  return values === undefined ? { twice: 2 * n } : values.map((value) => 2 * value);
}
