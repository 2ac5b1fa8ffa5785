import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How the program that has the secrets is run. */
export interface KeepingRun {
  readonly layout: 'folders' | 'packed';
  /** In octal digits. */
  readonly umask: string;
  readonly durability?: 'call' | 'batch' | 'fsync';
  readonly by?: 'callmonitor run';
  readonly redacts?: boolean;
}

/** What it left: the secrets by the places that had them, and what went wrong. */
export interface KeptSecrets {
  readonly places: ReadonlyMap<string, string>;
  readonly complaints: readonly string[];
}

const PROGRAM = fileURLToPath(new URL('../programs/keeps-secrets.js', import.meta.url));
const CLI = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url));
/** Root may do anything, whatever the modes: there, the program is run as somebody else, `nobody`. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Runs the program in a folder, in which everything is left that it writes. */
export async function keepSecrets(folder: string, run: KeepingRun): Promise<KeptSecrets> {
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary, { mode: 0o700 });
  for (const path of [folder, temporary]) {
    chmodSync(path, 0o700);
    if (NOBODY.uid !== undefined) chownSync(path, NOBODY.uid, NOBODY.gid);
  }
  const { layout, umask, redacts = true } = run;
  const words = [PROGRAM, layout, redacts ? 'on' : 'off', umask];
  const command =
    run.by === undefined
      ? words
      : [CLI, 'run', '--include', 'node:os#hostname', '--', process.execPath, ...words];
  const { code, errors } = await start(command, folder, {
    TMPDIR: temporary,
    CALLMONITOR_DURABILITY: run.durability ?? 'call',
  });
  const complaints = code === 0 ? [] : [`the program ended with ${code}: ${errors.slice(0, 2000)}`];
  const path = join(folder, 'secrets.json');
  const places = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Array<[string, string]>) : [];
  return { places: new Map(places), complaints };
}

function start(
  words: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number | null; errors: string }> {
  const child = spawn(process.execPath, words, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...NOBODY,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, errors }));
  });
}
