import { SafeMap } from '../model/safe-collections.js';
import { detachedPattern } from './detached-pattern.js';
import { type KeyText, KeyTexts } from './key-texts.js';
import { expected } from './limits.js';
import { quote } from './scalars.js';
import { normalise, SecretNames } from './secret-names.js';
import { SecretText } from './secret-text.js';

/** `false`: nothing is redacted. Rules are added to the names and texts that are secrets everywhere. */
export type RedactOption = false | readonly RedactRule[];

/**
 * - a name of properties and parameters (`ssn`; case, `-` and `_` count for nothing)
 * - a path from the call's root (`args[0].user.ssn`, `kwargs.card.number`, `result.items[*].pan`), where `*` is any
 *   one key or index and a key that is no name is quoted (`args[0]["x-id"]`)
 * - a pattern that strings are searched for; its `g` and `y` count for nothing
 * - a function that is asked about every value; if it throws, the value is redacted
 */
export type RedactRule = string | RegExp | ((info: RedactInfo) => boolean);

/** What a function among the rules is told of a value. */
export interface RedactInfo {
  /** As in a path rule: `args[0].user.ssn`. */
  readonly path: string;
  /** The last segment of the path. */
  readonly key: string | number | undefined;
  /** The value itself, not a copy. */
  readonly value: unknown;
}

/** From the call's root: `['args', 0, 'user', 'ssn']`, `['kwargs', 'tol']`, `['this', …]`, `['attributes', key]` of a span. */
export type ValuePath = readonly (string | number)[];

type PathRule = readonly (string | typeof ANY)[];

const ANY = Symbol('any key');
const ROOTS: readonly unknown[] = ['args', 'kwargs', 'this', 'result', 'error', 'attributes'];
const RULE = 'a name, a path from args, kwargs, this, result, error or attributes, a RegExp, or a function';

/** Decides what is not written down. */
export class Redaction {
  /** Whether `isSecretKey` can be true of anything. */
  readonly hasNames: boolean;
  /** Whether `isSecretPath` can be true of anything. */
  readonly hasPaths: boolean;
  /** Whether there are patterns that strings are searched for. */
  readonly hasPatterns: boolean;
  /** Whether `isSecretByFunction` can be true of anything. */
  readonly hasFunction: boolean;
  /** Whether `covers` can be true of anything; without it no path need be put together. */
  readonly looksAtPaths: boolean;
  /** How names of properties are written, and which are secrets. */
  readonly keyTexts = new KeyTexts({
    isSecretName: (key) => this.#names?.has(key) ?? false,
    isSecretTextName: (key) => this.#names?.isOfText(key) ?? false,
    isSecretItself: (key) => this.isSecretText(key),
  });
  readonly #names: SecretNames | undefined;
  readonly #secretText: SecretText | undefined;
  readonly #paths: readonly PathRule[];
  readonly #patterns: readonly ((text: string) => boolean)[];
  readonly #functions: readonly ((info: RedactInfo) => boolean)[];

  private constructor(option: RedactOption) {
    const rules = option === false ? [] : option;
    const texts = rules.filter((rule) => typeof rule === 'string');
    const names = texts.filter((text) => !isPath(text)).map(parseName);
    this.hasNames = option !== false;
    if (this.hasNames) {
      this.#secretText = secretTextFor(names);
      this.#names = this.#secretText.names;
    }
    this.#paths = texts.filter(isPath).map(parsePath);
    this.#patterns = rules
      .filter((rule) => rule instanceof RegExp)
      .map(withoutState)
      .map(detachedPattern);
    this.#functions = rules.filter((rule) => typeof rule === 'function');
    this.hasPaths = this.#paths.length > 0;
    this.hasPatterns = this.#patterns.length > 0;
    this.hasFunction = this.#functions.length > 0;
    this.looksAtPaths = this.hasPaths || this.hasFunction;
  }

  /**
   * The default rules and `rules`; `false` redacts nothing.
   * @throws TypeError for what is no rule
   */
  static from(rules: RedactOption | undefined): Redaction {
    if (rules !== undefined && rules !== false) checkRules(rules);
    return new Redaction(rules ?? []);
  }

  /** Whether a property or parameter of this name is a secret. Cheap when asked again. */
  isSecretKey(key: string, value?: unknown): boolean {
    return this.hasNames && isSecretUnder(this.keyTexts.of(key), value);
  }

