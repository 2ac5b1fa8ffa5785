import { isTypedArray } from 'node:util/types';
import { NoLiteral, primitiveText } from './primitive-text.js';
import { withProperties } from './property-literals.js';
import {
  arrayExpression,
  callExpression,
  construct,
  type Expression,
  objectExpression,
  plain,
  quoteText,
} from './script-text.js';

/** A date, text pattern, address, boxed primitive or binary value; `undefined` for any other object. */
export function leafLiteral(value: object): Expression | undefined {
  return binaryExpression(value) ?? simpleObject(value);
}

function simpleObject(value: object): Expression | undefined {
  if (value instanceof Date)
    return construct('Date', [plain(Number.isNaN(value.getTime()) ? 'NaN' : quoteText(value.toISOString()))]);
  if (value instanceof URL) return construct('URL', [plain(primitiveText(value.href))]);
  if (value instanceof URLSearchParams)
    return construct('URLSearchParams', [plain(primitiveText(String(value)))]);
  if (value instanceof RegExp) {
    const pattern = plain(regExpText(value));
    return value.lastIndex === 0
      ? pattern
      : withProperties(pattern, objectExpression([['lastIndex', String(value.lastIndex)]]));
  }
  const isBoxed = [String, Number, Boolean, BigInt, Symbol].some((Class) => value instanceof Class);
  return isBoxed ? callExpression('Object', [plain(primitiveText(value.valueOf()))]) : undefined;
}

/** Its own text, unless that would not be the same, or not show what it is. */
function regExpText(pattern: RegExp): string {
  const text = String(pattern);
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return `new RegExp(${quoteText(pattern.source)}, '${pattern.flags}')`;
}

function binaryExpression(value: object): Expression | undefined {
  if (Buffer.isBuffer(value)) return bufferLiteral(value);
  if (isTypedArray(value)) {
    const items = Array.from(value as Iterable<number | bigint>, (item) => plain(primitiveText(item)));
    return construct(value.constructor.name, items.length === 0 ? [plain('0')] : [arrayExpression(items)]);
  }
  if (value instanceof DataView) return construct('DataView', [viewedBytes(value)]);
  return value instanceof ArrayBuffer ? bytesOf(value) : undefined;
}

function viewedBytes({ buffer, byteOffset, byteLength }: DataView): Expression {
  return bytesOf(buffer.slice(byteOffset, byteOffset + byteLength));
}

function bytesOf(memory: ArrayBufferLike): Expression {
  if (memory instanceof SharedArrayBuffer) throw new NoLiteral('shared memory');
  const items = Array.from(new Uint8Array(memory), (item) => plain(String(item)));
  return plain([construct('Uint8Array', [arrayExpression(items)]).doc, '.buffer']);
}

function bufferLiteral(bytes: Buffer): Expression {
  const text = bytes.toString('latin1');
  const isText = /^[\x20-\x7e\n]*$/.test(text);
  const args = isText ? [text] : [bytes.toString('hex'), 'hex'];
  return callExpression(
    'Buffer.from',
    args.map((arg) => plain(primitiveText(arg))),
  );
}
