import type { ElementArray } from './dtype.js';

/** An n-dimensional array as it comes back where the package that it was made with is not installed. */
export class NdArray {
  /** The elements in a row; a complex number is two of them, a boolean is 0 or 1. */
  readonly data: ElementArray;
  readonly shape: readonly number[];
  /** Elements from one index to the next, along each axis. */
  readonly strides: readonly number[];
  /** Index in `data` of the first element. */
  readonly offset = 0;
  readonly order: 'row-major' | 'column-major';
  /** NumPy's element type: `<f8`, `|u1`, `<c16` … */
  readonly dtype: string;

  constructor(array: Pick<NdArray, 'data' | 'shape' | 'strides' | 'order' | 'dtype'>) {
    this.data = array.data;
    this.shape = array.shape;
    this.strides = array.strides;
    this.order = array.order;
    this.dtype = array.dtype;
  }
}
