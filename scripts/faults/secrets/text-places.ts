import type { SecretPlace } from './places.js';
import { LONGEST_TEXT } from './secret.js';

/** Texts that tell a secret by what stands around it, of any length; in each, `…` is the secret. */
const TEXTS: readonly string[] = [
  'postgres://app:…@db.internal:5432/app',
  'redis://:…@cache:6379/0',
  'mongodb+srv://app:…@a.example,b.example/app?w=majority',
  'https://…@github.com/a/b.git',
  'jdbc:postgresql://app:…@db/app',
  'postgres://app:pass/…@db/app',
  'amqp://guest:…@mq',
  'https://api.example/x?access_token=…&page=2',
  'https://api.example/x?page=2&api_key=…#top',
  'https://app.example/callback#id_token=…',
  'https://bucket.example/x?X-Amz-Signature=…',
  'grant_type=password&username=a&password=…',
  '{"user":"app","password":"…"}',
  '{\\"token\\":\\"…\\"}',
  '{"headers":{"set-cookie":["sid=…"]}}',
  "{ user: 'app', password: '…' }",
  'Authorization: Bearer …',
  'Cookie: sid=…; theme=dark',
];

/** The same, of moderate length. */
const SHORT_TEXTS: readonly string[] = [
  'Server=db;User Id=app;Password=…;Encrypt=true',
  'host=db user=app password=… port=5432',
  '--client-secret=…',
  'AccountKey=…==;EndpointSuffix=core',
  'user: app\npassword: …\n',
  'Bearer …',
  '-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI….c2lnbmF0dXJl',
];

type Make = (text: string) => unknown;

const HOLDERS: Readonly<Record<string, Make>> = {
  'by itself': (text) => text,
  'a property': (text) => ({ at: { any: text } }),
  'an element': (text) => [text, [text]],
  'a key of a map': (text) =>
    new Map([
      [text, { kept: 1 }],
      ['key', text as never],
    ]),
  'an element of a set': (text) => new Set([text]),
  'the name of a property': (text) => ({ [text]: new Float64Array(9), other: { [text]: () => {} } }),
  'a boxed text': (text) => Object(text),
  'a property of an error': (text) => Object.assign(new Error('x'), { config: { url: text } }),
};

/** Longer than what is kept of a text. */
const LONG_HOLDERS: Readonly<Record<string, Make>> = {
  'a long text': (text) => `${text} ${'-'.repeat(LONGEST_TEXT)}`,
  'the end of a long text': (text) => `${'\n'.repeat(LONGEST_TEXT - 20)}${text}`,
};

/** What a URL is besides a text. */
const URLS: Readonly<Record<string, (secret: string) => unknown>> = {
  'user and password of a URL': (secret) => new URL(`https://app:${secret}@h/`),
  'a parameter of a URL': (secret) => new URL(`https://h/?token=${secret}`),
  URLSearchParams: (secret) => new URLSearchParams({ page: '1', api_key: secret }),
  'the first of URLSearchParams': (secret) => new URLSearchParams({ sig: secret }),
  'a pattern': (secret) => new RegExp(`https://u:${secret}@h`),
  'options of a request': (secret) => ({ hostname: 'h', auth: `u:${secret}`, path: `/?token=${secret}` }),
  'words of a command': (secret) => ['mysql', '--password', secret, '-u', 'app'],
};

/** Secrets that stand in texts. */
export const TEXT_PLACES: readonly SecretPlace[] = [
  ...TEXTS.map((text) => textPlace(text, { ...HOLDERS, ...LONG_HOLDERS })),
  ...SHORT_TEXTS.map((text) => textPlace(text, HOLDERS)),
  ...Object.entries(URLS).map(([name, make]) => place(name, (secret) => [make(secret)])),
];

function textPlace(text: string, holders: Readonly<Record<string, Make>>): SecretPlace {
  return place(`text ${text}`, (secret) =>
    Object.values(holders).map((make) => make(text.replace('…', secret))),
  );
}

function place(name: string, make: (secret: string) => readonly unknown[]): SecretPlace {
  return {
    name,
    call(secret, intercept) {
      const keep = intercept(function keep(value: unknown, ..._rest: unknown[]) {
        return value;
      });
      for (const value of make(secret)) {
        keep(value);
        keep(1, value, { value });
        try {
          intercept(function raise(given: unknown) {
            throw given;
          })(value);
        } catch {}
      }
    },
  };
}
