import fc from 'fast-check';

/** The functions of a program, by what kind they are. */
export const KINDS = [
  'plain',
  'promising',
  'asynchronous',
  'generator',
  'asyncGenerator',
  'Made',
  'method',
] as const;

export type FunctionKind = (typeof KINDS)[number];

/** A call: of which function, what its body does, and what becomes of what it returns. */
export interface Plan {
  readonly kind: FunctionKind;
  readonly value: string | number | undefined;
  readonly steps: readonly Step[];
  readonly end: 'return' | 'throw' | 'throw a primitive';
  /** What its caller does with a generator. */
  readonly drive: Drive;
}

export interface Drive {
  /** So many steps at most. */
  readonly take: number;
  readonly ending: 'stop' | 'throw' | 'abandon';
}

/** What a body does; what its kind cannot do passes by. */
export type Step =
  | { readonly does: 'call'; readonly plan: Plan; readonly isCaught: boolean; readonly isAwaited: boolean }
  | { readonly does: 'call often'; readonly plan: Plan; readonly times: number }
  | { readonly does: 'wait'; readonly turns: number }
  | { readonly does: 'yield' };

const { plan } = fc.letrec<{ plan: Plan; step: Step }>((tie) => ({
  plan: fc.record(
    {
      kind: fc.constantFrom(...KINDS),
      value: fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.constant(undefined)),
      steps: fc.array(tie('step'), { maxLength: 5, depthIdentifier: 'calls' }),
      end: fc.oneof(
        { weight: 3, arbitrary: fc.constant('return') },
        fc.constantFrom('throw', 'throw a primitive'),
      ),
      drive: fc.record({ take: fc.nat({ max: 5 }), ending: fc.constantFrom('stop', 'throw', 'abandon') }),
    },
    { noNullPrototype: true },
  ) as fc.Arbitrary<Plan>,
  step: fc.oneof(
    { depthIdentifier: 'calls', maxDepth: 5 },
    fc.oneof(
      fc.record({ does: fc.constant('wait'), turns: fc.nat({ max: 3 }) }),
      fc.record({ does: fc.constant('yield') }),
    ),
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('call'),
        plan: tie('plan'),
        isCaught: fc.boolean(),
        isAwaited: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('call often'),
        plan: tie('plan'),
        times: fc.integer({ min: 2, max: 25 }),
      }),
    },
  ) as fc.Arbitrary<Step>,
}));

/** Programs: what they call one after the other, each of which calls what it likes. */
export const PROGRAMS: fc.Arbitrary<readonly Plan[]> = fc.array(plan, { minLength: 1, maxLength: 4 });
