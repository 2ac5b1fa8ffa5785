import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretNames } from '../../../src/capture/secret-names.js';
import { SecretText } from '../../../src/capture/secret-text.js';

const secrets = new SecretText(new SecretNames(['ssn']));

/** Texts with a secret in them, `hunter2`, and what is left of them in a message. */
const TELLING: ReadonlyArray<readonly [text: string, masked: string]> = [
  ['postgres://app:hunter2@db:5432/x', 'postgres://(redacted)@db:5432/x'],
  ['redis://:hunter2@cache', 'redis://(redacted)@cache'],
  ['mongodb://app:hunter2@a,b/x', 'mongodb://(redacted)@a,b/x'],
  ['https://hunter2@github.com/a/b', 'https://(redacted)@github.com/a/b'],
  ['wss://app:hunter2@h?x=1', 'wss://(redacted)@h?x=1'],
  ['postgres://app:hun/ter2@db/x', 'postgres://(redacted)@db/x'],
  ['//app:hunter2@h/x', '//(redacted)@h/x'],
  [
    'at https://a.b/ and https://u:hunter2@c.d/ it ends',
    'at https://a.b/ and https://(redacted)@c.d/ it ends',
  ],
  ['https://h/?access_token=hunter2&x=1', 'https://h/?access_token=(redacted)&x=1'],
  ['https://h/?x=1&api_key=hunter2#top', 'https://h/?x=1&api_key=(redacted)#top'],
  ['https://h/#id_token=hunter2', 'https://h/#id_token=(redacted)'],
  ['https://h/?sig=hunter2', 'https://h/?sig=(redacted)'],
  ['user=a&password=hunter2', 'user=a&password=(redacted)'],
  ['user[password]=hunter2', 'user[password]=(redacted)'],
  ['Server=db;Password=hunter2;Encrypt=true', 'Server=db;Password=(redacted)'],
  ['host=db password=hunter2 port=1\nnext', 'host=db password=(redacted)\nnext'],
  ['--password=hunter2', '--password=(redacted)'],
  ['PGPASSWORD=hunter2', 'PGPASSWORD=(redacted)'],
  ['password="hun ter2" x', 'password="(redacted)" x'],
  ['{"user":"a","password":"hunter2"}', '{"user":"a","password":"(redacted)"}'],
  ['{"apiKey" : "hun\\"ter2","x":1}', '{"apiKey" : "(redacted)","x":1}'],
  ['{\\"token\\":\\"hunter2\\"}', '{\\"token\\":\\"(redacted)\\"}'],
  ['{"token":20231}', '{"token":(redacted)'],
  ['{"set-cookie":["hunter2"]}', '{"set-cookie":(redacted)'],
  ["{ user: 'a', password: 'hunter2' }", "{ user: 'a', password: '(redacted)' }"],
  ["{ auth: 'u:hunter2' }", "{ auth: '(redacted)' }"],
  ['password: hunter2', 'password: (redacted)'],
  ['login failed with password: hunter2 for bob', 'login failed with password: (redacted)'],
  ['Authorization: Bearer hunter2', 'Authorization: (redacted)'],
  ['authorization: Digest username=hunter2', 'authorization: (redacted)'],
  ['Cookie: a=hunter2; b=c\nHost: h', 'Cookie: (redacted)\nHost: h'],
  ['x-api-key: hunter2', 'x-api-key: (redacted)'],
  ['SSN=20231', 'SSN=(redacted)'],
  ['Bearer hunter2', '(redacted)'],
  ['bearer abc', '(redacted)'],
  ['Basic dXNlcjpodW50ZXIy', '(redacted)'],
  ['-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----', '(redacted)'],
  ['eyJhbGciOi.eyJzdWIiOi.hunter2', '(redacted)'],
];

for (const [text, masked] of TELLING) {
  test(`SecretText finds the secret in ${JSON.stringify(text)}`, () => {
    assert.deepEqual([secrets.isIn(text), secrets.isInMessage(text)], [true, true]);
    assert.equal(secrets.mask(text), masked);
    assert.equal(secrets.isInMessage(masked), false);
  });
}

