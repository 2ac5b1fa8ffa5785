const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const LONGEST = 400;

/** A step from a value to one that it contains: a name, an index, or how the program gets at it: `.get("k")`. */
export type Step = string | number | symbol | { readonly access: string };

/** Where a value stands, from its root on. A million of them share their beginnings. */
export class ValuePath {
  readonly step: Step;
  readonly parent: ValuePath | undefined;

  constructor(step: Step, parent?: ValuePath) {
    this.step = step;
    this.parent = parent;
  }

  /** The steps from the root on, the root's name first. */
  steps(): Step[] {
    const steps: Step[] = [];
    for (let at: ValuePath | undefined = this; at !== undefined; at = at.parent) steps.push(at.step);
    return steps.reverse();
  }

  /** As JavaScript would write it: `args[0]["a b"].get("k")`; of a very long one the beginning and the end. */
  toString(): string {
    const [root, ...steps] = this.steps();
    const text = String(root) + steps.map(stepText).join('');
    if (text.length <= LONGEST) return text;
    return `${text.slice(0, LONGEST / 2)}…${text.slice(-LONGEST / 2)}`;
  }
}

/** One step as JavaScript would write it. */
export function stepText(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'symbol') return `[${String(step)}]`;
  if (typeof step === 'object') return step.access;
  return IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
