import type { Paint } from './terminal.js';

const LABEL_WIDTH = 9;

/** Lines of a label and what there is to say of it; `undefined` says nothing. */
export function factLines(facts: Readonly<Record<string, string | undefined>>, paint: Paint): string[] {
  return Object.entries(facts).flatMap(([label, text]) =>
    text === undefined ? [] : [`${paint.dim(label.padEnd(LABEL_WIDTH))}${text}`],
  );
}
