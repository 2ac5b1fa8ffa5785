import { InvalidArgumentError } from 'commander';

const MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const SIZE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const KILO = 1000;
const KIBI = 1024;

/** An age in milliseconds: `90m`, `12h`, `30d`, `2w`. @throws InvalidArgumentError */
export function parseAge(text: string): number {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])$/.exec(text) ?? [];
  if (digits !== undefined && unit !== undefined) return Number(digits) * MS[unit as keyof typeof MS];
  throw new InvalidArgumentError('Expected a number with s, m, h, d or w: 12h, 30d.');
}

/** A size in bytes: `500MB` and `2GB` by thousands, `1GiB` by 1024. @throws InvalidArgumentError */
export function parseSize(text: string): number {
  const [, digits, letter = '', i, b] = /^(\d{1,12}(?:\.\d{1,9})?) ?([kmgt])?(i)?(b)?$/i.exec(text) ?? [];
  const power = letter === '' ? 0 : ' KMGT'.indexOf(letter.toUpperCase());
  const isUnit = (i === undefined || letter !== '') && (b !== undefined || i === undefined);
  if (digits !== undefined && isUnit) return Number(digits) * (i === undefined ? KILO : KIBI) ** power;
  throw new InvalidArgumentError(
    'Expected a number of bytes, or one with KB, MB, GB, TB or GiB: 500MB, 2GB.',
  );
}

/** A whole number from 0. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

/** Bytes in a readable unit, to three digits: `1.25 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KILO)), SIZE_UNITS.length - 1);
  return `${Number((bytes / KILO ** power).toPrecision(3))} ${SIZE_UNITS[power]}`;
}
