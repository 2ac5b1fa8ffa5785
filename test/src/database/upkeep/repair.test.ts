import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DatabaseLockedError, DatabaseNotFoundError, load, repair, saveNpy, verify } from 'callmonitor';
import { closedLine, functionLine, inputLine, outputLine, temporaryFolder } from '../reading-fixture.js';
import { edit, filesOf, LEFT, LINES, outsideOf, soundDatabase } from './upkeep-fixture.js';

const folder = temporaryFolder();
const SOUND = filesOf(soundDatabase(join(folder, 'sound')));
let count = 0;

function fresh(lines?: ReadonlyArray<object | string>, changes?: object): string {
  return soundDatabase(join(folder, `db-${count++}`), lines, changes);
}

function logOf(root: string): string {
  return readFileSync(join(root, 'calls.ndjson'), 'utf8');
}

/** What can be brought back to what it was, byte by byte. */
const MENDABLE: ReadonlyArray<readonly [string, (root: string) => void]> = [
  ['a view that is gone', (root) => rmSync(join(root, 'solve'), { recursive: true })],
  [
    'a descriptor that was cut',
    (root) => edit(join(root, 'solve/1/input_descriptor.json'), (text) => text.slice(0, 9)),
  ],
  [
    'a descriptor that was changed',
    (root) => edit(join(root, 'solve/3/output_descriptor.json'), (text) => text.replace('30', '31')),
  ],
  [
    'a damaged line of a call',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.replace('"args":[1]', '"args":[1')),
  ],
  [
    'a function with the folder of another',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.replace('"dir":"smooth"', '"dir":"solve"')),
  ],
  [
    'a function with a folder outside',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.replace('"dir":"smooth"', '"dir":"../x"')),
  ],
  [
    'a line that is there twice',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.replace(/^.*"output".*\n/m, '$&$&')),
  ],
  [
    'a closed line before others',
    (root) =>
      edit(join(root, 'calls.ndjson'), (text) =>
        text.replace(/^(.*\n.*\n)((?:.*\n)*)(\{"kind":"closed".*\n)$/, '$1$3$2'),
      ),
  ],
  [
    'a last line without its newline',
    (root) => edit(join(root, 'calls.ndjson'), (text) => text.slice(0, -1)),
  ],
  ['a half line at the end', (root) => edit(join(root, 'calls.ndjson'), (text) => `${text}{"kind":"in`)],
];

for (const [what, damage] of MENDABLE) {
  test(`repair brings back what it was: ${what}`, () => {
    const root = fresh();
    damage(root);
    const { damageLeft, log } = repair(root);
    assert.deepEqual({ damageLeft, lost: log.lost }, { damageLeft: 0, lost: 0 });
    assert.deepEqual(filesOf(root), SOUND);
    assert.equal(repair(root).isChanged, false);
  });
}

test('repair makes a log that is lost from the view', () => {
  const root = fresh();
  rmSync(join(root, 'calls.ndjson'));
  const { log } = repair(root);
  assert.deepEqual(log, { restored: 9, setAside: 0, lost: 0 });
  const sorted = (text: string | undefined) => text?.split('\n').sort();
  assert.deepEqual(sorted(logOf(root)), sorted(SOUND.get('calls.ndjson')));
  assert.equal(verify(root).damage, 0);
  assert.equal(load(root).call('solve', 3).result, 30);
});

/** Functions that only their case tells apart: the second has another folder than its name says. */
const LIKE_NAMED = [
  functionLine('solve'),
  inputLine('solve', 1),
  outputLine('solve', 1),
  functionLine('Solve', { dir: 'Solve~451d387b' }),
  inputLine('Solve', 1, { args: [2] }),
  outputLine('Solve', 1),
  ...LINES.slice(4, 7),
  closedLine({ solve: 1, Solve: 1, smooth: 1 }),
];

const LOSSES: ReadonlyArray<readonly [string, (lines: string[]) => string[]]> = [
  ['all of its lines', () => []],
  ['the lines of its functions', (lines) => lines.filter((line) => !line.includes('"kind":"function"'))],
  ['its beginning', (lines) => lines.slice(4)],
];

