/** Has a class put its private field on an object that exists already. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: a private field cannot be put on another's object otherwise
    return object;
  }
}

/**
 * A field on the interception that nobody else can see or reach, through whatever Proxy: an entry in a WeakMap would
 * cost a microsecond for each closure that is intercepted.
 */
class Intercepted extends Given {
  readonly #original: object;

  constructor(intercepted: object, original: object) {
    super(intercepted);
    this.#original = original;
  }

  static originalOf(value: object): object | undefined {
    return #original in value ? value.#original : undefined;
  }
}

/** What copies of this package in one program share, whatever their versions: none intercepts what another one made. */
interface Originals {
  /** Remembers which function an interception stands for; once for each. */
  readonly setOriginal: (intercepted: object, original: object) => void;
  /** The function behind an interception; `undefined` for any other value. */
  readonly originalOf: (value: object) => object | undefined;
}

const SHARED = Symbol.for('callmonitor.originals.1');

export const { setOriginal, originalOf } = sharedOriginals();

function sharedOriginals(): Originals {
  const scope = globalThis as { [SHARED]?: Originals };
  const known = scope[SHARED];
  if (known !== undefined) return known;
  const own: Originals = {
    setOriginal: (intercepted, original) => void new Intercepted(intercepted, original),
    originalOf: Intercepted.originalOf,
  };
  Object.defineProperty(scope, SHARED, { value: own });
  return own;
}
