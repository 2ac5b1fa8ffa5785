import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Handler } from 'callmonitor';

/** What only its handler can write down. */
export class Matrix {
  readonly rows: readonly (readonly number[])[];

  constructor(rows: readonly (readonly number[])[]) {
    this.rows = rows;
  }
}

/** Keeps a Matrix as JSON. */
export class MatrixHandler extends Handler<Matrix> {
  save(folder: string): void {
    writeFileSync(join(folder, `arg_${this.target}.json`), JSON.stringify(this.data.rows), { flag: 'wx' });
  }

  load(folder: string): void {
    const text = readFileSync(join(folder, `arg_${this.target}.json`), 'utf8');
    this.data = new Matrix(JSON.parse(text) as number[][]);
  }
}
