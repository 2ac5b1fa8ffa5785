import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Handler } from '../../../src/handlers/handler.js';

/** A class of a program that nobody but its handler can write down. */
export class Matrix {
  rows: number[][];

  constructor(rows: number[][]) {
    this.rows = rows;
  }
}

/** Keeps a Matrix as text. */
export class MatrixHandler extends Handler<Matrix> {
  save(folder: string): void {
    const text = this.data.rows.map((row) => row.join(' ')).join('\n');
    writeFileSync(join(folder, `arg_${this.target}.txt`), text, { flag: 'wx', mode: 0o640 });
  }

  load(folder: string): void {
    const text = readFileSync(join(folder, `arg_${this.target}.txt`), 'utf8');
    this.data = new Matrix(text.split('\n').map((line) => line.split(' ').map(Number)));
  }
}
