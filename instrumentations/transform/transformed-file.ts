/** What a transformed file tells the runtime. JSON: it may travel between threads. */
export interface TransformedFile {
  /** The source's `file:` URL, which the code gives to the runtime. */
  readonly url: string;
  /** The identifier of the file's own function, such as `$cm`, through which its code reaches the runtime. */
  readonly handle: string;
  /** What the code means by a number. */
  readonly sites: readonly Site[];
  /** Where text was inserted, for `originalColumn`. */
  readonly shifts: Shifts;
}

/**
 * Triples, in the order of the text: line, the generated column at which an edit begins (both from 1), and by how much
 * the columns behind it are further right than they were, up to the next edit of that line.
 */
export type Shifts = readonly number[];

/** Where something stands in the file that its author wrote. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** URL of the file that a source map leads to; without it, the place is in the transformed file itself. */
  readonly file?: string;
}

/** A function that a target selects. */
export interface Selected extends Place {
  /** `solve`, `Mesh.refine`, `Mesh.area.get`, `anonymous-3-14`: the name in the database, without the module's. */
  readonly name: string;
  /** The number of the target. */
  readonly target: number;
}

/**
 * What the runtime does with the value that a place of the code hands to it. It returns what the code is to use, which
 * is the value itself where nothing is said here, if it is not what the site describes, or is intercepted already.
 */
export type Site = FunctionSite | PropertySite | ClassSite | ObjectSite;

/**
 * The value is a function: its interception is returned. A site sees several functions when the code around it runs
 * several times, and for the same one always returns the same interception.
 */
export interface FunctionSite extends Selected {
  readonly kind: 'function';
  /** The `name` that the function had before the transform gave it another: to be defined anew. */
  readonly ownName?: string;
  /** `original`: inside the function, its own name still is the original, as `new.target` is to be. */
  readonly knownAs: 'original' | 'intercepted';
}

/** The value is a fresh object with one own property: its function is replaced by an interception. */
export interface PropertySite extends Selected {
  readonly kind: 'property';
}

/**
 * The value is a class whose methods exist and whose static fields do not: the listed functions, if they are there as
 * described, are replaced in the property descriptors of the class or its prototype. The class itself stays.
 */
export interface ClassSite {
  readonly kind: 'class';
  readonly methods: readonly MethodSite[];
}

/** The value is a fresh object: the listed methods, own data properties of it, are replaced. */
export interface ObjectSite {
  readonly kind: 'object';
  readonly methods: readonly MethodSite[];
}

/** A method, getter or setter. */
export interface MethodSite extends Selected {
  /** Its key; or the index of its computed key in the handle's third argument, where objects are passed over. */
  readonly key: string | number;
  /** Whether it is found on the class and not on its prototype. */
  readonly isStatic: boolean;
  readonly kind: 'method' | 'get' | 'set';
}

/**
 * What the global `__callmonitor__(url)` gives a transformed file, once, when its code needs it first.
 * @param site index in the file's `sites`
 * @param value what stands at that place
 * @param keys of a class: its computed keys, as `MethodSite.key` counts them
 * @returns what is to be used in its place; it never throws
 */
export type Handle = <T>(site: number, value: T, keys?: readonly unknown[]) => T;
