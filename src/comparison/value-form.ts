import { types } from 'node:util';
import { classNameOf, isPlainPrototype, kindOf } from '../capture/class-of.js';
import {
  describeBoxed,
  describeDate,
  describeRegExp,
  describeUrl,
  describeUrlSearchParams,
} from '../capture/scalars.js';
import { type BinaryArray, binaryOf } from '../handlers/binary.js';
import { elementCount } from '../handlers/dtype.js';
import { NdArray } from '../handlers/nd-array.js';
import { NotCaptured } from '../model/not-captured.js';

/** What a value is to a comparison: what the recorder would have made of it. */
export type ValueForm =
  | { readonly form: 'primitive' }
  | { readonly form: 'lost'; readonly lost: NotCaptured }
  | { readonly form: 'array' | 'map' | 'set' }
  | { readonly form: 'object' | 'error'; readonly className: string | undefined }
  | { readonly form: 'binary'; readonly binary: BinaryArray }
  /** Something without content but its text: a date, a pattern, a URL. */
  | { readonly form: 'text'; readonly type: string; readonly text: string };

const PRIMITIVE: ValueForm = { form: 'primitive' };
const PLAIN: ValueForm = { form: 'object', className: 'Object' };

const TEXTS = {
  boxed: describeBoxed,
  date: describeDate,
  regexp: describeRegExp,
  url: describeUrl,
  urlsearchparams: describeUrlSearchParams,
} as const;

/** Looks at a value without running code of it: no getter, no trap. */
export function formOf(value: unknown): ValueForm {
  if (typeof value === 'function') return lost('function', types.isProxy(value) ? 'Proxy' : 'function');
  if (typeof value !== 'object' || value === null) return PRIMITIVE;
  if (types.isProxy(value)) return lost('opaque', 'Proxy');
  if (value instanceof NotCaptured) return { form: 'lost', lost: value };
  return Array.isArray(value) ? { form: 'array' } : formOfObject(value);
}

function formOfObject(value: object): ValueForm {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return PLAIN;
  const kind = kindOf(value, prototype);
  const binary = kind === 'opaque' || kind === 'object' ? arrayOf(value) : undefined;
  if (binary !== undefined) return { form: 'binary', binary };
  switch (kind) {
    case 'map':
    case 'set':
      return { form: kind };
    case 'error':
      return { form: kind, className: classNameOf(prototype) };
    case 'object':
      return { form: kind, className: nameOfClass(prototype) };
    case 'opaque':
      return lost('opaque', classNameOf(prototype) ?? 'object');
    default:
      return textForm(kind, value) ?? { form: 'object', className: nameOfClass(prototype) };
  }
}

/** `undefined` for what only inherits from a URL and is none. */
function textForm(type: keyof typeof TEXTS, value: object): ValueForm | undefined {
  const text = TEXTS[type](value);
  return text === undefined ? undefined : { form: 'text', type, text };
}

function lost(kind: 'function' | 'opaque', reason: string): ValueForm {
  return { form: 'lost', lost: new NotCaptured(kind, reason) };
}

/** `null` as a prototype is a class of its own. */
function nameOfClass(prototype: object | null): string | undefined {
  if (prototype === null) return 'null';
  return isPlainPrototype(prototype) ? 'Object' : classNameOf(prototype);
}

/** An array of the program, or what stands for one where its package is not installed. */
function arrayOf(value: object): BinaryArray | undefined {
  if (!(value instanceof NdArray)) return binaryOf(value);
  const { data, shape, dtype, order } = value;
  const elements = binaryOf(data);
  if (elements === undefined || elementCount(shape) === undefined) return undefined;
  return { ...elements, class: 'NdArray', shape, dtype, fortranOrder: order === 'column-major' };
}
