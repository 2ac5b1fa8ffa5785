import type { SecretPlace } from './places.js';

const MESSAGES: readonly string[] = [
  'connect ECONNREFUSED postgres://app:…@db:5432/app',
  'authentication failed for password=… (user app)',
  'login failed with password: … for alice',
  'invalid token: …',
  'request to https://h/?access_token=… failed',
  'bad header Authorization: Bearer …',
  'upstream refused Bearer … twice',
  'unexpected body {"apiKey":"…"}',
  "bad options { secret: '…', retries: 2 }",
  'Set-Cookie: sid=…',
];

/** Secrets that errors tell. */
export const ERROR_PLACES: readonly SecretPlace[] = [
  ...MESSAGES.map((message, index) =>
    thrown(`message ${index} ${message}`, (secret) => new Error(message.replace('…', secret))),
  ),
  thrown('a cause', (secret) => new Error('failed', { cause: new Error(`postgres://app:${secret}@db`) })),
  thrown('a cause that is a text', (secret) => new Error('failed', { cause: `password=${secret}` })),
  thrown(
    'an aggregate',
    (secret) => new AggregateError([new Error(`token=${secret}`)], `all failed: token=${secret}`),
  ),
  thrown('a property', (secret) =>
    Object.assign(new Error('failed'), { config: { headers: { authorization: secret } } }),
  ),
  thrown('a stack', (secret) =>
    Object.assign(new Error('failed'), { stack: `Error: password=${secret}\n    at x (y.js:1:1)` }),
  ),
  thrown('a text', (secret) => `postgres://app:${secret}@db`),
  thrown('an object', (secret) => ({ message: `password=${secret}`, password: secret })),
  thrown(
    'a class',
    (secret) =>
      new (class QueryError extends Error {
        readonly password = secret;
      })(`at https://u:${secret}@h`),
  ),
  thrown('a DOMException', (secret) => new DOMException(`token=${secret}`, 'AbortError')),
];

/** Thrown, rejected with, passed and returned. */
function thrown(name: string, make: (secret: string) => unknown): SecretPlace {
  return {
    name: `error: ${name}`,
    call(secret, intercept) {
      const error = make(secret);
      intercept(function handle(given: unknown) {
        return given;
      })(error);
      Promise.resolve(
        intercept(function reject(given: unknown) {
          return Promise.reject(given);
        })(error),
      ).catch(() => {});
      intercept(function raise() {
        throw error;
      })();
    },
  };
}
