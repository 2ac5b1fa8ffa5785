/** A source file about to be compiled. */
export interface LoadedSource {
  readonly text: string;
  /** Absolute path. */
  readonly path: string;
  /** `unknown`: CommonJS, unless it says otherwise by its syntax. */
  readonly kind: 'commonjs' | 'module' | 'unknown';
}

/** Gives the text to compile in the place of a source; `undefined` leaves it as it is. */
export type EditSource = (source: LoadedSource) => string | undefined;
