import { apply, slice } from './intrinsics.js';

const encoder = new TextEncoder();
const { encodeInto } = encoder;
const Bytes = Uint8Array;

/** As much of a text as `maxBytes` of UTF-8 hold, whole characters only. */
export function cutAtBytes(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const { read } = apply(encodeInto, encoder, [text, new Bytes(maxBytes)]) as { read: number };
  return read < text.length ? (apply(slice, text, [0, read]) as string) : text;
}
