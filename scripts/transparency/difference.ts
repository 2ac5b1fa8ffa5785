/** What a run of a program left, by what it is called: `stdout`, `stderr`, `how it ended`, `out/index.js`. */
export type Traces = ReadonlyMap<string, Buffer>;

/** Where two runs differ first. */
export interface Difference {
  /** Which of the traces. */
  readonly what: string;
  /** From 1. */
  readonly line: number;
  /** `undefined`: it has no such line, or is not there at all. */
  readonly bare: string | undefined;
  readonly intercepted: string | undefined;
}

/** The first difference, byte for byte; `undefined` if there is none. */
export function firstDifference(bare: Traces, intercepted: Traces): Difference | undefined {
  for (const what of new Set([...bare.keys(), ...intercepted.keys()])) {
    const [before, after] = [bare.get(what), intercepted.get(what)];
    if (before !== undefined && after !== undefined && before.equals(after)) continue;
    return { what, ...firstDifferentLine(linesOf(before), linesOf(after)) };
  }
  return undefined;
}

/** Latin-1 shows every byte, so that what is not UTF-8 differs as well. */
function linesOf(text: Buffer | undefined): readonly string[] {
  return text === undefined ? [] : text.toString('latin1').split('\n');
}

function firstDifferentLine(bare: readonly string[], intercepted: readonly string[]) {
  let at = 0;
  while (at < bare.length && bare[at] === intercepted[at]) at++;
  return { line: at + 1, bare: utf8(bare[at]), intercepted: utf8(intercepted[at]) };
}

function utf8(line: string | undefined): string | undefined {
  return line === undefined ? undefined : Buffer.from(line, 'latin1').toString('utf8');
}
