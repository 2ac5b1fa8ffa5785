/** How a function declares its parameters: what `argspec` holds in the log (FORMAT.md, "The log"). */
export interface ArgSpec {
  /** Positional parameters in order; one declared as a pattern is called `arg<index>`. */
  readonly args: readonly string[];
  /** The rest parameter's name, or `null`. */
  readonly varargs: string | null;
  /** The keys of a last parameter that is declared as an object pattern: JavaScript's keyword arguments. */
  readonly kwonlyargs: readonly string[];
  /** Default values by parameter or keyword name. */
  readonly defaults: Readonly<Record<string, DefaultValue>>;
}

/** A literal default is its value; any other is its source text. */
export type DefaultValue = string | number | boolean | null | SourceText;

export interface SourceText {
  readonly $: 'source';
  readonly value: string;
}