for (const [what, lose] of LOSSES) {
  test(`repair gives the calls of like-named functions back to a log that has lost ${what}, at once`, () => {
    const argspec = { args: [], varargs: null, kwonlyargs: [], defaults: {} };
    const names = ['solve', 'Solve', 'smooth'];
    const functions = Object.fromEntries(names.map((name) => [name, { calls: 1, argspec }]));
    const root = fresh(LIKE_NAMED, { functions });
    edit(join(root, 'calls.ndjson'), (text) => lose(text.split('\n')).join('\n'));
    assert.equal(repair(root).damageLeft, 0);
    assert.equal(verify(root).damage, 0);
    assert.deepEqual([load(root).get('solve', 1).args, load(root).get('Solve', 1).args], [[1], [2]]);
    assert.equal(repair(root).isChanged, false);
  });
}

test('repair knows the calls of a like-named function of which no undamaged line is left', () => {
  const root = fresh(LIKE_NAMED, { functions: {} });
  edit(join(root, 'calls.ndjson'), (text) => text.split('\n').slice(4).join('\n'));
  edit(join(root, 'Solve~451d387b/function.json'), (text) => text.replace('"kind', 'b"kind'));
  repair(root);
  assert.deepEqual([load(root).get('solve', 1).args, load(root).get('Solve', 1).args], [[1], [2]]);
  assert.equal(repair(root).isChanged, false);
});

test('repair counts a function of which only its own line is left, at once', () => {
  const root = fresh();
  rmSync(join(root, 'smooth/1'), { recursive: true });
  edit(join(root, 'calls.ndjson'), (text) => text.replace(/^.*smooth.*\n/gm, ''));
  edit(join(root, 'db.json'), () => '{}');
  repair(root);
  assert.equal(load(root).counts['smooth'], 0);
  assert.equal(repair(root).isChanged, false);
});

test('repair leaves a call its files, though the line of its function has another name', () => {
  const root = fresh(LINES.slice(0, -1), LEFT);
  for (const name of [
    'smooth/function.json',
    'smooth/1/input_descriptor.json',
    'smooth/1/output_descriptor.json',
  ])
    rmSync(join(root, name));
  edit(join(root, 'calls.ndjson'), (text) => text.replace('"function":"smooth"', '"function":"__proto__"'));
  repair(root);
  assert.deepEqual(load(root).get('smooth', 1).args, [Float64Array.of(1, 2, 3)]);
  assert.equal(repair(root).isChanged, false);
});

test('repair tells of damage in the folder of a like-named function that only says later where it is', () => {
  const array = { $: 'ndarray', class: 'Float64Array', dtype: '<f8', shape: [3], file: 'arg_0.npy' };
  const lines = LIKE_NAMED.filter((_, at) => at !== 3 && at !== 4);
  lines.splice(3, 0, inputLine('Solve', 1, { args: [array] }), LIKE_NAMED[3] as object);
  const root = fresh(lines, { layout: 'packed' });
  rmSync(join(root, 'Solve~451d387b/function.json'));
  saveNpy(join(root, 'Solve~451d387b/1/arg_0.npy'), Float64Array.of(1));
  const { damageLeft, findings } = repair(root);
  assert.equal(damageLeft, 1);
  const [damaged] = findings.filter(({ kind }) => kind === 'sidecar');
  assert.equal(damaged?.file, 'Solve~451d387b/1/arg_0.npy');
});

test('repair sets aside what blocks a call of which the function only says later where it is', () => {
  const lines = [LIKE_NAMED[4], ...LIKE_NAMED.filter((_, at) => at !== 4)] as object[];
  const root = fresh(lines, { functions: undefined });
  rmSync(join(root, 'solve/1'), { recursive: true });
  writeFileSync(join(root, 'solve/1'), '', { mode: 0o600 });
  rmSync(join(root, 'Solve'), { recursive: true, force: true });
  assert.equal(repair(root).damageLeft, 0);
  assert.deepEqual([verify(root).damage, repair(root).isChanged], [0, false]);
  assert.deepEqual([load(root).get('solve', 1).args, load(root).get('Solve', 1).args], [[1], [2]]);
});

