import { expected } from './limits.js';

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

const MOST_CACHED_KEYS = 4096;
const LONGEST_CACHED_KEY = 128;

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
  readonly #names: ReadonlySet<string>;
  readonly #paths: readonly PathRule[];
  readonly #patterns: readonly RegExp[];
  readonly #functions: readonly ((info: RedactInfo) => boolean)[];
  readonly #knownKeys = new Map<string, boolean>();

  private constructor(option: RedactOption) {
    const rules = option === false ? [] : option;
    const texts = rules.filter((rule) => typeof rule === 'string');
    this.hasNames = option !== false;
    this.#names = new Set([...SECRET_NAMES, ...texts.filter((text) => !isPath(text)).map(parseName)]);
    this.#paths = texts.filter(isPath).map(parsePath);
    this.#patterns = rules.filter((rule) => rule instanceof RegExp).map(withoutState);
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
    if (!this.hasNames) return false;
    const known = this.#knownKeys.get(key);
    if (known !== undefined) return known;
    const name = normalise(key);
    const isSecret = this.#names.has(name) || SECRET_ENDINGS.some((ending) => name.endsWith(ending));
    this.#remember(key, isSecret);
    return isSecret;
  }

  /** Whether a path rule or a function among the rules takes out the value at `path`. */
  covers(path: ValuePath, value: unknown): boolean {
    return this.isSecretPath(path) || (this.hasFunction && this.isSecretByFunction(path, value));
  }

  /** Whether a path rule names this very path (what lies beneath it goes with it). */
  isSecretPath(path: ValuePath): boolean {
    return this.#paths.some((rule) => matches(rule, path));
  }

  /** Whether a pattern is found in a string. */
  isSecretValue(text: string): boolean {
    return this.#patterns.some((pattern) => pattern.test(text));
  }

  /** Whether a function among the rules says so, or throws. */
  isSecretByFunction(path: ValuePath, value: unknown): boolean {
    const info = { path: formatPath(path), key: path.at(-1), value };
    try {
      return this.#functions.some((isSecret) => isSecret(info));
    } catch {
      return true;
    }
  }

  #remember(key: string, isSecret: boolean): void {
    if (key.length > LONGEST_CACHED_KEY) return;
    if (this.#knownKeys.size >= MOST_CACHED_KEYS) this.#knownKeys.clear();
    this.#knownKeys.set(key, isSecret);
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
  return key.toLowerCase().replaceAll('-', '').replaceAll('_', '');
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
  return rule.length === path.length && rule.every((key, at) => key === ANY || key === String(path[at]));
}

function formatPath([root = '', ...rest]: ValuePath): string {
  return rest.reduce<string>((text, key) => text + formatSegment(key), String(root));
}

function formatSegment(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function withoutState(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
}
