/** A class that the reader is told of. */
export class Point {
  readonly x: number;
  readonly y: number;

  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }

  get length(): number {
    throw new Error('a getter of a class was called');
  }
}

/** An error class that the reader is told of. */
export class Failure extends Error {}

/** The classes that the reader is told of. */
export const KNOWN_CLASSES = [Point, Failure];
