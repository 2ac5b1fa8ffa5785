import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CallMonitorError, load, pack, repair, verify } from 'callmonitor';
import { randomFrom } from '../../../../scripts/faults/databases/random.js';
import { temporaryFolder } from '../reading-fixture.js';
import { filesOf, outsideOf, soundDatabase } from './upkeep-fixture.js';

/** Databases that are mutated; the nightly run takes many more. */
const MUTATIONS = Number(process.env['CALLMONITOR_MUTATIONS'] ?? 400);
const ATTACKS = [
  '__proto__',
  '"dir":"../outside"',
  '"dir":"db.json"',
  '{"$":"ref","path":"/args/0"}',
  '[[[[[',
  '\0',
  '\n',
  '-1',
  '{"$":"ndarray","class":"Buffer","dtype":"<f8","shape":[9e15],"file":"../x"}',
];

const folder = temporaryFolder();
const outside = outsideOf(folder);
const sound = soundDatabase(join(folder, 'sound'));
const files = [...filesOf(sound).keys()];

type Mutation = (bytes: Buffer, random: (below: number) => number) => Buffer | 'gone' | 'link';

const KINDS: readonly Mutation[] = [
  (bytes, random) => {
    const at = random(bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.of((bytes[at] ?? 0) ^ (1 << random(8))),
      bytes.subarray(at + 1),
    ]);
  },
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes) => Buffer.concat([bytes, bytes]),
  () => 'gone',
  () => 'link',
  (bytes, random) => {
    const at = random(bytes.length);
    const attack = Buffer.from(ATTACKS[random(ATTACKS.length)] ?? '');
    return Buffer.concat([bytes.subarray(0, at), attack, bytes.subarray(at + random(10))]);
  },
  (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    const [from, to] = [random(lines.length), random(lines.length)];
    lines.splice(to, random(2), lines[from] ?? '');
    return Buffer.from(lines.join('\n'), 'latin1');
  },
];

function mutate(root: string, random: (below: number) => number): void {
  const path = join(root, (random(2) === 0 ? 'calls.ndjson' : files[random(files.length)]) ?? '');
  if (!existsSync(path) || lstatSync(path).isSymbolicLink()) return;
  const mutation = KINDS[random(KINDS.length)];
  const mutated = mutation?.(readFileSync(path), random) ?? 'gone';
  rmSync(path);
  if (mutated === 'link') symlinkSync(join(outside, 'secret'), path);
  else if (mutated !== 'gone') writeFileSync(path, mutated, { mode: 0o600 });
}

test(`verify and repair stand ${MUTATIONS} mutated databases`, () => {
  const random = randomFrom(1);
  for (let at = 0; at < MUTATIONS; at++) {
    const root = join(folder, 'mutated');
    rmSync(root, { recursive: true, force: true });
    cpSync(sound, root, { recursive: true });
    for (let times = random(3); times >= 0; times--) mutate(root, random);
    check(root, at);
    assert.deepEqual(readdirSync(outside), ['secret']);
    assert.equal(readFileSync(join(outside, 'secret'), 'utf8'), 'secret');
  }
});

/** What is repaired has nothing left to repair; what is refused is refused in words. */
function check(root: string, at: number): void {
  try {
    verify(root);
    const { damageLeft } = repair(root);
    const { damage, findings } = verify(root);
    const mendable = findings.filter(({ repair: remedy }) => remedy !== 'leaves');
    assert.deepEqual(mendable, [], `mutation ${at}`);
    assert.ok(damage === 0 || damageLeft > 0, `mutation ${at}: ${JSON.stringify(findings)}`);
    assert.equal(repair(root).isChanged, false, `mutation ${at}`);
  } catch (error) {
    if (!(error instanceof CallMonitorError)) throw error;
  }
}

test('repair() and pack() keep a summary that is nested however deep', () => {
  const root = soundDatabase(join(folder, 'deep'));
  const path = join(root, 'db.json');
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  writeFileSync(path, readFileSync(path, 'utf8').replace('{', `{"deep":${deep},`));
  repair(root);
  pack(root);
  assert.ok(readFileSync(path, 'utf8').includes(deep));
  assert.equal(verify(root).findings.length, 0);
});

test('load() says of a version that is nested however deep that it is none', () => {
  const root = soundDatabase(join(folder, 'deep-version'));
  const path = join(root, 'db.json');
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"1.0"', deep));
  assert.throws(() => load(root), /got something nested/);
});
