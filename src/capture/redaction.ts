import { SafeSet } from '../model/safe-collections.js';
import { detachedPattern } from './detached-pattern.js';
import { apply, endsWith, replaceAll, toLowerCase } from './intrinsics.js';
import { KeyTexts } from './key-texts.js';
import { expected } from './limits.js';
import { quote } from './scalars.js';

/** `false`: nothing is redacted. Rules are added to the names that are secrets everywhere. */
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

/** From the call's root: `['args', 0, 'user', 'ssn']`, `['kwargs', 'tol']`, `['this', …]`, `['result', …]`. */
export type ValuePath = readonly (string | number)[];

type PathRule = readonly (string | typeof ANY)[];

const ANY = Symbol('any key');
const ROOTS: readonly unknown[] = ['args', 'kwargs', 'this', 'result', 'error'];
const RULE = 'a name, a path from args, kwargs, this, result or error, a RegExp, or a function';

/** Names that are secrets everywhere, in the spelling that `normalise` gives. */
const SECRET_NAMES: readonly string[] = `
  accesskey accesstoken apikeys apitoken authorization authtoken awssecretaccesskey awssessiontoken bearertoken cookie cookies credential credentials
  clienttoken csrftoken deploytoken encryptionkey githubtoken gitlabtoken idtoken jwttoken npmtoken nodeauthtoken
  oauthtoken passcode passwords personalaccesstoken privatekeys proxyauthorization pwd refreshtoken secretaccesskey
  secretkey secrets secrettoken securitytoken sessiontoken setcookie sharedaccesskey signingkey token userpwd
  xaccesstoken xamzsecuritytoken xauthtoken xcsrftoken xsrftoken xxsrftoken`
  .trim()
  .split(/\s+/);

/** `dbPassword` and `user_password` are secrets too; tokens are not, for `nextPageToken` is none. */
const SECRET_ENDINGS = ['password', 'passwd', 'passphrase', 'secret', 'apikey', 'privatekey'] as const;

/** Decides what is not written down. */
export class Redaction {
  /** Whether `isSecretKey` can be true of anything. */
  readonly hasNames: boolean;
  /** Whether `isSecretPath` can be true of anything. */
  readonly hasPaths: boolean;
  /** Whether `isSecretValue` can be true of anything. */
  readonly hasPatterns: boolean;
  /** Whether `isSecretByFunction` can be true of anything. */
  readonly hasFunction: boolean;
  /** Whether `covers` can be true of anything; without it no path need be put together. */
  readonly looksAtPaths: boolean;
  /** How names of properties are written, and which are secrets. */
  readonly keyTexts = new KeyTexts((key) => this.#hasSecretName(key));
  readonly #names = new SafeSet<string>();
  readonly #paths: readonly PathRule[];
  readonly #patterns: readonly ((text: string) => boolean)[];
  readonly #functions: readonly ((info: RedactInfo) => boolean)[];

  private constructor(option: RedactOption) {
    const rules = option === false ? [] : option;
    const texts = rules.filter((rule) => typeof rule === 'string');
    this.hasNames = option !== false;
    for (const name of SECRET_NAMES) this.#names.add(name);
    for (const text of texts) if (!isPath(text)) this.#names.add(parseName(text));
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
   * The default names and `rules`; `false` redacts nothing.
   * @throws TypeError for what is no rule
   */
  static from(rules: RedactOption | undefined): Redaction {
    if (rules !== undefined && rules !== false) checkRules(rules);
    return new Redaction(rules ?? []);
  }

  /** Whether a property or parameter of this name is a secret, whatever its value. Cheap when asked again. */
  isSecretKey(key: string): boolean {
    return this.hasNames && this.keyTexts.of(key).isSecret;
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

  /** Whether a pattern is found in a string. */
  isSecretValue(text: string): boolean {
    for (let index = 0; index < this.#patterns.length; index++) {
      if (this.#patterns[index]?.(text)) return true;
    }
    return false;
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

  #hasSecretName(key: string): boolean {
    if (!this.hasNames) return false;
    const name = normalise(key);
    if (this.#names.has(name)) return true;
    for (let index = 0; index < SECRET_ENDINGS.length; index++) {
      if (apply(endsWith, name, [SECRET_ENDINGS[index]])) return true;
    }
    return false;
  }
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

/** String patterns only: a regular expression would change `RegExp.$1` under the watched program. */
function normalise(key: string): string {
  const name = apply(replaceAll, apply(toLowerCase, key, []), ['-', '']) as string;
  return apply(replaceAll, name, ['_', '']) as string;
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
