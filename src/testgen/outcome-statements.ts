import { isJsonObject } from '../capture/revive-descriptor.js';
import type { CallStatement } from './call-statement.js';
import { type Doc, flatText } from './doc.js';
import type { FileContext } from './file-context.js';
import { hasNaNArray } from './has-nan-array.js';
import type { RecordedValues } from './recorded-values.js';
import {
  callExpression,
  type Expression,
  isIdentifier,
  objectExpression,
  plain,
  quoteText,
} from './script-text.js';
import type { Subject } from './subject.js';
import { survey } from './survey.js';
import { isComparedAsPlain } from './testable.js';

/** What a test expects of the call, and whether it has to wait for it. */
export interface OutcomeStatements {
  readonly statements: readonly Doc[];
  readonly isAsync: boolean;
}

/** A call that is longer gets a line of its own. */
const LONGEST_NESTED = 48;
/** What is longer is not written twice. */
const LONGEST_TWICE = 24;

/** An expected value as recorded, and what it is called where it needs a name. */
interface Recorded {
  readonly descriptor: unknown;
  readonly value: unknown;
  readonly as?: string;
}

/** The assertions: the result or the error, and what became of the arguments. */
export function outcomeStatements(
  subject: Subject,
  made: CallStatement,
  { values, context }: { values: RecordedValues; context: FileContext },
): OutcomeStatements {
  const writer = new OutcomeWriter(subject, values, context);
  const { settling } = subject;
  const isAsync = settling === 'promise' || settling === 'either' || settling === 'async generator';
  const { outputLine } = values.call;
  const outcome =
    outputLine?.status === 'error' ? writer.error(made.call, isAsync) : writer.result(made.call, isAsync);
  return { statements: [...outcome, ...writer.changes(made)], isAsync };
}

class OutcomeWriter {
  readonly #subject: Subject;
  readonly #values: RecordedValues;
  readonly #context: FileContext;

  constructor(subject: Subject, values: RecordedValues, context: FileContext) {
    this.#subject = subject;
    this.#values = values;
    this.#context = context;
  }

  result(call: Doc, isAsync: boolean): Doc[] {
    const { settling } = this.#subject;
    const { outputLine, result, hasResult } = this.#values.call;
    const settled: Doc =
      settling === 'generator' || settling === 'async generator' ? this.#drive(call) : call;
    const awaited: Doc = isAsync ? ['await ', settled] : settled;
    if (!hasResult) return [[awaited, ';']];
    const expected = this.#values.expression(outputLine?.result, result, 'call.result');
    const isNested = flatText(awaited).length <= LONGEST_NESTED;
    const actual = plain(isNested ? awaited : 'result');
    const asserted = this.#equal(actual, expected, { descriptor: outputLine?.result, value: result });
    return [...(isNested ? [] : [['const result = ', awaited, ';']]), ...asserted];
  }

  error(call: Doc, isAsync: boolean): Doc[] {
    const { outputLine, error } = this.#values.call;
    const { framework } = this.#context.style;
    const settled = this.#isGenerator() ? this.#drive(call) : call;
    if (!(error instanceof Error)) return this.#thrownValue(settled, isAsync);
    const properties = this.#errorProperties(error, outputLine?.error);
    if (!isAsync) return [[framework.throws(settled, properties), ';']];
    return [
      [
        framework.rejects(
          this.#subject.settling === 'promise' ? settled : ['async () => ', settled],
          properties,
        ),
        ';',
      ],
    ];
  }

