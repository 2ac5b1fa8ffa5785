import type { Doc } from './doc.js';
import type { FileContext } from './file-context.js';
import type { RecordedValues } from './recorded-values.js';
import { callExpression, type Expression, isIdentifier, plain, quoteText } from './script-text.js';
import type { Subject } from './subject.js';
import { needsRecordedReceiver } from './testable.js';

/** How a test makes the call again. */
export interface CallStatement {
  /** Declarations before it. */
  readonly before: readonly Doc[];
  readonly call: Doc;
  /** What an argument that the function changes is called, by position; `'args'` for all where they are loaded. */
  readonly changed: ReadonlyMap<number, string> | 'args';
}

/** The call with its receiver and arguments: `mesh.refine(2)`, `new Shape(3)`, `solve(...call.arguments)`. */
export function callStatement(subject: Subject, values: RecordedValues, context: FileContext): CallStatement {
  return new CallWriter(subject, values, context).write();
}

class CallWriter {
  readonly #subject: Subject;
  readonly #values: RecordedValues;
  readonly #context: FileContext;
  readonly #before: Doc[] = [];

  constructor(subject: Subject, values: RecordedValues, context: FileContext) {
    this.#subject = subject;
    this.#values = values;
    this.#context = context;
  }

  write(): CallStatement {
    const { call } = this.#values;
    const needsReceiver = needsRecordedReceiver(this.#subject.testable) && 'this' in call.inputLine;
    const literals = this.#values.inlineArguments(needsReceiver ? call.this : undefined);
    if (literals === undefined) return this.#loaded(needsReceiver);
    const receiver = needsReceiver ? literals.at(-1) : undefined;
    const args = needsReceiver ? literals.slice(0, -1) : literals;
    return this.#inline(args, receiver);
  }

  #inline(args: readonly Expression[], receiver: Expression | undefined): CallStatement {
    const names = this.#context.names.inner();
    const changed = new Map<number, string>();
    const { argspec } = this.#values.call;
    for (const at of this.#values.changedArguments()) {
      const name = names.claim(
        argspec.args[at] ?? (at === argspec.args.length ? 'options' : 'argument'),
        'Argument',
      );
      this.#before.push(['const ', name, ' = ', args[at]?.doc ?? '', ';']);
      changed.set(at, name);
    }
    const passed = args.map((arg, at) => (changed.has(at) ? plain(changed.get(at) ?? '') : arg));
    return {
      before: this.#before,
      call: this.#callOn(receiver && this.#nameReceiver(receiver, names), passed),
      changed,
    };
  }

  #nameReceiver(receiver: Expression, names: { claim(wanted: string, suffix: string): string }): string {
    const { className = 'receiver' } = this.#subject.exported;
    const name = names.claim(className.charAt(0).toLowerCase() + className.slice(1), 'Object');
    this.#before.push(['const ', name, ' = ', receiver.doc, ';']);
    return name;
  }

  #loaded(needsReceiver: boolean): CallStatement {
    this.#values.isLoading = true;
    const { isTyped } = this.#context.style;
    const isChanged = this.#values.changedArguments().length > 0;
    const loaded = isTyped ? `call.arguments as ${this.#parametersType()}` : 'call.arguments';
    if (isChanged) this.#before.push(`const args = ${loaded};`);
    const spread = isTyped && !isChanged ? `...(${loaded})` : `...${isChanged ? 'args' : loaded}`;
    const hasArguments = this.#values.call.arguments.length > 0;
    const receiver = needsReceiver ? this.#typedReceiver() : undefined;
    return {
      before: this.#before,
      call: this.#callOn(receiver, hasArguments ? [plain(spread)] : []),
      changed: 'args',
    };
  }

  #typedReceiver(): string {
    const { kind, path } = this.#subject.exported;
    if (!this.#context.style.isTyped || kind !== 'method') return 'call.this';
    return `(call.this as ${this.#context.reference(path[0] ?? '', this.#subject.exported.className)})`;
  }

  #parametersType(): string {
    const { kind, path } = this.#subject.exported;
    if (kind === 'class') return `ConstructorParameters<typeof ${this.#callee()}>`;
    if (kind !== 'method') return `Parameters<typeof ${this.#callee()}>`;
    const owner = this.#context.reference(path[0] ?? '', this.#subject.exported.className);
    return `Parameters<${owner}[${quoteText(path.at(-1) ?? '')}]>`;
  }

  #callOn(receiver: string | undefined, args: readonly Expression[]): Doc {
    const { kind, path } = this.#subject.exported;
    if (kind === 'method') return callExpression([receiver ?? '', memberText(path.at(-1) ?? '')], args).doc;
    if (kind === 'class') return callExpression(['new ', this.#callee()], args).doc;
    if (receiver === undefined) return callExpression(this.#callee(), args).doc;
    return callExpression([this.#callee(), '.call'], [plain(receiver), ...args]).doc;
  }

  #callee(): string {
    const { path, name, kind } = this.#subject.exported;
    const [exportName = '', ...members] = path;
    const wanted = exportName !== 'default' ? exportName : kind === 'member' ? 'subject' : name;
    return this.#context.reference(exportName, wanted) + members.map(memberText).join('');
  }
}

function memberText(key: string): string {
  return isIdentifier(key) ? `.${key}` : `[${quoteText(key)}]`;
}
