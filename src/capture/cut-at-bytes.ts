const encoder = new TextEncoder();

/** As much of a text as `maxBytes` of UTF-8 hold, whole characters only. */
export function cutAtBytes(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(maxBytes));
  return read < text.length ? text.slice(0, read) : text;
}
