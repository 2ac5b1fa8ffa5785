type AnyFunction = (...args: never[]) => unknown;
export type Intercept = <F extends AnyFunction>(fn: F, options?: object) => F;

/** What the functions return, … */
export const RESULT = { the: 'result' };
/** … or throw. */
export const FAILURE = new RangeError('the failure');

/** Values of every kind that is written down in a way of its own. */
export function richValue(): unknown {
  const shared = { at: new Date(0), pattern: /a"b/g, 'a~/b': -0, text: 'long "text" '.repeat(9) };
  return {
    shared,
    list: Object.assign([shared], { 3: Symbol('s'), 4: 2n ** 70n }),
    map: new Map<unknown, unknown>([
      ['password', shared],
      [shared, new Set([1])],
    ]),
    error: Object.assign(new TypeError('t', { cause: shared }), { code: 'E' }),
    bytes: new Float64Array([1, 2, 3]),
    buffer: Buffer.from('some'),
    link: new URL('https://user@example.org/?q=1'),
    instance: new (class Order {
      id = 1;
      get total(): number {
        return 1;
      }
    })(),
    [Symbol.for('key')]: Object('boxed'),
    fn: () => {},
  };
}

/** The functions of the program; each counts how often it ran. */
export class Victims {
  readonly ran: Record<string, number> = Object.create(null);
  readonly plain: AnyFunction;
  readonly keyed: AnyFunction;
  readonly failing: AnyFunction;
  readonly asynchronous: AnyFunction;
  readonly rejecting: AnyFunction;
  readonly generating: AnyFunction;
  readonly calm: AnyFunction;

  constructor(intercept: Intercept) {
    const note = (name: string) => {
      this.ran[name] = (this.ran[name] ?? 0) + 1;
      return RESULT;
    };
    this.plain = intercept((_a: unknown, _b: unknown) => note('plain'), { name: 'plain' });
    // biome-ignore lint/correctness/noEmptyPattern: it declares keywords and reads none
    this.keyed = intercept((_a: unknown, {}: object = {}) => note('keyed'), {
      name: 'keyed',
      argsAfter: true,
    });
    this.failing = intercept(
      (_a: unknown) => {
        note('failing');
        throw FAILURE;
      },
      { name: 'failing' },
    );
    this.asynchronous = intercept(
      async (_a: unknown) => {
        await undefined;
        return note('asynchronous');
      },
      { name: 'asynchronous' },
    );
    this.rejecting = intercept(
      async (_a: unknown) => {
        note('rejecting');
        await undefined;
        throw FAILURE;
      },
      { name: 'rejecting' },
    );
    this.generating = intercept(
      function* generating(_a: unknown) {
        yield 1;
        return note('generating');
      },
      { name: 'generating' },
    );
    this.calm = intercept((_label: string) => note('calm'), { name: 'calm' });
  }
}
