/** What becomes of a function or an accessor of the language: it notes that it was run, and then … */
export type Poison =
  /** … does what it did before. */
  | 'watched'
  /** … throws. */
  | 'throwing'
  /** … does nothing. */
  | 'idle';

/** A place where a program can put something of its own. */
export interface PoisonedPlace {
  readonly label: string;
  readonly owner: object;
  readonly key: PropertyKey;
}

// All that is used below is taken before anything is poisoned.
const { apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
const { create } = Object;
const NativeError = Error;
const NativeProxy = Proxy;
const toText = String;

/** What was run, each with the stack of who ran it. */
const noted: Record<number, { label: string; stack: string }> = create(null);
let count = 0;
let isListening = false;

/** Begins to note what is run, or ends it. */
export function listen(isOn: boolean): void {
  isListening = isOn;
}

/** All that was noted, in order. */
export function takeNotes(): { label: string; stack: string }[] {
  const notes = [];
  for (let index = 0; index < count; index++) notes.push(noted[index] as { label: string; stack: string });
  return notes;
}

function note(label: string): void {
  if (!isListening) return;
  isListening = false;
  noted[count++] = { label, stack: presentStack() };
  isListening = true;
}

function presentStack(): string {
  try {
    return `${new NativeError().stack}`;
  } catch {
    return ''; // it is called while we format a stack
  }
}

/** Every function and accessor that the language, or Node, has for programs to replace. */
export function languagePlaces(owners: Readonly<Record<string, object>>): PoisonedPlace[] {
  const places: PoisonedPlace[] = [];
  for (const [name, owner] of Object.entries(owners)) {
    for (const key of ownKeys(owner)) {
      const descriptor = getOwnPropertyDescriptor(owner, key);
      const isPoisonable = typeof descriptor?.value === 'function' || descriptor?.get !== undefined;
      if (!isPoisonable || descriptor.configurable !== true || key === 'constructor') continue;
      places.push({ label: `${name}.${toText(key)}`, owner, key });
    }
  }
  return places;
}

/** Names that `Object.prototype` is given accessors for. */
export function inheritedPlaces(names: readonly string[]): PoisonedPlace[] {
  const free = names.filter((name) => !(name in Object.prototype));
  return free.map((key) => ({ label: `Object.prototype.${key}`, owner: Object.prototype, key }));
}

/** Puts the poison in place; what it returns takes it away. */
export function poison({ label, owner, key }: PoisonedPlace, kind: Poison): () => void {
  const before = getOwnPropertyDescriptor(owner, key);
  defineProperty(owner, key, bare(poisoned(label, kind, before)));
  return () => {
    if (before === undefined) deleteProperty(owner, key);
    else defineProperty(owner, key, bare(before));
  };
}

function poisoned(label: string, kind: Poison, before: PropertyDescriptor | undefined): PropertyDescriptor {
  const act = (otherwise: () => unknown) => {
    note(label);
    if (kind === 'throwing') throw new NativeError(`${label} was poisoned`);
    return kind === 'idle' ? undefined : otherwise();
  };
  if (typeof before?.value === 'function') {
    const value = new NativeProxy(before.value as () => void, {
      apply: (target, receiver, args) => act(() => apply(target, receiver, args)),
      construct: (target, args, newTarget) => act(() => construct(target, args, newTarget)) as object,
    });
    return { value, writable: true, configurable: true, enumerable: before.enumerable ?? false };
  }
  return {
    get() {
      return act(() => before?.get && apply(before.get, this, []));
    },
    set(value) {
      if (before === undefined) assign(this as object, key(label), value, act);
      else act(() => before.set && apply(before.set, this, [value]));
    },
    configurable: true,
    enumerable: false,
  };
}

/** As if there were nothing on the prototype: the property becomes the object's own. */
function assign(object: object, name: string, value: unknown, act: (then: () => unknown) => unknown): void {
  act(() =>
    defineProperty(object, name, bare({ value, writable: true, enumerable: true, configurable: true })),
  );
}

const PREFIX = 'Object.prototype.'.length;
const { slice } = String.prototype;

function key(label: string): string {
  return apply(slice, label, [PREFIX]);
}

/** A descriptor that inherits nothing. */
function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
  const own: PropertyDescriptor = create(null);
  const keys = ownKeys(descriptor) as (keyof PropertyDescriptor)[];
  for (let index = 0; index < keys.length; index++) {
    const name = keys[index] as keyof PropertyDescriptor;
    own[name] = descriptor[name];
  }
  return own;
}
