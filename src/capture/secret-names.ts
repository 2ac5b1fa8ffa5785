import { SafeMap, SafeSet } from '../model/safe-collections.js';
import { apply, replaceAll } from './intrinsics.js';
import { codeAt, endsWith, toLowerCase } from './safe-strings.js';

/** Names that are secrets everywhere, in the spelling that `normalise` gives. */
const NAMES = `
  accesskey accountkey apikeys authorization awssecretaccesskey bottoken cijobtoken clienttoken cookie cookies credential
  credentials csrftoken deploytoken encryptionkey ghtoken githubtoken gitlabtoken hftoken idtoken jobtoken jwttoken
  mysqlpwd npmtoken oauthtoken ocpapimsubscriptionkey passcode passwords personalaccesstoken privatekeys privatetoken
  proxyauthorization pwd secretaccesskey secrets securitytoken setcookie sharedaccesskey signingkey slacktoken token
  userpwd vaulttoken xamzsecuritytoken xcsrftoken xfunctionskey xsrftoken xvaulttoken xxsrftoken`
  .trim()
  .split(/\s+/);

/** `dbPassword` and `user_password` are secrets too; tokens are not, for `nextPageToken` is none. */
const ENDINGS = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'apikey',
  'privatekey',
  'secretkey',
  'accesstoken',
  'apitoken',
  'authtoken',
  'bearertoken',
  'refreshtoken',
  'secrettoken',
  'sessiontoken',
] as const;

/** Names of secrets where their value is a text: others have `{ pass: true }`, `{ auth: { user } }`. */
const TEXT_NAMES = ['auth', 'bearer', 'jwt', 'pass'] as const;

/** Parameters of URLs that are secrets, and no names of anything else's. Source: OpenTelemetry's conventions for URLs. */
const QUERY_NAMES = ['awsaccesskeyid', 'sig', 'signature', 'xamzsignature', 'xgoogsignature', ...TEXT_NAMES];

const MOST_ANSWERS = 1024;

/** What may stand between a name and the separator. */
const WRAPPINGS = ['"', "'", '`', '\\', ']', ' '];

/** What is a secret by its name, whatever it is. */
export class SecretNames {
  readonly #names = new SafeSet<string>();
  readonly #textNames = new SafeSet<string>();
  readonly #queryNames = new SafeSet<string>();
  readonly #answers = new SafeMap<string, boolean>();
  #answered = 0;
  /** For each ASCII character, whether it may stand before the separator behind a name: its last letter, or a quote. */
  readonly #before = new Uint8Array(128);
  /** A bit for each three letters that a name may end with. */
  readonly #ends = new Uint8Array(4096);

  /** @param added names in any spelling, beside those that are secrets everywhere */
  constructor(added: readonly string[]) {
    for (const name of NAMES) this.#names.add(name);
    for (const name of TEXT_NAMES) this.#textNames.add(name);
    for (const name of QUERY_NAMES) this.#queryNames.add(name);
    for (const name of added) this.#names.add(normalise(name));
    for (const name of [...NAMES, ...ENDINGS, ...QUERY_NAMES, ...added]) this.#addEnd(normalise(name));
    for (const wrapping of WRAPPINGS) this.#before[codeAt(wrapping, 0)] = 1;
  }

  /** Cheap when asked again. */
  has(name: string): boolean {
    return this.#answers.get(name) ?? this.#answer(name);
  }

  /** Whether what is called so is a secret if it is a text. */
  isOfText(name: string): boolean {
    return this.#textNames.has(normalise(name));
  }

  isOfQuery(name: string): boolean {
    return this.#queryNames.has(normalise(name));
  }

  /** Whether a separator at `index` may be that behind a name of a secret: says no of most, and fast. */
  mayEndBefore(text: string, index: number): boolean {
    const code = codeAt(text, index - 1);
    return code > 127 || this.#before[code] === 1;
  }

  /** Whether a name of a secret may end there in a text: says no of nearly all that is none. */
  mayEndAt(text: string, end: number): boolean {
    const at = endAt(text, end);
    return ((this.#ends[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }

  #answer(name: string): boolean {
    const plain = normalise(name);
    const answer = this.#names.has(plain) || hasEnding(plain);
    if (this.#answered++ % MOST_ANSWERS === 0) this.#answers.clear();
    this.#answers.set(name, answer);
    return answer;
  }

  #addEnd(name: string): void {
    const at = endAt(name, name.length);
    this.#ends[at >> 3] = (this.#ends[at >> 3] ?? 0) | (1 << (at & 7));
    const last = name[name.length - 1] ?? '';
    for (const letter of [last, last.toUpperCase()]) if (letter < '\x80') this.#before[codeAt(letter, 0)] = 1;
  }
}

/** Without case, `-` and `_`. String patterns only: a regular expression would change `RegExp.$1` under the program. */
export function normalise(key: string): string {
  const name = apply(replaceAll, toLowerCase(key), ['-', '']) as string;
  return apply(replaceAll, name, ['_', '']) as string;
}

function hasEnding(name: string): boolean {
  for (let index = 0; index < ENDINGS.length; index++) {
    if (endsWith(name, ENDINGS[index] as string)) return true;
  }
  return false;
}

/** A number for the last three letters before `end`, the same in either case. */
function endAt(text: string, end: number): number {
  return (letterAt(text, end - 3) << 10) | (letterAt(text, end - 2) << 5) | letterAt(text, end - 1);
}

function letterAt(text: string, index: number): number {
  return index < 0 ? 0 : codeAt(text, index) & 31;
}
