import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Attack } from './attack.js';
import { FIFO, FOLDER, SECRET, SHARED } from './surroundings.js';

/** Where links and the like are put: on every level of a database, and where upkeep keeps things. */
const PLACES = [
  'db.json',
  'calls.ndjson',
  'store',
  'store/function.json',
  'store/1',
  'store/1/input_descriptor.json',
  'store/1/output_descriptor.json',
  'store/1/arg_0.npy',
  'store/1/0.npy',
  'store/7',
  'store/7/arg_0.json',
  'store/7/linked',
  '.damaged',
  '.damaged/calls.ndjson',
  'elsewhere',
  'elsewhere/1',
  `calls.ndjson.${process.pid}.tmp`,
  `db.json.${process.pid}.tmp`,
];

type Put = (path: string, outside: string) => void;

const WAYS: Readonly<Record<string, Put>> = {
  'a link to a file': (path, outside) => symlinkSync(join(outside, SECRET), path),
  'a link to a folder': (path, outside) => symlinkSync(join(outside, FOLDER), path),
  'a relative link': (path, outside) => symlinkSync(join('..', '..', '..', outside, FOLDER), path),
  'a link to a link': (path, outside) => symlinkSync(join(outside, 'link'), path),
  'a link to nothing': (path, outside) => symlinkSync(join(outside, 'nothing'), path),
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to its folder': (path) => symlinkSync('.', path),
  'a link to the root': (path) => symlinkSync('/', path),
  'a hard link': (path, outside) => linkSync(join(outside, SHARED), path),
  'a pipe': (path, outside) => linkSync(join(outside, FIFO), path),
  'a folder': (path) => mkdirSync(path),
};

/** Something else in the place of a file or folder. */
export const LINK_ATTACKS: readonly Attack[] = [
  ...PLACES.flatMap((place) =>
    Object.entries(WAYS).map(
      ([name, put]): Attack => ({
        name: `${name} for ${place.replace(/\d{2,}/, 'N')}`,
        damage: ({ root, outside }) => {
          const path = join(root, place);
          rmSync(path, { recursive: true, force: true });
          mkdirSync(dirname(path), { recursive: true });
          put(path, outside);
        },
      }),
    ),
  ),
  {
    name: 'a link to itself moved elsewhere',
    damage: ({ root }) => {
      renameSync(join(root, 'store'), join(root, 'moved'));
      symlinkSync('moved', join(root, 'store'));
    },
  },
];
