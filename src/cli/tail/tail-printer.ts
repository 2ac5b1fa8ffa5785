import { jsonOf } from '../../model/json-of.js';
import { safeText } from '../../model/safe-text.js';
import { callHead, valuePieces } from '../call-line.js';
import type { Terminal } from '../terminal.js';
import { clockText } from '../time-text.js';
import { type TailedCall, timeOf } from './tailed-call.js';

const WIDEST_LOCATION = 40;
/** Of status and duration, with their gaps. */
const REST_OF_HEAD = 20;

/** Prints calls as they come, a line each. */
export class TailPrinter {
  /** Whether calls are of several databases, so that their lines say of which. */
  hasSeveral = false;
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  #locationWidth = 12;

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal;
    this.#isJson = isJson;
  }

  show(call: TailedCall): void {
    const text = this.#isJson ? safeText(jsonOf(describe(call))) : this.#lineOf(call);
    this.#terminal.write(`${text}\n`);
  }

  #lineOf(call: TailedCall): string {
    const { paint, width } = this.#terminal;
    const name = `${call.function}/${call.invocation}`;
    const location = this.hasSeveral ? `${call.root}/${name}` : name;
    this.#locationWidth = Math.max(this.#locationWidth, Math.min(location.length, WIDEST_LOCATION));
    const time = clockText(timeOf(call));
    const head = callHead({ ...call, location }, this.#locationWidth, paint);
    const room = width - time.length - this.#locationWidth - REST_OF_HEAD - 2;
    const values = valuePieces({ ...call, location }, room).map(({ text }) => text);
    return `${paint.dim(time)}  ${head}  ${values.join('')}`;
  }
}

function describe({ root, function: name, invocation, state, input, output }: TailedCall): object {
  const location = `${name}/${invocation}`;
  return { database: root, location, state, input: input ?? null, output: output ?? null };
}
