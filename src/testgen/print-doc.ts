import { type Doc, type Fill, isList, line } from './doc.js';

/** Columns of a line, as Prettier and Biome have it unless told otherwise. */
const WIDTH = 80;
const STEP = 2;

interface Command {
  readonly indent: number;
  readonly isFlat: boolean;
  readonly doc: Doc;
}

/** Lays a document out in lines of 80 columns, where it can. */
export function printDoc(root: Doc): string {
  const printer = new Printer();
  printer.print(root);
  return printer.text.replace(/[ ]+$/gm, '');
}

class Printer {
  text = '';
  readonly #pending: Command[] = [];
  #column = 0;

  print(root: Doc): void {
    this.#pending.push({ indent: 0, isFlat: false, doc: root });
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) this.#step(next);
  }

  #step(command: Command): void {
    const { doc, indent, isFlat } = command;
    if (typeof doc === 'string') return this.#write(doc);
    if (isList(doc)) return this.#push(doc.map((each) => ({ ...command, doc: each })));
    switch (doc.kind) {
      case 'indent':
        return this.#push([{ ...command, indent: indent + STEP, doc: doc.contents }]);
      case 'line':
        return isFlat && !doc.isHard ? this.#write(doc.flat) : this.#newLine(indent);
      case 'if-broken':
        return isFlat ? undefined : this.#write(doc.text);
      case 'group': {
        const flat = { indent, isFlat: true, doc: doc.contents };
        const fits = !doc.isBroken && (isFlat || this.#fits(flat));
        return this.#push([{ ...flat, isFlat: fits }]);
      }
      case 'choice':
        return this.#push([this.#choose(doc.states, command)]);
      case 'fill':
        return this.#fill(doc, command);
    }
  }

  #choose(states: readonly Doc[], { indent, isFlat }: Command): Command {
    const tried = states.slice(0, -1).map((doc) => ({ indent, isFlat: true, doc }));
    const chosen = isFlat ? tried[0] : tried.find((each) => this.#fits(each));
    return chosen ?? { indent, isFlat: false, doc: states.at(-1) ?? '' };
  }

  #fill({ items }: Fill, command: Command): void {
    const [first, ...rest] = items;
    if (first === undefined) return;
    const item = { ...command, isFlat: true, doc: first };
    if (rest.length === 0) return this.#push([item]);
    this.#step(item);
    this.#write(',');
    const [next = ''] = rest;
    const fits = command.isFlat || this.#column + flatLength(next) + 2 <= WIDTH; // with a blank and a comma
    this.#push([
      { ...command, isFlat: fits, doc: line },
      { ...command, doc: { kind: 'fill', items: rest } },
    ]);
  }

  /** Whether a command, and what follows it up to the next line that may be broken, stays within the width. */
  #fits(command: Command): boolean {
    let room = WIDTH - this.#column;
    const stack = [command];
    let following = this.#pending.length;
    while (room >= 0) {
      const next = stack.pop() ?? this.#pending[--following];
      if (next === undefined) return true;
      const { doc, isFlat } = next;
      if (typeof doc === 'string') room -= doc.length;
      else if (isList(doc)) stack.push(...doc.map((each) => ({ ...next, doc: each })).reverse());
      else if (doc.kind === 'line') {
        if (!isFlat || doc.isHard) return true;
        room -= doc.flat.length;
      } else if (doc.kind === 'group')
        stack.push({ ...next, isFlat: isFlat && !doc.isBroken, doc: doc.contents });
      else if (doc.kind === 'indent') stack.push({ ...next, doc: doc.contents });
      else if (doc.kind === 'if-broken') room -= isFlat ? 0 : doc.text.length;
      else if (doc.kind === 'choice')
        stack.push({ ...next, doc: doc.states[isFlat ? 0 : doc.states.length - 1] ?? '' });
      else stack.push(...fillParts(doc, next).reverse());
    }
    return false;
  }

  #push(commands: readonly Command[]): void {
    this.#pending.push(...[...commands].reverse());
  }

  #write(text: string): void {
    this.text += text;
    this.#column += text.length;
  }

  #newLine(indent: number): void {
    this.text += `\n${' '.repeat(indent)}`;
    this.#column = indent;
  }
}

function fillParts({ items }: Fill, command: Command): Command[] {
  return items.flatMap((doc, at) => {
    const item = { ...command, isFlat: true, doc };
    return at === 0 ? [item] : [{ ...command, doc: [',', line] }, item];
  });
}

function flatLength(doc: Doc): number {
  return typeof doc === 'string' ? doc.length : 0;
}
