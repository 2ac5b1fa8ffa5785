import { SafeMap } from '../model/safe-collections.js';
import { bytesOf, quote } from './scalars.js';

/** How a property's name is written. */
export interface KeyText {
  /** `{"name":` */
  readonly first: string;
  /** `,"name":` */
  readonly next: string;
  readonly bytes: number;
  readonly isSecret: boolean;
  /** Whether it is no secret and may be a key of a plain JSON object: no `$…`. */
  readonly isPlain: boolean;
}

const MOST_KEPT = 4096;
const LONGEST_KEPT = 128;

/** What the names of properties are written as; cheap when asked again. */
export class KeyTexts {
  readonly #isSecret: (key: string) => boolean;
  readonly #known = new SafeMap<string, KeyText>();
  #count = 0;

  constructor(isSecret: (key: string) => boolean) {
    this.#isSecret = isSecret;
  }

  of(key: string): KeyText {
    return this.#known.get(key) ?? this.#describe(key);
  }

  #describe(key: string): KeyText {
    const quoted = quote(key);
    const isSecret = this.#isSecret(key);
    const text = {
      first: `{${quoted}:`,
      next: `,${quoted}:`,
      bytes: bytesOf(quoted) + 2,
      isSecret,
      isPlain: !isSecret && key[0] !== '$',
    };
    if (key.length > LONGEST_KEPT) return text;
    if (this.#count >= MOST_KEPT) this.#forget();
    this.#known.set(key, text);
    this.#count++;
    return text;
  }

  #forget(): void {
    this.#known.clear();
    this.#count = 0;
  }
}
