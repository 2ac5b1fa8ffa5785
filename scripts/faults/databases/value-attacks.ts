import { join } from 'node:path';
import { type Attack, rewrite, rewriteArgs, rewriteLines } from './attack.js';
import { INHERITED, PATHS, WRONG } from './hostile-names.js';

const DEEP = 1_000_000;
const LONG = 100_000;

/** Descriptors that say what cannot be, each as the only argument of a call. */
const VALUES: readonly string[] = [
  ...INHERITED.flatMap((name) => [
    `{"$":"${name}"}`,
    `{"${name}":{"polluted":true}}`,
    `{"$":"object","class":"${name}","props":{"${name}":{"polluted":true}}}`,
    `{"$":"object","props":{},"entries":[["${name}",1],[{"$":"symbol","description":"${name}","registered":true},2]]}`,
    `{"$":"Error","name":"${name}","class":"${name}","message":{"$":"accessor"},"stack":5,"props":{"${name}":1,"stack":2}}`,
    `{"$":"handler","handler":"${name}","target":"0"}`,
    `{"$":"ndarray","class":"${name}","dtype":"<f8","shape":[1],"base64":"AAAAAAAAAAA="}`,
    `{"$":"Map","entries":[["${name}",{"$":"ref","path":"/args/0"}]]}`,
    `{"$":"ref","path":"/args/${name}"}`,
    `{"$":"ref","path":"/${name}"}`,
    `{"$":"array","length":3,"items":[["${name}",1]],"props":{"${name}":2,"length":9}}`,
    `{"$":"opaque","class":"${name}"}`,
  ]),
  ...WRONG.map((wrong) => JSON.stringify(wrong)).flatMap((wrong) => [
    `{"$":${wrong}}`,
    `{"$":"ref","path":${wrong}}`,
    `{"$":"bigint","value":${wrong}}`,
    `{"$":"Date","value":${wrong}}`,
    `{"$":"RegExp","source":${wrong},"flags":${wrong},"lastIndex":${wrong}}`,
    `{"$":"URL","value":${wrong}}`,
    `{"$":"Map","entries":${wrong}}`,
    `{"$":"Set","values":${wrong}}`,
    `{"$":"array","length":${wrong},"items":${wrong},"props":${wrong}}`,
    `{"$":"object","class":${wrong},"proto":${wrong},"props":${wrong}}`,
    `{"$":"object","entries":${wrong}}`,
    `{"$":"boxed","value":${wrong}}`,
    `{"$":"symbol","description":${wrong},"registered":${wrong}}`,
    `{"$":"Error","name":${wrong},"message":${wrong},"stack":${wrong},"cause":${wrong},"errors":${wrong},"props":${wrong}}`,
    `{"$":"truncated","reason":${wrong},"length":${wrong},"head":${wrong}}`,
    `{"$":"redacted","reason":${wrong}}`,
    `{"$":"function","name":${wrong},"class":${wrong}}`,
    `{"$":"ndarray","class":"Float64Array","dtype":"<f8","shape":${wrong},"base64":"AAAAAAAAAAA="}`,
    `{"$":"ndarray","class":"Float64Array","dtype":${wrong},"shape":[1],"base64":${wrong}}`,
    `{"$":"ndarray","class":${wrong},"dtype":"<f8","shape":[1],"file":${wrong}}`,
    `{"$":"ndarray","class":"ndarray","dtype":"<f8","shape":[${wrong},${wrong}],"base64":""}`,
    `{"$":"handler","handler":${wrong},"target":${wrong}}`,
  ]),
  ...[
    [2 ** 32],
    [2 ** 53 - 1],
    [2 ** 31, 2 ** 31],
    [0, 2 ** 53 - 1],
    new Array(1000).fill(2),
    new Array(1000).fill(1),
  ].map(
    (shape) => `{"$":"ndarray","class":"ndarray","dtype":"<f8","shape":${JSON.stringify(shape)},"base64":""}`,
  ),
  ...['|O', '<U9', '|V8', '<M8', '<f16', '=f8', '|S1000000000', '<f8,<f8', ''].map(
    (dtype) =>
      `{"$":"ndarray","class":"Float64Array","dtype":"${dtype}","shape":[1],"base64":"AAAAAAAAAAA="}`,
  ),
  '{"$":"ref","path":"/args/0"}',
  '{"$":"ref","path":"/args"}',
  '{"$":"ref","path":"/kwargs"}',
  '{"a":{"$":"ref","path":"/args/0/b"},"b":{"$":"ref","path":"/args/0/a"}}',
  `[${'{"$":"ref","path":"/args/0/1"},'.repeat(LONG)}1]`,
  `[${Array.from({ length: LONG }, (_, at) => `{"$":"ref","path":"/args/0/${at + 1}"}`).join()},1]`,
  `{"$":"ref","path":"/args${'/0'.repeat(DEEP)}"}`,
  `{"$":"boxed","value":{"$":"boxed","value":{"$":"ref","path":"/args/0"}}}`,
  '{"$":"truncated","reason":"items","length":9,"head":{"$":"ref","path":"/args/0"}}',
  `{"$":"bigint","value":"${'9'.repeat(1_000_000)}"}`,
  `{"$":"bigint","value":"${'9'.repeat(1_000_001)}"}`,
  `{"$":"RegExp","source":"${'(a+)+'.repeat(1000)}$","flags":"g"}`,
  `{"$":"RegExp","source":"${'('.repeat(LONG)}${')'.repeat(LONG)}","flags":""}`,
  '{"$":"array","length":4294967295,"items":[[4294967294,1]]}',
  '{"$":"array","length":4294967296,"items":[]}',
  '{"$":"array","length":-1,"items":[[-1,1],[1.5,2],[1e9,3]]}',
  `{"$":"symbol","description":"${'x'.repeat(DEEP)}","registered":true}`,
  `"${'x'.repeat(10 * DEEP)}"`,
  '"\\u0000\\ud800\\u202e\\u001b[2J"',
  nested('[', '1', ']', DEEP),
  nested('{"a":', '1', '}', DEEP),
  nested('{"$":"Map","entries":[[1,', '1', ']]}'),
  nested('{"$":"Set","values":[', '1', ']}'),
  nested('{"$":"Error","name":"Error","message":"m","stack":"s","cause":', '1', '}'),
  nested('{"$":"truncated","reason":"depth","head":', '1', '}'),
  nested('{"$":"boxed","value":', '1', '}'),
  nested('{"$":"object","props":{"a":', '1', '}}'),
  '['.repeat(DEEP),
  '{"a":'.repeat(DEEP),
];

