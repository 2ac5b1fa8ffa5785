import { InvalidArgumentError } from 'commander';

/** Reads an option that counts something, for commander. @throws InvalidArgumentError for anything but 1, 2, 3 … */
export function wholeNumber(given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new InvalidArgumentError(`Expected a whole number from 1 on, got '${given}'.`);
}
