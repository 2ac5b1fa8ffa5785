import { fileURLToPath } from 'node:url';

const project = new URL('../../../', import.meta.url);

/** Where the programs are installed. */
export const MODULES = fileURLToPath(new URL('transparency/node_modules/', project));

/** The command that is put to the proof. */
export const CALLMONITOR = fileURLToPath(new URL('dist/src/cli/main.js', project));