/** Found in messages alone. */
const IN_MESSAGES: ReadonlyArray<readonly [text: string, masked: string]> = [
  ['refused Bearer hunter2 twice', 'refused Bearer (redacted) twice'],
  ['sent Basic dXNlcjpodW50ZXIy', 'sent Basic (redacted)'],
  [
    'read -----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
    'read (redacted)-----END PRIVATE KEY-----',
  ],
  ['got eyJhbGciOi.eyJzdWIiOi.hunter2 back', 'got (redacted) back'],
];

for (const [text, masked] of IN_MESSAGES) {
  test(`SecretText finds in a message ${JSON.stringify(text)}`, () => {
    assert.deepEqual([secrets.isIn(text), secrets.isInMessage(text)], [false, true]);
    assert.equal(secrets.mask(text), masked);
  });
}

const HARMLESS: readonly string[] = [
  '',
  'a word',
  '2026-01-01T00:00:00.000Z',
  'a=b',
  'key: value',
  'https://example.com/a?b=c#d',
  'http://localhost:5173/@vite/client',
  'http://localhost:4873/@scope/pkg',
  'http://[::1]:3000/@x',
  'https://unpkg.com/@babel/core@7',
  'https://medium.com/@user',
  'http://a.com/x,https://b.com/y@z',
  'ssh://git@github.com/x',
  'mailto:a@b.c',
  'file:///C:/x@y',
  'secret://vault/x',
  `postgres://\${user}:\${password}@\${host}`,
  `http://\${host}:\${port}/@x`,
  'postgres://app:***@db',
  'password=***',
  `password=\${PASSWORD}`,
  'password=',
  'password: ',
  '"password":""',
  '{"password":null,"token":true,"cookies":[],"credentials":{}}',
  'password=undefined',
  'password: string',
  'password: must be at least 8 characters',
  'Invalid password: Must contain a digit',
  'Bad credentials: user not found',
  'Unexpected token: punc (})',
  "Unexpected token: ','",
  'token => x',
  'token == y',
  'const token = peek()',
  'is ? token : other',
  'nextPageToken=abc',
  'privateKeyPath=/x',
  'author: bob',
  'tests pass=3 fail=0',
  'https://h/?tokens=3',
  'Basic plan',
  'Basic authentication',
  'Bearer realm="x"',
  'the bearer of news',
  'eye.eye.eye',
];

for (const text of HARMLESS) {
  test(`SecretText finds nothing in ${JSON.stringify(text)}`, () => {
    assert.deepEqual([secrets.isIn(text), secrets.isInMessage(text)], [false, false]);
    assert.equal(secrets.mask(text), text);
  });
}

test('SecretText goes by pairs of moderate texts, and in long ones by what sources have none of', () => {
  const source = `const password=read();\n${' '.repeat(4096)}`;
  assert.equal(secrets.isIn(source), false);
  const long = (text: string) => `${'\n'.repeat(4096)}${text}`;
  const telling = ['?token=hunter2', '{"password":"hunter2"}', 'Cookie: a=b', 'postgres://a:hunter2@b'];
  assert.deepEqual(
    telling.filter((text) => !secrets.isIn(long(text))),
    [],
  );
});

test('SecretText leaves RegExp.$1 as it was, and runs nothing that the program put on a prototype', (t) => {
  /(mine)/.exec('mine');
  const patched = [
    'charCodeAt',
    'includes',
    'indexOf',
    'slice',
    'startsWith',
    'endsWith',
    'toLowerCase',
    'replaceAll',
  ];
  for (const name of patched)
    t.mock.method(String.prototype, name as 'slice', () => assert.fail(`${name} of the program ran`));
  const found = secrets.isInMessage('"password" : "hunter2" postgres://a:b@c Bearer x');
  t.mock.restoreAll();
  assert.deepEqual([found, (RegExp as unknown as { $1: string }).$1], [true, 'mine']);
});
