import type { FaultContext } from '../fault.js';
import type { PoisonedConfig } from '../programs/poisoned.js';

/** What one program is to poison, and how. */
export type PoisonTrial = Pick<PoisonedConfig, 'poison' | 'when' | 'places'>;

/**
 * Places without which Node itself, or the program's own `await`, does not work: poisoned so that they do not do what
 * they did, they break a program that has never heard of us.
 */
const NEEDED_BY_NODE = [
  'AsyncLocalStorage.prototype._propagate',
  'Array.prototype.pop',
  'Function.prototype.apply',
  'Object.prototype.0',
  'Object.prototype.1',
  'Object.prototype.then',
  'TypedArray.prototype.length',
  'generators.next',
  // An assertion of Node's ends the process when a path is asked for.
  'path.toNamespacedPath',
];

/** With one of these on `Object.prototype`, no descriptor is valid, and hardly any module can be loaded. */
const NEEDED_BY_MODULES = ['get', 'set', 'value', 'writable', 'enumerable', 'configurable'].map(
  (word) => `Object.prototype.${word}`,
);

/** Node ends the process when it cannot set these on the error of a system call, and modules are looked for by such. */
const NEEDED_BY_ERRORS = ['code', 'errno', 'syscall', 'path', 'dest', 'message'].map(
  (word) => `Object.prototype.${word}`,
);

/** Node ends the process when it cannot set this on a thread that is started, such as that of the view. */
const NEEDED_BY_THREADS = 'Object.prototype.threadId';

/** What tells us of the process's end holds on to the function that it finds here. */
const HELD_BY_SIGNAL_EXIT = 'EventEmitter.prototype.emit';

/** More accessors at once on `Object.prototype` make Node itself stop loading modules. */
const MOST_AT_ONCE = 100;

/** Programs that poison all places one after the other, and such that poison many at once before they are needed. */
export function planPoisons(places: readonly string[], { isQuick, seed }: FaultContext): PoisonTrial[] {
  const harmless = without(places, NEEDED_BY_NODE);
  const groups = groupsOf(without(harmless, [NEEDED_BY_THREADS, HELD_BY_SIGNAL_EXIT]));
  const some = <Item>(items: readonly Item[], share: number) =>
    isQuick ? items.filter((_, index) => index % share === seed % share) : items;
  return [
    { poison: 'watched', when: 'later', places: some(places, 8) },
    { poison: 'throwing', when: 'later', places: some(harmless, 16) },
    { poison: 'idle', when: 'later', places: some(harmless, 16) },
    ...some(groups, 36).flatMap((group): PoisonTrial[] => [
      { poison: 'watched', when: 'before loading', places: without(group, NEEDED_BY_MODULES) },
      { poison: 'watched', when: 'before the first call', places: group },
      { poison: 'throwing', when: 'before the first call', places: without(group, NEEDED_BY_ERRORS) },
      { poison: 'throwing', when: 'at the end', places: group },
    ]),
  ];
}

/** By whose they are, and not too many at once. */
function groupsOf(places: readonly string[]): string[][] {
  const byOwner = new Map<string, string[]>();
  for (const place of places) {
    const owner = place.slice(
      0,
      place.indexOf('.Symbol(') === -1 ? place.lastIndexOf('.') : place.indexOf('.Symbol('),
    );
    const owned = byOwner.get(owner) ?? [];
    byOwner.set(owner, owned);
    owned.push(place);
  }
  return [...byOwner.values()].flatMap((owned) =>
    Array.from({ length: Math.ceil(owned.length / MOST_AT_ONCE) }, (_, index) =>
      owned.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
    ),
  );
}

function without(places: readonly string[], needed: readonly string[]): string[] {
  return places.filter((place) => !needed.includes(place));
}
