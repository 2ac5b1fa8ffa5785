import { Matrix } from '../programs/kept-matrix.js';
import type { Intercept, Redact, SecretPlace } from './places.js';
import { LONGEST_TEXT } from './secret.js';

type Make = (secret: string) => object;

/** What has a secret under the name `ssn`, in each kind of holder. */
const HOLDERS: Readonly<Record<string, Make>> = {
  'an object': (ssn) => ({ user: { ssn } }),
  'a map': (ssn) => ({ user: new Map([['ssn', ssn]]) }),
  'a class': (ssn) => ({
    user: new (class User {
      readonly ssn = ssn;
    })(),
  }),
  'an error': (ssn) => ({ user: Object.assign(new Error('x'), { ssn }) }),
  'a typed array': (ssn) => ({ user: { ssn: Buffer.from(ssn.repeat(4)) } }),
  'a handled value': (ssn) => ({ user: { ssn: new Matrix([[ssn as never]]) } }),
  'a nested object': (ssn) => ({ user: { ssn: { digits: [ssn] } } }),
};

const ROOT = '(args\\[0\\]|kwargs|result|this|error)';

/** Each kind of rule that covers them. */
const RULES: Readonly<Record<string, Redact>> = {
  'a name': ['SSN'],
  'a path': ['args[0].user.ssn', 'result.user.ssn', 'this.user.ssn', 'error.user.ssn'],
  'a path with a wildcard': ['args[0].*.ssn', 'result["user"].ssn', "this['user'].ssn", 'error.user.*'],
  'a path of keywords': [
    'kwargs.user.ssn',
    'args[0].user.ssn',
    'result.user.ssn',
    'this.user.ssn',
    'error.user.ssn',
  ],
  'a function of keys': [({ key }) => key === 'ssn'],
  'a function of paths': [({ path }) => new RegExp(`^${ROOT}\\.user\\.ssn$`).test(path)],
  'a function of values': [
    ({ value }) =>
      typeof value === 'string'
        ? value.startsWith('hunter2')
        : Buffer.isBuffer(value) || value instanceof Matrix,
  ],
  'a function that throws': [
    ({ key }) => {
      if (key === 'ssn') throw new Error('a rule that fails');
      return false;
    },
  ],
};

/** Where patterns are to be searched for. */
const SEARCHED: Readonly<Record<string, Make>> = {
  'a text': (secret) => ({ text: `a ${secret} b` }),
  'the name of a property': (secret) => ({ [secret]: 1 }),
  'the key of a map': (secret) => new Map([[secret, new Float64Array(9)]]),
  'a URL': (secret) => new URL(`https://h/${secret}`),
  parameters: (secret) => new URLSearchParams({ q: secret }),
  'a pattern': (secret) => new RegExp(secret),
  'a boxed text': (secret) => Object(secret) as object,
  'a message': (secret) => new Error(secret),
  'a cause': (secret) => new Error('x', { cause: secret }),
  'a long text': (secret) => [`${secret}${' '.repeat(LONGEST_TEXT)}`],
};

/** Secrets that only the program's own rules tell. */
export const RULE_PLACES: readonly SecretPlace[] = [
  ...Object.entries(RULES).flatMap(([rule, redact]) =>
    Object.entries(HOLDERS).map(([holder, make]) => ({
      name: `${rule}: ${holder}`,
      redact,
      call: (secret: string, intercept: Intercept) => everywhere(make(secret), intercept),
    })),
  ),
  ...Object.entries(SEARCHED).map(([holder, make]) => ({
    name: `a pattern in ${holder}`,
    redact: [/hunter2\w+/g],
    call: (secret: string, intercept: Intercept) => everywhere(make(secret), intercept),
  })),
  {
    name: 'a path of a message',
    redact: ['error.message'],
    call: (secret, intercept) =>
      intercept(function raiseIt() {
        throw new Error(`plain ${secret}`);
      })(),
  },
  {
    name: 'a path of an argument with a default',
    redact: ['args[0]'],
    call: (_, intercept) =>
      intercept(function useCode(_code = 'hunter2apathofanargumentwithadefaultZq') {})(),
  },
];

/** As an argument, in a keyword argument, as a receiver, as what becomes of an argument, as a result and thrown. */
function everywhere(value: object, intercept: Intercept): void {
  intercept(function take(given: unknown) {
    return given;
  })(value);
  intercept(function takeKeywords({ user }: Record<string, unknown>) {
    return user === undefined ? 0 : 1;
  })(value as never);
  intercept(function takeReceiver(this: object) {}).call(value);
  intercept(function become(given: object) {
    Object.assign(given, value);
  })({});
  try {
    intercept(function raise() {
      throw Object.assign(new Error('x'), value);
    })();
  } catch {}
}
