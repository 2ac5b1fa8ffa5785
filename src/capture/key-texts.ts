import { SafeMap } from '../model/safe-collections.js';
import { bytesOf, quote } from './scalars.js';

/** How a property's name is written. */
export interface KeyText {
  /** `{"name":` */
  readonly first: string;
  /** `,"name":` */
  readonly next: string;
  readonly bytes: number;
  /** Whether its value is a secret, … */
  readonly isSecret: boolean;
  /** … though only if it is a text, … */
  readonly isOfText: boolean;
  /** … or the name itself is one. */
  readonly isSecretItself: boolean;
  /** Whether it is no secret and may be a key of a plain JSON object: no `$…`. */
  readonly isPlain: boolean;
}

/** What decides of a name. */
export interface NameRules {
  isSecretName(key: string): boolean;
  isSecretTextName(key: string): boolean;
  isSecretItself(key: string): boolean;
}

const MOST_KEPT = 4096;
const LONGEST_KEPT = 128;

/** What the names of properties are written as; cheap when asked again. */
export class KeyTexts {
  readonly #rules: NameRules;
  readonly #known = new SafeMap<string, KeyText>();
  #count = 0;

  constructor(rules: NameRules) {
    this.#rules = rules;
  }

  of(key: string): KeyText {
    return this.#known.get(key) ?? this.#describe(key);
  }

  #describe(key: string): KeyText {
    const rules = this.#rules;
    const quoted = quote(key);
    const isSecretItself = rules.isSecretItself(key);
    const isSecretName = isSecretItself || rules.isSecretName(key);
    const isOfText = !isSecretName && rules.isSecretTextName(key);
    const isSecret = isSecretName || isOfText;
    const text = {
      first: `{${quoted}:`,
      next: `,${quoted}:`,
      bytes: bytesOf(quoted) + 2,
      isSecret,
      isOfText,
      isSecretItself,
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
