import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, FaultReport } from '../fault.js';
import { listTree } from '../list-tree.js';
import { type KeepingRun, keepSecrets } from './keep-secrets.js';
import { wrongModes } from './modes.js';
import { SECRET_PLACES } from './places.js';

/** What stands in no database: what the program itself wrote down for us. */
const OWN_FILES = ['secrets.json'];

const QUICK_RUNS: readonly KeepingRun[] = [
  { layout: 'folders', umask: '000' },
  { layout: 'packed', umask: '777', by: 'callmonitor run' },
];
const RUNS: readonly KeepingRun[] = [
  ...QUICK_RUNS,
  { layout: 'folders', umask: '077', by: 'callmonitor run' },
  { layout: 'folders', umask: '777' },
  { layout: 'packed', umask: '022' },
  { layout: 'folders', umask: '277', durability: 'batch' },
  { layout: 'folders', umask: '133', durability: 'fsync' },
];

/** Has a program handle secrets, and looks for them in every byte that it left. */
export const secrets: Fault = {
  name: 'secrets',
  title: 'no secret is written down, and all that is written is private',

  async run({ isQuick, folder, tell }) {
    chmodSync(folder, 0o711); // the program may be somebody else's
    const broken: string[] = [];
    let searched = 0;
    let files = 0;
    for (const [index, run] of (isQuick ? QUICK_RUNS : RUNS).entries()) {
      tell(`${run.layout}, umask ${run.umask}`);
      const own = join(folder, String(index));
      mkdirSync(own, { mode: 0o777 });
      const { places, complaints } = await keepSecrets(own, run);
      broken.push(...complaints, ...leaks(own, places), ...wrongModes(own), ...overdone(own));
      searched += places.size;
      files += listTree(own).length;
    }
    tell('without redaction');
    const control = join(folder, 'control');
    mkdirSync(control, { mode: 0o777 });
    const shown = await keepSecrets(control, { layout: 'folders', umask: '022', redacts: false });
    const hidden = unseen(control, shown.places);
    return reportOf({
      broken: [...broken, ...shown.complaints],
      searched,
      files,
      hidden,
      places: shown.places.size,
    });
  },
};

function reportOf({
  broken,
  searched,
  files,
  hidden,
  places,
}: {
  broken: string[];
  searched: number;
  files: number;
  hidden: readonly string[];
  places: number;
}): FaultReport {
  return {
    tried: `${searched} secrets, ${files} files`,
    lost: `${broken.length} of them`,
    broken,
    notes: [
      `with redact: false, ${places - hidden.length} of ${places} are written; never written: ${hidden.join(', ') || 'none'}`,
    ],
  };
}

/** Each secret that stands in some file, with what is around it. */
function leaks(folder: string, places: ReadonlyMap<string, string>): string[] {
  return contentsOf(folder).flatMap(({ name, text }) =>
    [...places].flatMap(([place, secret]) => {
      const at = name.includes(secret) ? 0 : text.indexOf(secret);
      const around = JSON.stringify(text.slice(Math.max(at - 80, 0), at + 80));
      return at === -1 ? [] : [`the secret of ${place} stands in ${name}: ${around}`];
    }),
  );
}

/** What is no secret and was left out all the same. */
function overdone(folder: string): string[] {
  const texts = contentsOf(folder).map(({ text }) => text);
  return SECRET_PLACES.filter(
    ({ keeps }) => keeps !== undefined && !texts.some((text) => text.includes(keeps)),
  ).map(({ name, keeps }) => `${keeps} of ${name} was not recorded`);
}

/** Secrets of which nobody would have noticed if they had not been kept out. */
function unseen(folder: string, places: ReadonlyMap<string, string>): string[] {
  const texts = contentsOf(folder).map(({ text }) => text);
  return [...places]
    .filter(([, secret]) => !texts.some((text) => text.includes(secret)))
    .map(([place]) => place);
}

function contentsOf(folder: string): Array<{ name: string; text: string }> {
  return listTree(folder)
    .filter((name) => !OWN_FILES.includes(name) && isFile(join(folder, name)))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'latin1') }));
}

function isFile(path: string): boolean {
  return lstatSync(path).isFile();
}
