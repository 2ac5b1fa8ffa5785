// The module whose recorded calls become tests: a function of every sort that there is to be tested.

export class SolverError extends Error {
  override readonly name = 'SolverError';
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

export class Mesh {
  nodes: Uint8Array;

  constructor(nodes: Uint8Array) {
    this.nodes = nodes;
  }

  refine(times: number, { offset = 0 } = {}): number {
    return this.nodes.length * times + offset;
  }

  static cut(mesh: Mesh, at: number): Mesh {
    return new Mesh(mesh.nodes.slice(0, at));
  }
}

export class Safe {
  readonly #code: number;
  constructor(code: number) {
    this.#code = code;
  }
  opens(code: number): boolean {
    return code === this.#code;
  }
}

class Hidden {
  readonly size: number;
  constructor(size: number) {
    this.size = size;
  }
}

export function solve(x: number, y = 2, { n = 1, tol = 1e-6 } = {}): number {
  if (x < 0) throw new RangeError(`Expected a positive x, got ${x}`);
  return tol > 1 ? 0 : x * y + n;
}

export function fail(code: string): never {
  throw new SolverError(`It failed with '${code}'`, code);
}

export function throwText(text: string): never {
  throw text;
}

export function echo<Value>(value: Value): { value: Value } {
  return { value };
}

export function hide(size: number): object {
  return new Hidden(size);
}

export function sortInPlace(values: number[], { descending = false } = {}): void {
  values.sort((a, b) => (descending ? b - a : a - b));
}

export async function fetchRow(id: number): Promise<{ id: number; at: Date }> {
  await Promise.resolve();
  if (id < 0) throw new TypeError(`No row ${id}`);
  return { id, at: new Date(id) };
}

/** Its text does not tell that it returns a promise. */
export function fetchFirst(id: number): Promise<{ id: number; at: Date }> {
  return fetchRow(id);
}

export function* countTo(end: number): Generator<number, string> {
  for (let at = 1; at <= end; at++) yield at;
  return `counted to ${end}`;
}

export async function* countSlowly(end: number): AsyncGenerator<number, number> {
  for (let at = 1; at <= end; at++) yield at;
  return end;
}

let count = 0;
export function next(): number {
  return ++count;
}

export function test(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A NaN of the processor's own. */
export function divide(values: Float64Array, by: number): { quotients: Float64Array } {
  return { quotients: values.map((value) => value / by) };
}

export function callBack(callback: () => number): number {
  return callback();
}

export const tools = {
  double(value: number): number {
    return 2 * value;
  },
};

export default function main(name: string): string {
  return `Hello ${name}`;
}