test('repair leaves a folder to the function that says it is its own, though another is called so', () => {
  const root = fresh(LIKE_NAMED, { functions: undefined });
  edit(join(root, 'Solve~451d387b/function.json'), (text) => text.slice(5));
  edit(join(root, 'calls.ndjson'), (text) => text.split('\n').slice(5).join('\n'));
  repair(root);
  assert.deepEqual(load(root).get('solve', 1).args, [1]);
  assert.equal(repair(root).isChanged, false);
});

test('repair takes a line of which the head is of one call and the rest of another from the view', () => {
  const root = fresh();
  edit(join(root, 'calls.ndjson'), (text) => {
    const lines = text.split('\n');
    const [ofSmooth = ''] = lines.splice(6, 1);
    return lines.toSpliced(2, 1, `${lines[2]?.split(',"result"')[0]},${ofSmooth.slice(1)}`).join('\n');
  });
  const { damageLeft } = repair(root);
  assert.deepEqual([damageLeft, verify(root).damage, repair(root).isChanged], [0, 0, false]);
  assert.deepEqual([load(root).call('solve', 1).result, load(root).call('smooth', 1).result], [10, 10]);
});

test('repair tells of the damage that stays in the sidecars of a record that it takes from the view', () => {
  const root = fresh();
  edit(join(root, 'calls.ndjson'), (text) => text.replace('"file":"arg_0.npy"', '"file"'));
  edit(join(root, 'smooth/1/arg_0.npy'), (text) => text.slice(0, -1));
  assert.equal(repair(root).damageLeft, 1);
  assert.equal(verify(root).damage, 1);
});

