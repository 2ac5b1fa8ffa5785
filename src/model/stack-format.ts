/** Who formats stacks while something of ours stands in `Error.prepareStackTrace`. */
export interface StackFormat {
  /** The getter of that property. */
  readonly getter: () => unknown;
  /** Whether the program has no function of its own there, so that formatting a stack runs nothing of it. */
  isHosts(): boolean;
  /** The text that the host would make of a stack without us. */
  format(error: unknown, frames: NodeJS.CallSite[]): unknown;
}

let installed: StackFormat | undefined;

/** What is installed; `undefined`: the property is the program's alone. */
export function stackFormat(): StackFormat | undefined {
  return installed;
}

/** Says what was installed, or that nothing is any more. */
export function setStackFormat(format: StackFormat | undefined): void {
  installed = format;
}
