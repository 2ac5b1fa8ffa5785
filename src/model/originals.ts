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

/** Remembers which function an interception stands for; once for each. */
export function setOriginal(intercepted: object, original: object): void {
  new Intercepted(intercepted, original);
}

/** The function behind an interception; `undefined` for any other value. */
export const originalOf = Intercepted.originalOf;
