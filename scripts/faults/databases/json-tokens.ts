import { oneOf, type Random } from './random.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/g;

/** What a token may be exchanged for, beside those that stand in the same text. */
const FOREIGN: readonly string[] = [
  '"__proto__"',
  '"constructor"',
  '"prototype"',
  '"toString"',
  '"$"',
  '"ref"',
  '"/args/0"',
  '"/args"',
  '"/args/0/__proto__"',
  '"handler"',
  '"ndarray"',
  '"object"',
  '"Map"',
  '"Error"',
  '"truncated"',
  '"bigint"',
  '"RegExp"',
  '"../outside"',
  '"/etc/passwd"',
  '"\\u0000"',
  '"\\ud800"',
  '""',
  '{}',
  '[]',
  '[[]]',
  '{"$":"ref","path":"/args/0"}',
  '{"__proto__":null}',
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e999',
  '4294967296',
  '9007199254740993',
  '9223372036854775808',
];

/** A text of JSON in which one token is exchanged for another; the same text where it has none. */
export function exchangeToken(text: string, random: Random): string {
  const tokens = [...text.matchAll(TOKEN)];
  if (tokens.length === 0) return text;
  const { index, 0: old } = oneOf(random, tokens);
  const fresh = random(2) === 0 ? oneOf(random, FOREIGN) : oneOf(random, tokens)[0];
  return text.slice(0, index) + fresh + text.slice(index + old.length);
}
