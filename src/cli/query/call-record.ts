import type { ArgSpec } from '../../model/argspec.js';
import type { InputLine, OutputLine } from '../../model/log-line.js';
import { DescriptorReader } from './descriptor-reader.js';
import { INPUT_ROOTS, OUTPUT_ROOTS, type PathStep, type ValuePath } from './query.js';

/** What was recorded of a call, as its lines have it. */
export interface CallRecordData {
  readonly argspec: ArgSpec;
  readonly input: InputLine;
  /** The line of its end, parsed when it is first asked for; none for a call that never came back. */
  readOutput(): OutputLine | undefined;
  /** The call's folder with its sidecars; `undefined` where there is none. */
  folder(): string | undefined;
}

/** One value, and where it stands: `args`, `kwargs`, `result` … and the key below that. */
export interface FoundValue {
  readonly descriptor: unknown;
  readonly root: string;
  /** The argument that it is in; of a default, its name. */
  readonly key: string | undefined;
}

/** A call whose values are found by path. */
export class CallRecord {
  readonly argspec: ArgSpec;
  readonly input: InputLine;
  readonly #data: CallRecordData;
  readonly #inputs: DescriptorReader;
  #output: { readonly line: OutputLine | undefined } | undefined;

  constructor(data: CallRecordData) {
    this.argspec = data.argspec;
    this.input = data.input;
    this.#data = data;
    this.#inputs = new DescriptorReader(data.input, data.folder);
  }

  get output(): OutputLine | undefined {
    this.#output ??= { line: this.#data.readOutput() };
    return this.#output.line;
  }

  /** All values at a path. */
  valuesAt({ root, steps }: ValuePath): readonly FoundValue[] {
    if (root === 'kwargs' || root === 'args') return this.#argumentsAt(root, steps);
    if (INPUT_ROOTS.includes(root)) return found(this.#inputs, this.input, root, steps);
    if (OUTPUT_ROOTS.includes(root)) return this.#outputsAt(root, steps);
    return this.#named(root).flatMap(({ descriptor, ...place }) =>
      this.#inputs.follow(descriptor, steps).map((each) => ({ descriptor: each, ...place })),
    );
  }

  /** The values that a search for a word goes through: by part of the record. */
  get parts(): ReadonlyArray<{ readonly root: string; readonly descriptor: unknown }> {
    const { input, output } = this;
    const parts = [...partsOf(input, INPUT_ROOTS), ...partsOf(output, OUTPUT_ROOTS)];
    return parts.flatMap(({ root, descriptor }) =>
      root === 'kwargs' ? [{ root, descriptor: { $: 'object', props: descriptor } }] : [{ root, descriptor }],
    );
  }

  #outputsAt(root: string, steps: readonly PathStep[]): readonly FoundValue[] {
    const { output } = this;
    return output === undefined
      ? []
      : found(new DescriptorReader(output, this.#data.folder), output, root, steps);
  }

  /** The keys of `kwargs` are the keywords: a `$` there is one. */
  #argumentsAt(root: 'args' | 'kwargs', [first, ...rest]: readonly PathStep[]): readonly FoundValue[] {
    const list: unknown = root === 'args' ? this.input.args : { $: 'object', props: this.input.kwargs };
    const key = first?.kind === 'key' ? first.key : undefined;
    const steps = first === undefined ? [] : [first, ...rest];
    return this.#inputs.follow(list, steps).map((descriptor) => ({ descriptor, root, key }));
  }

  /** An argument by the name of its parameter or keyword; its default where none was passed. */
  #named(name: string): readonly FoundValue[] {
    const { argspec, input } = this;
    const args: readonly unknown[] = Array.isArray(input.args) ? input.args : [];
    const at = argspec.args.indexOf(name);
    if (at !== -1) return isPassed(args[at]) ? [argument(args[at], at)] : this.#default(name);
    if (name === argspec.varargs) return [argument(args.slice(argspec.args.length), argspec.args.length)];
    if (Object.hasOwn(input.kwargs, name) && isPassed(input.kwargs[name]))
      return [{ descriptor: input.kwargs[name], root: 'kwargs', key: name }];
    if (!argspec.kwonlyargs.includes(name)) return [];
    const options = this.#inputs.follow(args[argspec.args.length], [{ kind: 'key', key: name }]);
    return options.length > 0
      ? options.map((each) => argument(each, argspec.args.length))
      : this.#default(name);
  }

  #default(name: string): readonly FoundValue[] {
    const { defaults } = this.argspec;
    const value = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    if (typeof value === 'object' && value !== null) return []; // source text, which nobody evaluated
    return [{ descriptor: value === undefined ? { $: 'undefined' } : value, root: 'default', key: name }];
  }
}

function argument(descriptor: unknown, index: number): FoundValue {
  return { descriptor, root: 'args', key: String(index) };
}

/** A default takes the place of `undefined`, too. */
function isPassed(descriptor: unknown): boolean {
  const isUndefined =
    typeof descriptor === 'object' &&
    descriptor !== null &&
    '$' in descriptor &&
    descriptor.$ === 'undefined';
  return descriptor !== undefined && !isUndefined;
}

function found(
  reader: DescriptorReader,
  line: object,
  root: string,
  steps: readonly PathStep[],
): readonly FoundValue[] {
  const [start] = partsOf(line, [root]);
  if (start === undefined) return [];
  return reader.follow(start.descriptor, steps).map((descriptor) => ({ descriptor, root, key: undefined }));
}

function partsOf(
  line: object | undefined,
  roots: readonly string[],
): Array<{ root: string; descriptor: unknown }> {
  return roots
    .filter((root) => line !== undefined && Object.hasOwn(line, root))
    .map((root) => ({ root, descriptor: Reflect.get(line ?? {}, root) }));
}