/** Values that lie, deep ones, and names of files in them that lead elsewhere. */
export const VALUE_ATTACKS: readonly Attack[] = [
  ...VALUES.map(
    (value): Attack => ({
      name: `a value ${value.slice(0, 80)}`,
      damage: (place) => rewriteArgs(place, `[${value}]`),
    }),
  ),
  ...PATHS.flatMap((path, index): Attack[] => [
    {
      name: `file ${index}`,
      damage: (place) =>
        rewriteArgs(
          place,
          `[{"$":"ndarray","class":"Buffer","dtype":"|u1","shape":[24],"file":${JSON.stringify(path(place.outside))}}]`,
        ),
    },
    {
      name: `target ${index}`,
      damage: (place) =>
        rewriteArgs(
          place,
          `[{"$":"handler","handler":"MatrixHandler","target":${JSON.stringify(path(place.outside))}}]`,
        ),
    },
  ]),
  ...['[]', '{"$":"truncated"}', '{"$":"truncated","head":5}', '{"length":5}', 'null', '"x"'].map(
    (args): Attack => ({
      name: `args ${args}`,
      damage: (place) => rewriteArgs(place, args),
    }),
  ),
  ...[
    ...INHERITED.map((name) => `{"${name}":{"polluted":true}}`),
    '{"$":"Map","entries":[]}',
    '{"$":"truncated"}',
    '[]',
    nested('{"a":', '1', '}'),
  ].map(
    (kwargs): Attack => ({
      name: `kwargs ${kwargs.slice(0, 40)}`,
      damage: (place) => rewriteArgs(place, '[]', kwargs),
    }),
  ),
  {
    name: 'a deep result',
    damage: (place) =>
      rewriteLines(place, 'output', (line) =>
        JSON.stringify({ ...line, result: 0 }).replace(
          '"result":0',
          () => `"result":${nested('[', '', ']', DEEP)}`,
        ),
      ),
  },
  {
    name: 'a deep argspec',
    damage: (place) =>
      rewriteLines(place, 'function', (line) =>
        JSON.stringify({ ...line, argspec: 0 }).replace(
          '"argspec":0',
          () => `"argspec":{"defaults":{"x":${nested('[', '', ']', DEEP)}}}`,
        ),
      ),
  },
  {
    name: 'deep attributes',
    damage: (place) =>
      rewriteLines(place, 'span', (line) =>
        JSON.stringify({ ...line, attributes: 0 }).replace(
          '"attributes":0',
          () => `"attributes":{"x":${nested('[', '', ']', DEEP)}}`,
        ),
      ),
  },
  {
    name: 'a deep summary',
    damage: ({ root }) =>
      rewrite(join(root, 'db.json'), (text) =>
        text.replace(/"resource": \{/, () => `"deep": ${nested('[', '', ']', DEEP)}, "resource": {`),
      ),
  },
];

function nested(open: string, middle: string, close: string, depth = LONG): string {
  return open.repeat(depth) + middle + close.repeat(depth);
}
