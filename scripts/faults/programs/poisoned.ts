/**
 * A program that replaces what the language gives it, calls its functions, and says what it saw of that:
 * `poisoned <config as JSON>`. It prints a `PoisonedReport`.
 */
import { openSync, writeFileSync, writeSync } from 'node:fs';
import { listen, type Poison, type PoisonedPlace, poison, takeNotes } from './poison.js';
import { allPlaces } from './poisoned-places.js';
import { FAILURE, type Intercept, RESULT, richValue, Victims } from './victims.js';

/** What is to be tried. */
export interface PoisonedConfig {
  readonly isRecorded: boolean;
  readonly poison: Poison;
  /** When it is put in place; what is there before we are loaded stays for good. */
  readonly when: 'before loading' | 'before the first call' | 'later' | 'at the end';
  /** Labels of places. All at once, but one after the other when it is `later`. */
  readonly places: readonly string[];
  /** How long it waits when nothing is poisoned any more: after a failure, a database is not begun at once. */
  readonly pauseMs: number;
}

/** What the program saw. */
export interface PoisonedReport {
  /** What its calls came back with, as far as that is not what it should be. */
  readonly wrong: readonly string[];
  /** What ran of what it had put there, and who ran it. */
  readonly ran: readonly { label: string; stack: string }[];
  /** How often it called each function. */
  readonly calls: Readonly<Record<string, number>>;
  /** Calls that it made while nothing was poisoned, by what they were called with. */
  readonly calm: readonly string[];
}

const config = JSON.parse(process.argv[2] ?? '') as PoisonedConfig;
const NativePromise = Promise;
const { setImmediate: nextTurn, setTimeout: later } = globalThis;
const { stringify } = JSON;

Error.stackTraceLimit = 30;
process.on('uncaughtException', (error) => say(`uncaught: ${shown(error)}`));

/** Where it is, should it crash. */
const progress = openSync('progress', 'a');
const wrong: Record<number, string> = Object.create(null);
let wrongs = 0;
let present = 'nothing';

await run();

async function run(): Promise<void> {
  const rich = richValue();
  const chosen = new Set(config.places);
  const places = allPlaces().filter(({ label }) => chosen.size === 0 || chosen.has(label));
  const early = config.when === 'before loading' ? poisonAll(places) : undefined;
  const victims = new Victims(await loadIntercept());
  const calm: string[] = [];
  const rest = (label: string) => {
    expect(`${label}: a call came back with something else`, victims.calm(label as never) === RESULT);
    calm.push(label);
  };
  if (config.when === 'later') {
    await exercise(victims, rich);
    for (const place of places) {
      writeSync(progress, `${place.label}\n`);
      const restore = poisonAll([place]);
      await exercise(victims, rich);
      restore();
      call('a stack, afterwards', () => typeof new Error('x').stack === 'string');
      rest(place.label);
    }
  } else {
    const restore = config.when === 'before the first call' ? poisonAll(places) : early;
    await exercise(victims, rich);
    restore?.();
    await new NativePromise((resolve) => later(resolve as () => void, config.pauseMs));
    rest('at last');
    await exercise(victims, rich);
  }
  const texts = Array.from({ length: wrongs }, (_, index) => wrong[index] as string);
  const report: PoisonedReport = { wrong: texts, ran: takeNotes(), calls: victims.ran, calm };
  writeFileSync('report.json', stringify(report));
  if (config.when === 'at the end') poisonAll(places);
}

async function loadIntercept(): Promise<Intercept> {
  if (!config.isRecorded) return (fn) => fn;
  try {
    const { intercept } = await import('callmonitor');
    return intercept as unknown as Intercept;
  } catch (error) {
    say(`loading failed: ${shown(error)}`);
    return (fn) => fn;
  }
}

function poisonAll(places: readonly PoisonedPlace[]): () => void {
  present = places.length === 1 ? `${places[0]?.label}` : `${places[0]?.label} and others`;
  const restores: (() => void)[] = [];
  for (let index = 0; index < places.length; index++) {
    restores[index] = poison(places[index] as PoisonedPlace, config.poison);
  }
  listen(true);
  return () => {
    listen(false);
    for (let index = restores.length - 1; index >= 0; index--) (restores[index] as () => void)();
    present = 'nothing';
  };
}

/** Calls everything; nothing in here uses what is poisoned. */
async function exercise(victims: Victims, rich: unknown): Promise<void> {
  call('plain', () => victims.plain(1 as never, 'two' as never) === RESULT);
  call('plain, with more', () => victims.plain(rich as never, rich as never) === RESULT);
  call('keyed', () => victims.keyed(1 as never, { n: 2, rich } as never) === RESULT);
  call('failing', () => {
    try {
      victims.failing(rich as never);
      return false;
    } catch (error) {
      if (error === FAILURE) return true;
      throw error;
    }
  });
  call('generating', () => {
    const generator = victims.generating(rich as never) as Generator;
    const first = generator.next();
    const second = generator.next();
    return first.value === 1 && second.done === true && second.value === RESULT;
  });
  try {
    expect(
      'asynchronous() came back with something else',
      (await victims.asynchronous(rich as never)) === RESULT,
    );
  } catch (error) {
    say(`asynchronous() threw ${shown(error)}`);
  }
  try {
    await victims.rejecting(rich as never);
    say('rejecting() did not throw');
  } catch (error) {
    if (error !== FAILURE) say(`rejecting() threw ${shown(error)}`);
  }
  await new NativePromise((resolve) => nextTurn(resolve as () => void));
}

function call(what: string, isRight: () => boolean): void {
  try {
    expect(`${what} came back with something else`, isRight());
  } catch (error) {
    say(`${what} threw ${shown(error)}`);
  }
}

function expect(otherwise: string, isRight: boolean): void {
  if (!isRight) say(otherwise);
}

function say(what: string): void {
  wrong[wrongs++] = `${what} (${present} being poisoned)`;
}

function shown(error: unknown): string {
  return error instanceof Error ? `${error.stack}` : typeof error;
}