  /**
   * Whether what follows a text in a list is a secret by it: `['authorization', value]`, `--password`, `value`.
   * @param isNextValue whether names and values alternate there, and a value is next
   */
  isSecretAfter(text: unknown, isNextValue: boolean, value: unknown): boolean {
    if (this.#names === undefined || typeof text !== 'string') return false;
    if (!this.#names.mayEndAt(text, text.length) || !(isNextValue || text[0] === '-')) return false;
    return this.#names.has(text) || (this.#names.isOfText(text) && typeof value === 'string');
  }

  /** Whether a path rule or a function among the rules takes out the value at `path`. */
  covers(path: ValuePath, value: unknown): boolean {
    return this.isSecretPath(path) || (this.hasFunction && this.isSecretByFunction(path, value));
  }

  /** Whether a path rule names this very path (what lies beneath it goes with it). */
  isSecretPath(path: ValuePath): boolean {
    for (let index = 0; index < this.#paths.length; index++) {
      if (matches(this.#paths[index] as PathRule, path)) return true;
    }
    return false;
  }

  /** Whether a pattern is found in a string, or one of the secrets that every string is searched for. */
  isSecretText(text: string): boolean {
    if (this.#secretText?.isIn(text)) return true;
    return this.hasPatterns && this.#findsPattern(text);
  }

  /** The same of an error's message. */
  isSecretMessage(text: string): boolean {
    if (this.#secretText?.isInMessage(text)) return true;
    return this.hasPatterns && this.#findsPattern(text);
  }

  /** A message, or a stack, without the secrets in it; `undefined` where a pattern is found, for that tells no end. */
  maskMessage(text: string): string | undefined {
    if (this.#findsPattern(text)) return undefined;
    return this.#secretText === undefined ? text : this.#secretText.mask(text);
  }

  /** Whether a function among the rules says so, or throws. */
  isSecretByFunction(path: ValuePath, value: unknown): boolean {
    const info = { path: formatPath(path), key: path[path.length - 1], value };
    try {
      for (let index = 0; index < this.#functions.length; index++) {
        if (this.#functions[index]?.(info)) return true;
      }
      return false;
    } catch {
      return true;
    }
  }

  #findsPattern(text: string): boolean {
    for (let index = 0; index < this.#patterns.length; index++) {
      if (this.#patterns[index]?.(text)) return true;
    }
    return false;
  }
}

/** Whether what stands under a name is a secret: whatever it is, or if it is a text. */
export function isSecretUnder({ isSecret, isOfText }: KeyText, value: unknown): boolean {
  return isSecret && (!isOfText || typeof value === 'string');
}

const secretTexts = new SafeMap<string, SecretText>();
const MOST_KEPT = 64;

/** Nearly all functions of a program have the same names, most of them none of their own. */
function secretTextFor(names: readonly string[]): SecretText {
  const key = names.join();
  const known = secretTexts.get(key) ?? new SecretText(new SecretNames(names));
  if (secretTexts.size >= MOST_KEPT) secretTexts.clear();
  secretTexts.set(key, known);
  return known;
}

function checkRules(rules: unknown): void {
  if (!Array.isArray(rules)) throw new TypeError(expected('false or an array of rules', 'redact', rules));
  for (const [index, rule] of rules.entries()) {
    const isRule = typeof rule === 'string' || typeof rule === 'function' || rule instanceof RegExp;
    if (!isRule) throw new TypeError(expected(RULE, `redact[${index}]`, rule));
  }
}

function isPath(text: string): boolean {
  return text.includes('.') || text.includes('[');
}

function parseName(text: string): string {
  const name = normalise(text.trim());
  if (name === '' || name.includes('*')) throw new TypeError(expected(RULE, 'redact', text));
  return name;
}

/** A dotted name, an index or `*` in brackets, or a quoted key in brackets. */
const SEGMENT = /\.?([^.[\]"'\s]+)|\[(\d+|\*)\]|\[("(?:[^"\\]|\\.)*"|'[^']*')\]/y;

function parsePath(text: string): PathRule {
  const segments: (string | typeof ANY)[] = [];
  SEGMENT.lastIndex = 0;
  while (SEGMENT.lastIndex < text.length) {
    const found = SEGMENT.exec(text);
    if (found === null) throw new TypeError(expected(RULE, 'redact', text));
    segments.push(parseSegment(found));
  }
  if (!ROOTS.includes(segments[0])) throw new TypeError(expected(RULE, 'redact', text));
  return segments;
}

function parseSegment([, name, index, quoted]: RegExpExecArray): string | typeof ANY {
  if (quoted?.startsWith("'")) return quoted.slice(1, -1);
  if (quoted !== undefined) return String(JSON.parse(quoted));
  const key = name ?? index ?? '';
  return key === '*' ? ANY : key;
}

function matches(rule: PathRule, path: ValuePath): boolean {
  if (rule.length !== path.length) return false;
  for (let index = 0; index < rule.length; index++) {
    if (rule[index] !== ANY && rule[index] !== `${path[index]}`) return false;
  }
  return true;
}

function formatPath(path: ValuePath): string {
  let text = `${path[0]}`;
  for (let index = 1; index < path.length; index++) text += formatSegment(path[index] ?? '');
  return text;
}

let isName: ((key: string) => boolean) | undefined;

function formatSegment(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  isName ??= detachedPattern(/^[\p{L}_$][\p{L}\p{N}_$]*$/u);
  return isName(key) ? `.${key}` : `[${quote(key)}]`;
}

function withoutState(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}
