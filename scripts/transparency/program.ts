/** A program of npm that is run bare and intercepted. */
export interface Program {
  readonly name: string;
  /** What kind of output it has to keep: that of a tool, or the verdicts of a package's own tests. */
  readonly kind: 'tool' | 'suite';
  /** Packages all of whose functions are intercepted. */
  readonly packages: readonly string[];
  readonly trials: readonly Trial[];
}

/** One way to run a program. */
export interface Trial {
  /** `thinned`: wildcards record as by default; `every call`: `--thin off`. */
  readonly recording: 'thinned' | 'every call';
  /** Whether nothing of a call is cut. */
  readonly isFull?: boolean;
  /** Words after `node`, in the working folder. */
  readonly command: readonly string[];
  /**
   * The working folder: one that is made anew with these files, whose contents afterwards are compared, too; or that
   * of an installed package.
   */
  readonly folder: { readonly files: Corpus } | { readonly installed: string };
  /** Whether V8's own counts of calls are compared with the records. Not where a source map leads to other lines. */
  readonly countsCalls?: boolean;
  /** Whether it belongs to the part that CI runs. */
  readonly isQuick?: boolean;
}

/** Files by their names: copies of what is installed, by its path in `node_modules`, or texts. */
export type Corpus = Readonly<Record<string, { readonly from: string } | { readonly text: string }>>;
