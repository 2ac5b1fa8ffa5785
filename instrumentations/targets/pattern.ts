import picomatch from 'picomatch';

/** Names or paths: one, or those that a glob describes. */
export interface Pattern {
  readonly text: string;
  readonly isGlob: boolean;
  matches(value: string): boolean;
}

/** A function's name, `Class.method`, or a glob of such names, in which `*` stands for anything. */
export function matchFunctions(text: string): Pattern {
  if (!isGlob(text)) return { text, isGlob: false, matches: (name) => name === text };
  return { text, isGlob: true, matches: picomatch(text, { dot: true, bash: true, nonegate: true }) };
}

/** A glob of paths with `/` in them. */
export function matchPaths(text: string): Pattern {
  return { text, isGlob: true, matches: picomatch(text, { dot: true, nonegate: true }) };
}

/** Whether a text stands for several: `Mesh.[Symbol.iterator]` is a name, `Mesh.[ab]*` is none. */
export function isGlob(text: string): boolean {
  return /[*?{]|[@!+]\(/.test(text);
}