  /** What the function made of its arguments, where that was recorded. */
  changes({ changed }: CallStatement): Doc[] {
    const { argsAfter, outputLine } = this.#values.call;
    if (!Array.isArray(argsAfter) || this.#values.changedArguments().length === 0) return [];
    const descriptors = Array.isArray(outputLine?.args_after) ? outputLine.args_after : [];
    if (changed === 'args') {
      const expected = this.#values.expression(descriptors, argsAfter, 'call.argsAfter');
      return this.#equal(plain('args'), expected, {
        descriptor: descriptors,
        value: argsAfter,
        as: 'expectedArgs',
      });
    }
    return [...changed].flatMap(([at, name]) => {
      const [descriptor, value] = [descriptors[at], argsAfter[at]];
      const loaded = `call.argsAfter[${at}]`;
      const typed = this.#context.style.isTyped ? `(call.argsAfter as unknown[])[${at}]` : loaded;
      return this.#equal(plain(name), this.#values.expression(descriptor, value, typed), {
        descriptor,
        value,
        as: `${name}Expected`,
      });
    });
  }

  #isGenerator(): boolean {
    return this.#subject.settling === 'generator' || this.#subject.settling === 'async generator';
  }

  #drive(call: Doc): Doc {
    const name = this.#subject.settling === 'generator' ? 'returnOf' : 'asyncReturnOf';
    return callExpression(this.#context.helper(name), [plain(call)]).doc;
  }

  #equal(actual: Expression, expected: Expression, recorded: Recorded): Doc[] {
    const { tolerance } = this.#context.style;
    const { value, as = 'expected' } = recorded;
    const mayHaveNumbers = typeof value === 'number' || (typeof value === 'object' && value !== null);
    if (tolerance === undefined || !mayHaveNumbers) return [[this.#compare(actual, expected, recorded), ';']];
    const isShort = flatText(expected.doc).length <= LONGEST_TWICE;
    const named = isShort ? expected : plain(as);
    const approached = callExpression(this.#context.helper('near'), [actual, named]);
    return [
      ...(isShort ? [] : [[`const ${as} = `, expected.doc, ';']]),
      [this.#compare(approached, named, recorded), ';'],
    ];
  }

  #compare(actual: Expression, expected: Expression, { descriptor, value }: Recorded): Doc {
    const { framework } = this.#context.style;
    if (isComparedAsPlain(survey([descriptor]), this.#subject.testable))
      return framework.equalPlain(actual, expected);
    const isPrimitive = typeof value !== 'object' || value === null;
    if (!hasNaNArray(value)) return framework.equal(actual, expected, { isPrimitive });
    const [one, other] = [actual, expected].map((each) =>
      callExpression(this.#context.helper('withOneNaN'), [each]),
    );
    return framework.equal(one ?? actual, other ?? expected, { isPrimitive });
  }

  #thrownValue(call: Doc, isAsync: boolean): Doc[] {
    const { outputLine, error } = this.#values.call;
    const thrown: Doc = isAsync
      ? ['await ', callExpression(this.#context.helper('rejectionOf'), [plain(['async () => ', call])]).doc]
      : callExpression(this.#context.helper('thrownBy'), [plain(['() => ', call])]).doc;
    const expected = this.#values.expression(outputLine?.error, error, 'call.error');
    return this.#equal(plain(thrown), expected, { descriptor: outputLine?.error, value: error });
  }

  /** The class where the module exports it, else the name; the message, and what else is short. */
  #errorProperties(error: Error, descriptor: unknown): Expression {
    const props = isJsonObject(descriptor) ? descriptor['props'] : undefined;
    const known = this.#values.classReference(Object.getPrototypeOf(error));
    const loaded = this.#context.style.isTyped ? '(call.error as Error)' : 'call.error';
    const message = this.#values.expression(error.message, error.message, `${loaded}.message`);
    const own = isJsonObject(props) ? Object.entries(props).filter(isShort) : [];
    return objectExpression([
      known === undefined ? ['name', quoteText(error.name)] : ['constructor', known],
      ['message', message.doc],
      ...own.map(([key, value]) => [keyText(key), literalText(value)] as const),
    ]);
  }
}

/** Of an error's own properties: `code: 'ENOENT'`, `status: 404`. */
function isShort([key, value]: readonly [string, unknown]): boolean {
  if (key === 'name' || key === '__proto__') return false;
  return typeof value === 'string'
    ? value.length <= 40
    : typeof value === 'number' || typeof value === 'boolean';
}

function literalText(value: unknown): string {
  return typeof value === 'string' ? quoteText(value) : String(value);
}

function keyText(key: string): string {
  return isIdentifier(key) ? key : quoteText(key);
}
