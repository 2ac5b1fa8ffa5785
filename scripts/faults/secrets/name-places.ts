import type { Intercept, SecretPlace } from './places.js';

/** Secrets that the name of what holds them tells. */
export const NAME_PLACES: readonly SecretPlace[] = [
  {
    name: 'a parameter',
    keeps: 'alice-of-parameters',
    call: (secret, intercept) =>
      intercept(function login(_user: string, _password: string) {})('alice-of-parameters', secret),
  },
  {
    name: 'a keyword',
    keeps: 'alice-of-keywords',
    call: (secret, intercept) =>
      intercept(function loginWith({ user, apiKey }: Record<string, string>) {
        return [user, apiKey].length;
      })({ user: 'alice-of-keywords', apiKey: secret }),
  },
  {
    name: 'a rest parameter',
    call: (secret, intercept) =>
      intercept(function useAll(...passwords: string[]) {
        return passwords.length;
      })(secret, secret),
  },
  {
    name: 'a default',
    call: (_, intercept) => intercept(function connect(_password = 'hunter2adefaultZq') {})(),
  },
  {
    name: 'a default in a pattern',
    call: (_, intercept) =>
      intercept(function connectTo({ secret = 'hunter2adefaultinapatternZq' } = {}) {
        return secret.length;
      })(),
  },
  {
    name: 'a default that is an object',
    call: (_, intercept) =>
      intercept(function connectBy(options = { user: 'app', password: 'hunter2adefaultthatisanobjectZq' }) {
        return options.user;
      })(),
  },
  {
    name: 'a default URL',
    call: (_, intercept) =>
      intercept(function open(_url = 'postgres://app:hunter2adefaultURLZq@db/app') {})(),
  },
  nested('a nested key', (secret) => ({ user: { name: 'x', credentials: { db_password: secret } } })),
  nested(
    'a key of a map',
    (secret) =>
      new Map<unknown, unknown>([
        ['Authorization', secret],
        [Symbol('token'), secret],
      ]),
  ),
  nested('a header', (secret) => ({
    headers: { 'X-Api-Key': secret, cookie: `sid=${secret}`, 'set-cookie': [`sid=${secret}`] },
  })),
  nested('a header of Headers', (secret) => new Headers({ authorization: `Bearer ${secret}` })),
  nested('a header in a pair', (secret) => [
    ['accept', '*/*'],
    ['set-cookie', `sid=${secret}`],
  ]),
  nested('a header in raw headers', (secret) => ['Host', 'h', 'Cookie', `sid=${secret}`, 'Accept', '*/*']),
  nested('an entry', (secret) => Object.entries({ a: 1, password: secret })),
  nested('a symbol', (secret) => ({ [Symbol('password')]: secret })),
  nested(
    'a class',
    (secret) =>
      new (class Account {
        readonly id = 7;
        readonly passwd = secret;
      })(),
  ),
  nested(
    'a private field',
    (secret) =>
      new (class Vault {
        readonly #key = secret;
        reveal() {
          return this.#key;
        }
      })(),
  ),
  nested('a typed array', (secret) => ({
    privateKey: new Uint8Array(Buffer.from(secret.repeat(4))),
    iv: Buffer.from(secret).subarray(0, 0),
  })),
  nested('a typed array in a map', (secret) => new Map([['secret', Buffer.from(secret.repeat(4))]])),
  nested('a key object', (secret) => ({ auth: `app:${secret}`, pass: secret })),
  nested('an array property', (secret) => Object.assign([1], { token: secret })),
  {
    name: 'a setter of headers',
    call: (secret, intercept) =>
      intercept(function setHeader(_name: string, _value: string | string[]) {})('Set-Cookie', [
        `sid=${secret}`,
      ]),
  },
  {
    name: 'a receiver',
    call: (secret, intercept) => {
      class Client {
        readonly user = 'alice-of-receivers';
        readonly refreshToken: string;
        constructor(token: string) {
          this.refreshToken = token;
        }
      }
      intercept(function refresh(this: Client) {}).call(new Client(secret));
    },
    keeps: 'alice-of-receivers',
  },
  {
    name: 'what becomes of arguments',
    call: (secret, intercept) =>
      intercept(function authorize(request: Record<string, unknown>) {
        request['headers'] = { authorization: secret };
        request['url'] = `https://u:${secret}@h`;
      })({ path: '/' }),
  },
];

/** Passed, passed again in a keyword argument, returned and thrown. */
function nested(name: string, make: (secret: string) => unknown): SecretPlace {
  return {
    name,
    call(secret, intercept) {
      const value = make(secret);
      intercept(function store(given: unknown) {
        return given;
      })(value);
      intercept(function storeWith({ given }: { given?: unknown }) {
        return [given];
      })({ given: value });
      throwIt(value, intercept);
    },
  };
}

function throwIt(value: unknown, intercept: Intercept): void {
  try {
    intercept(function fail(given: unknown) {
      throw Object.assign(new Error('failed'), { given, cause: given });
    })(value);
  } catch {}
}
