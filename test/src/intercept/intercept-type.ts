/** Has only to compile: what `intercept` makes of types. */
import { type InterceptOptions, intercept } from 'callmonitor';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function expectType<A, B>(_: Equal<A, B>): void {}

// functions keep their types
function solve(x: number, y = 2, { tol = 1e-6 } = {}): string {
  return `${x}${y}${tol}`;
}
expectType<typeof solve, typeof solve>(true);
const solved = intercept(solve);
expectType<typeof solved, typeof solve>(true);
solved(1);
// @ts-expect-error the first parameter is a number
solved('1');

// generic functions stay generic
function identity<T>(value: T): T {
  return value;
}
const same = intercept(identity);
expectType<typeof same, typeof identity>(true);
export const five: 5 = same(5 as const);

// overloads stay
interface Parse {
  (text: string): number;
  (bytes: Uint8Array): bigint;
}
declare const parse: Parse;
const parsed = intercept(parse);
export const fromText: number = parsed('1');
export const fromBytes: bigint = parsed(new Uint8Array());

// receivers stay
interface Shape {
  readonly sides: number;
}
function area(this: Shape, scale: number): number {
  return this.sides * scale;
}
const measured = intercept(area, {
  when(scale) {
    return this.sides > 2 && scale > 0;
  },
});
expectType<typeof measured, typeof area>(true);
// @ts-expect-error there is no receiver
measured(1);

// async functions, generators, classes, properties
const load = intercept(async (url: URL) => url.href);
expectType<typeof load, (url: URL) => Promise<string>>(true);
const count = intercept(function* (to: number): Generator<number, string> {
  yield to;
  return 'end';
});
expectType<typeof count, (to: number) => Generator<number, string>>(true);
const read = intercept(async function* (to: number) {
  yield to;
});
expectType<ReturnType<typeof read>, AsyncGenerator<number, void, unknown>>(true);
class Mesh<T> {
  static made = 0;
  constructor(
    readonly cells: T[],
    readonly label?: string,
  ) {}
}
const Meshed = intercept(Mesh, { when: (cells, label) => cells.length > 0 && label?.length !== 0 });
expectType<typeof Meshed, typeof Mesh>(true);
export const mesh: Mesh<number> = new Meshed([1]);
abstract class Base {
  abstract run(): void;
}
expectType<ReturnType<typeof abstracted>, typeof Base>(true);
function abstracted() {
  return intercept(Base);
}
const counter = Object.assign((x: number) => x, { calls: 0 });
export const calls: number = intercept(counter).calls;

// options know the function's parameters
intercept(solve, {
  when: (x, y, { tol } = {}) => x > (y ?? 0) && tol !== 0,
  sample: 0.1,
  result: true,
  this: false,
});
intercept(solve, {
  attributes: (x) => ({ 'solve.x': x }),
  argsAfter: true,
  limits: 'preview',
  redact: ['tol'],
});
intercept(solve, { attributes: { fixed: true }, limits: { maxDepth: 3 }, redact: false, name: 'solve.fast' });
// @ts-expect-error x is a number
intercept(solve, { when: (x: string) => x === '' });
// @ts-expect-error attributes are an object
intercept(solve, { attributes: (x) => x });
// @ts-expect-error no such option
intercept(solve, { nmae: 'solve' });
// @ts-expect-error a name is a text
intercept(solve, { name: 1 });
// @ts-expect-error a share is a number
intercept(solve, { sample: '0.1' });
// @ts-expect-error no such profile
intercept(solve, { limits: 'all' });
// @ts-expect-error an object is no function
intercept([], {});

// options by themselves suit every function
const options: InterceptOptions = { name: 'any', when: (first) => first !== undefined };
intercept(solve, options);
intercept(Mesh, options);
export const typed: InterceptOptions<[x: number]> = { when: (x) => x > 0 };

// decorators keep what they decorate
export class Solver {
  @intercept accessor tolerance = 1e-6;
  @intercept label = (text: string) => text;
  @intercept({ when: (n: number) => n > 0 })
  refine(n: number): number {
    return n;
  }
  @intercept static cut<T>(x: T): T {
    return x;
  }
  @intercept get size(): number {
    return 1;
  }
  // @ts-expect-error no such option
  @intercept({ smaple: 1 })
  wrong(): void {}
}
export const cut: 'x' = Solver.cut('x' as const);
