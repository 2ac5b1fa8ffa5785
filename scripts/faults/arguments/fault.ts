import type { Fault, FaultContext, FaultReport } from '../fault.js';
import { inLanes } from '../in-lanes.js';
import { planPoisons } from './poison-plan.js';
import { placesOf, tryPoison } from './try-poison.js';
import { SCENARIOS, tryValues } from './try-values.js';

/** Values that defend themselves, and a language that the program has changed. */
export const hostileArguments: Fault = {
  name: 'arguments',
  title: 'proxies, getters, memory that changes, other realms, millions of keys, poisoned intrinsics',
  run: tryAll,
};

/** Programs at a time. */
const LANES = 2;

/** What was found of one program. */
export interface Trial {
  /** Calls that it made, and those that are not in the database although they should be. */
  readonly calls: number;
  readonly lost: number;
  readonly broken: readonly string[];
  /** What other code than ours ran of what the program had put there, with how often. */
  readonly ran?: Readonly<Record<string, number>>;
  readonly note?: string;
}

async function tryAll(context: FaultContext): Promise<FaultReport> {
  const trials: Trial[] = [];
  await inLanes(1, SCENARIOS, async (scenario) => {
    context.tell(scenario.name);
    trials.push(await tryValues(scenario, context));
  });
  const places = await placesOf(context);
  const plan = planPoisons(places, context);
  await inLanes(LANES, [...plan.entries()], async ([at, poisons]) => {
    context.tell(`${poisons.poison} ${poisons.when}, ${at + 1} of ${plan.length}`);
    trials.push(await tryPoison(poisons, at, context));
  });
  const sum = (key: 'calls' | 'lost') => trials.reduce((total, trial) => total + trial[key], 0);
  return {
    tried: `${SCENARIOS.length} kinds of values, ${places.length} places to poison, ${sum('calls')} calls`,
    lost: `${sum('lost')} of ${sum('calls')} calls`,
    broken: trials.flatMap(({ broken }) => broken),
    notes: [...trials.flatMap(({ note }) => note ?? []), ...othersThat(trials)],
  };
}

/** Who else ran what the program had put in place while a call was recorded. */
function othersThat(trials: readonly Trial[]): string[] {
  const counts = new Map<string, number>();
  for (const { ran = {} } of trials) {
    for (const [who, count] of Object.entries(ran)) counts.set(who, (counts.get(who) ?? 0) + count);
  }
  const list = [...counts].sort(([, a], [, b]) => b - a).map(([who, count]) => `${who} ${count}`);
  return list.length === 0
    ? []
    : [`what of the program's own ran while calls were recorded, by whom: ${list.join(', ')}`];
}
