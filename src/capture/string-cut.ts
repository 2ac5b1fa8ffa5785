import { apply, floor, max, min, slice } from './intrinsics.js';
import { bytesOf, quote } from './scalars.js';

/** The quoted beginning of a string: up to `maxLength` UTF-16 code units and `maxBytes` bytes, whole characters. */
export function cutString(text: string, maxLength: number, maxBytes: number): string {
  let length = max(0, min(text.length, maxLength, maxBytes));
  for (;;) {
    const quoted = quote(withoutHalf(apply(slice, text, [0, length]) as string));
    const bytes = bytesOf(quoted) - 2;
    if (bytes <= maxBytes || length === 0) return quoted;
    length = floor((length * max(maxBytes, 0)) / bytes);
  }
}

/** Without the first half of a character of two, if it ends with one. */
function withoutHalf(text: string): string {
  const last = text[text.length - 1];
  const isHalf = last !== undefined && last >= '\uD800' && last <= '\uDBFF';
  return isHalf ? (apply(slice, text, [0, -1]) as string) : text;
}
