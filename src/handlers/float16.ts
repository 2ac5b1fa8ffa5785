type Float16Constructor = new (memory: ArrayBuffer) => Float32Array<ArrayBuffer>;

// TypeScript's ES2023 library does not know this class; its elements read like a Float32Array's.
const { Float16Array } = globalThis as { Float16Array?: Float16Constructor };

/** IEEE 754 half-precision numbers: a Float16Array on the memory where Node has one, else widened into a Float32Array. */
export function float16Elements(memory: ArrayBuffer): Float32Array<ArrayBuffer> {
  return Float16Array === undefined ? widenFloat16(memory) : new Float16Array(memory);
}

/** The half-precision numbers in `memory` as a Float32Array, which holds each of them exactly. */
export function widenFloat16(memory: ArrayBuffer): Float32Array<ArrayBuffer> {
  return Float32Array.from(new Uint16Array(memory), widenNumber);
}

/** Layout of binary16 (IEEE 754-2008, 3.6): 1 bit of sign, 5 of exponent with bias 15, 10 of fraction. */
function widenNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
