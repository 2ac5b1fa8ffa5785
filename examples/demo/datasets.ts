import { readFile } from 'node:fs/promises';
import { intercept } from 'callmonitor';

// The package has no entry for its data files: they stand beside the folder of its main module.
const DATA = new URL('../data/', import.meta.resolve('vega-datasets'));

/** Reads a file of `vega-datasets`. The text is not recorded here: it is the argument of the next function. */
export const readDataset = intercept(
  async function readDataset(name: string): Promise<string> {
    return readFile(new URL(name, DATA), 'utf8');
  },
  { result: false },
);
