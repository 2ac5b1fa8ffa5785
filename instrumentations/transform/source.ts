/** A file's text as it is about to be compiled. */
export interface Source {
  readonly text: string;
  /** `file:` URL. */
  readonly url: string;
  readonly kind: 'module' | 'commonjs';
}

/** What is intercepted in a file, and what is made beside its code. */
export interface TransformOptions {
  /**
   * The number of the target that selects a function of this name; undefined: none does.
   * @param isGenerated whether the source's map leaves it out, as it does the helpers of a compiler
   */
  readonly select: (name: string, isGenerated?: boolean) => number | undefined;
  /**
   * Whether an inline source map, chained to the one that the source has, replaces its comment. Default false: the
   * source's own comment stays, whose lines are right.
   */
  readonly sourceMap?: boolean;
  /**
   * Whether the code asks a function of its own, named `descriptionName`, what the runtime is to know of the file; who
   * transforms it puts that function behind the code. For code that runs where nobody transformed it.
   */
  readonly isSelfDescribing?: boolean;
}
