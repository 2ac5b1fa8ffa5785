import { codeAt, startsWith } from './safe-strings.js';

/** What stands for a secret that was taken out of a message. */
export const MASK = '(redacted)';

const ASTERISK = 0x2a;

/** Whether a stretch only stands for a secret: nothing, asterisks, `${password}`, or what was taken out before. */
export function isPlaceholder(text: string, start: number, end: number): boolean {
  if (startsWith(text, '${', start) || startsWith(text, MASK, start)) return true;
  for (let index = start; index < end; index++) if (codeAt(text, index) !== ASTERISK) return false;
  return true;
}
