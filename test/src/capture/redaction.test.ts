import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type RedactInfo,
  Redaction,
  type RedactOption,
  type ValuePath,
} from '../../../src/capture/redaction.js';

const SECRETS = `password passwd pwd passphrase secret token apiKey authorization cookie credential privateKey
  PASSWORD Pass-Word api_key API-KEY x-api-key X_API_KEY xApiKey clientSecret accessToken refresh_token id-token
  authToken sessionToken bearerToken apiToken csrfToken xsrfToken X-XSRF-TOKEN apiSecret secretKey accessKey
  secretAccessKey aws_secret_access_key proxy-authorization cookies set-cookie credentials dbPassword user_password
  jwtSecret stripeApiKey sshPrivateKey keyPassphrase passwords secrets MYSQL_PWD STRIPE_SECRET_KEY sentryAuthToken
  github_access_token HF_TOKEN x-vault-token`.split(/\s+/);

const HARMLESS =
  `lastToken nextPageToken tokens maxTokens tokenize secretary passwordHint cookieCount key author
  id name constructor __proto__ toString 0 privateKeyPath tokenType credentialId`.split(/\s+/);

test('isSecretKey() knows the names that are secrets everywhere, in every spelling', () => {
  const redaction = Redaction.from(undefined);
  assert.deepEqual(
    SECRETS.filter((name) => !redaction.isSecretKey(name)),
    [],
  );
});

test('isSecretKey() leaves names alone that only resemble a secret', () => {
  const redaction = Redaction.from([]);
  assert.deepEqual(
    HARMLESS.filter((name) => redaction.isSecretKey(name)),
    [],
  );
});

test('isSecretKey() takes auth, bearer, jwt and pass for secrets where they are texts', () => {
  const redaction = Redaction.from([]);
  for (const name of ['auth', 'Bearer', 'jwt', 'pass']) {
    assert.deepEqual([redaction.isSecretKey(name, 'x'), redaction.isSecretKey(name, true)], [true, false]);
  }
});

test('isSecretAfter() knows the value behind the name of a secret, in pairs and behind an option', () => {
  const redaction = Redaction.from(['ssn']);
  const after = (text: unknown, isNextValue: boolean) => redaction.isSecretAfter(text, isNextValue, 'x');
  assert.deepEqual(
    [after('Cookie', true), after('SSN', true), after('Cookie', false), after('--api-key', false)],
    [true, true, false, true],
  );
  assert.deepEqual(
    [after('Accept', true), after(7, true), after('', true), after('auth', true)],
    [false, false, false, true],
  );
  assert.equal(Redaction.from(false).isSecretAfter('Cookie', true, 'x'), false);
});

test('isSecretKey() answers the same when asked again, and keeps a bounded number of answers', () => {
  const redaction = Redaction.from(undefined);
  for (let index = 0; index < 10_000; index++) assert.equal(redaction.isSecretKey(`key${index}`), false);
  assert.equal(redaction.isSecretKey('password'), true);
  assert.equal(redaction.isSecretKey('password'), true);
  assert.equal(redaction.isSecretKey('key1'), false);
});

test('isSecretKey() leaves RegExp.$1 of the program as it was', () => {
  const redaction = Redaction.from(undefined);
  /(mine)/.exec('mine');
  redaction.isSecretKey('some-new_key');
  assert.equal((RegExp as unknown as { $1: string }).$1, 'mine');
});

test('from() adds names to the default ones', () => {
  const redaction = Redaction.from(['social-security_number']);
  assert.equal(redaction.isSecretKey('socialSecurityNumber'), true);
  assert.equal(redaction.isSecretKey('password'), true);
  assert.equal(redaction.hasPaths || redaction.hasPatterns || redaction.hasFunction, false);
});

test('from(false) redacts nothing', () => {
  const redaction = Redaction.from(false);
  assert.equal(redaction.isSecretKey('password'), false);
  assert.equal(redaction.hasNames || redaction.looksAtPaths || redaction.hasPatterns, false);
});

const paths: [string, ValuePath, boolean][] = [
  ['args[0].user.ssn', ['args', 0, 'user', 'ssn'], true],
  ['args[0].user.ssn', ['args', 1, 'user', 'ssn'], false],
  ['args[0].user.ssn', ['args', 0, 'user'], false],
  ['args[0].user.ssn', ['args', 0, 'user', 'ssn', 'digits'], false],
  ['args.0.user', ['args', 0, 'user'], true],
  ['kwargs.card.number', ['kwargs', 'card', 'number'], true],
  ['this.key', ['this', 'key'], true],
  ['result.items[*].pan', ['result', 'items', 17, 'pan'], true],
  ['result.*.pan', ['result', 'any', 'pan'], true],
  ['result.*.pan', ['result', 'pan'], false],
  ['args[0]["x.id"]', ['args', 0, 'x.id'], true],
  ["args[0]['*']", ['args', 0, '*'], true],
  ["args[0]['*']", ['args', 0, 'other'], false],
  ['error.request', ['error', 'request'], true],
];

for (const [rule, path, isSecret] of paths) {
  test(`covers() ${isSecret ? 'takes' : 'leaves'} ${path.join('/')} by the rule ${rule}`, () => {
    const redaction = Redaction.from([rule]);
    assert.equal(redaction.looksAtPaths, true);
    assert.equal(redaction.covers(path, 'value'), isSecret);
  });
}

test('isSecretText() finds a pattern every time, global and sticky ones too', () => {
  const pattern = /\d{4}-\d{4}/gy;
  const redaction = Redaction.from([pattern]);
  const answers = [1, 2, 3].map(() => redaction.isSecretText('card 1234-5678'));
  assert.deepEqual(answers, [true, true, true]);
  assert.equal(redaction.isSecretText('card'), false);
  assert.equal(pattern.lastIndex, 0);
});

test('isSecretByFunction() tells a rule the path, the key and the value', () => {
  const asked: RedactInfo[] = [];
  const redaction = Redaction.from([(info) => asked.push(info) > 1]);
  const answers = [1, 2].map(() => redaction.covers(['args', 0, 'x-id', 'ssn'], 42));
  assert.deepEqual(answers, [false, true]);
  assert.deepEqual(asked[0], { path: 'args[0]["x-id"].ssn', key: 'ssn', value: 42 });
});

test('isSecretByFunction() redacts when the rule throws', () => {
  const redaction = Redaction.from([
    () => {
      throw new Error('bad rule');
    },
  ]);
  assert.equal(redaction.covers(['args', 0], 'value'), true);
});

const RULE = 'a name, a path from args, kwargs, this, result, error or attributes, a RegExp, or a function';
const refused: [unknown, string][] = [
  [true, 'Expected false or an array of rules for redact, got true'],
  ['ssn', "Expected false or an array of rules for redact, got 'ssn'"],
  [[1], `Expected ${RULE} for redact[0], got 1`],
  [['ssn', null], `Expected ${RULE} for redact[1], got null`],
  [['-_'], `Expected ${RULE} for redact, got '-_'`],
  [['*Id'], `Expected ${RULE} for redact, got '*Id'`],
  [['user.ssn'], `Expected ${RULE} for redact, got 'user.ssn'`],
  [['args[0'], `Expected ${RULE} for redact, got 'args[0'`],
  [['args[0]..a'], `Expected ${RULE} for redact, got 'args[0]..a'`],
  [['args.'], `Expected ${RULE} for redact, got 'args.'`],
];

for (const [option, message] of refused) {
  test(`from() throws: ${message}`, () => {
    assert.throws(() => Redaction.from(option as RedactOption), { name: 'TypeError', message });
  });
}