test('repair keeps what it cannot mend, and the log says that it is lost', () => {
  const root = fresh();
  const broken = (text: string) => text.replace('"args":[1]', '"args":[1');
  edit(join(root, 'calls.ndjson'), broken);
  edit(join(root, 'solve/1/input_descriptor.json'), broken);
  const { log, kept } = repair(root);
  assert.equal(log.lost, 1);
  assert.deepEqual(kept, ['.damaged/calls.ndjson']);
  assert.match(readFileSync(join(root, '.damaged/calls.ndjson'), 'utf8'), /"args":\[1,"kwargs"/);
  assert.match(logOf(root), /\n\{"kind":"dropped","count":1,.*\n\{"kind":"closed"/);
  assert.equal(load(root).dropped, 1);
  assert.equal(repair(root).isChanged, false);
});

test('repair locks what a killed writer left, and invents no time at which it was closed', () => {
  const root = fresh(LINES.slice(0, 9), LEFT);
  rmSync(join(root, 'solve'), { recursive: true });
  assert.equal(repair(root).isSummaryChanged, true);
  const { locked, closed, repaired, functions } = JSON.parse(readFileSync(join(root, 'db.json'), 'utf8'));
  assert.deepEqual({ locked, closed }, { locked: true, closed: undefined });
  assert.match(repaired, /^\d{19}$/);
  assert.deepEqual([functions.solve.calls, functions.smooth.calls], [3, 1]);
  assert.equal(load(root).closed, 'badly');
  assert.deepEqual([verify(root).damage, verify(root).warnings], [0, 0]);
});

test('repair takes the time of closing from the log where its writer was killed after that', () => {
  const root = fresh(LINES, LEFT);
  repair(root);
  assert.equal(JSON.parse(readFileSync(join(root, 'db.json'), 'utf8')).closed, '1795407847000000000');
});

test('repair writes a damaged summary anew and keeps the old one', () => {
  const root = fresh();
  edit(join(root, 'db.json'), (text) => text.slice(1));
  assert.deepEqual(repair(root).kept, ['.damaged/db.json']);
  assert.equal(load(root).counts['solve'], 3);
  assert.equal(verify(root).damage, 0);
});

test('repair moves links away and writes nothing where they lead', () => {
  const root = fresh();
  const outside = outsideOf(folder);
  rmSync(join(root, 'solve'), { recursive: true });
  symlinkSync(outside, join(root, 'solve'));
  symlinkSync(outside, join(root, '.damaged'));
  repair(root);
  assert.deepEqual(readdirSync(outside), ['secret']);
  assert.ok(existsSync(join(root, '.damaged~2/solve')));
  assert.equal(verify(root).damage, 0);
});

test('repair sets aside the sidecars of lines that a killed writer had still to write', () => {
  const root = fresh(LINES.slice(0, 9), LEFT);
  mkdirSync(join(root, 'solve/4'), { mode: 0o700 });
  for (const file of ['solve/4/arg_0.npy', 'solve/2/result.npy', 'solve/2/notes.txt'])
    writeFileSync(join(root, file), 'half of it', { mode: 0o600 });
  const { kept, damageLeft } = repair(root);
  assert.deepEqual(kept.toSorted(), ['.damaged/solve/2/result.npy', '.damaged/solve/4']);
  assert.equal(damageLeft, 0);
  assert.deepEqual(
    verify(root).findings.map(({ kind, file }) => [kind, file]),
    [['extra', 'solve/2/notes.txt']],
  );
  assert.equal(repair(root).isChanged, false);
});

test('repair sets aside what a loss of power left of a view that was ahead of its log', () => {
  const root = fresh(LINES.slice(0, 9), LEFT);
  mkdirSync(join(root, 'solve/4'), { mode: 0o700 });
  for (const file of ['solve/4/input_descriptor.json', 'solve/4/arg_0.npy', 'solve/2/output_descriptor.json'])
    writeFileSync(join(root, file), '\0\0', { mode: 0o600 });
  assert.equal(verify(root).damage, 2);
  assert.equal(repair(root).setAside, 3);
  assert.deepEqual(verify(root).findings, []);
});

test('repair leaves what it does not know in a database that was closed', () => {
  const root = fresh();
  writeFileSync(join(root, 'solve/2/result.npy'), 'not ours', { mode: 0o600 });
  assert.equal(repair(root).isChanged, false);
  assert.deepEqual(
    verify(root).findings.map(({ kind, file }) => [kind, file]),
    [['extra', 'solve/2/result.npy']],
  );
});

test('repair goes on where an earlier one was interrupted', () => {
  const root = fresh();
  writeFileSync(join(root, 'calls.ndjson.123.tmp'), '{"kind":');
  mkdirSync(join(root, '.damaged'));
  edit(join(root, 'solve/1/input_descriptor.json'), () => '');
  const { kept } = repair(root);
  assert.deepEqual(kept, ['.damaged/calls.ndjson.123.tmp']);
  assert.deepEqual(filesOf(root), SOUND);
});

test('repair refuses what a living process writes, unless it is forced', () => {
  const process_ = { pid: process.pid, host: hostname(), node: 'v20' };
  const root = fresh(LINES.slice(0, 9), { ...LEFT, process: process_ });
  assert.throws(() => repair(root), DatabaseLockedError);
  assert.equal(repair(root, { force: true }).isSummaryChanged, true);
});

test('repair changes nothing with dryRun, and nothing of what is no database', () => {
  const root = fresh();
  rmSync(join(root, 'solve'), { recursive: true });
  const before = filesOf(root);
  const { isChanged, findings } = repair(root, { dryRun: true });
  assert.deepEqual([isChanged, findings.length], [false, 6]);
  assert.deepEqual(filesOf(root), before);
  assert.throws(() => repair(folder), DatabaseNotFoundError);
});

test('repair adds the closed line, and needs one run, whatever else of the summary is damaged', () => {
  for (const key of ['version', 'locked', 'functions']) {
    const root = fresh();
    edit(join(root, 'calls.ndjson'), (text) => `${text.split('\n').slice(0, -2).join('\n')}\n`);
    edit(join(root, 'db.json'), (text) => text.replace(`"${key}"`, '"other"'));
    assert.equal(repair(root).isChanged, true);
    assert.deepEqual(verify(root).findings, []);
    assert.equal(repair(root).isChanged, false);
  }
});

test('repair counts calls of a function in the summary as in the closed line', () => {
  const root = fresh();
  edit(join(root, 'calls.ndjson'), (text) => `${text.split('\n').slice(0, 1).join('\n')}\n`);
  edit(join(root, 'db.json'), (text) => text.replace('"argspec"', '"other"'));
  repair(root);
  assert.equal(repair(root).isChanged, false);
});
