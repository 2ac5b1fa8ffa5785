/** A module whose exported functions are intercepted. */
export interface PatchedModule {
  /** Puts the originals back, where the present value is still ours. */
  undo(): void;
  /** Intercepts again. */
  apply(): void;
  /** What targets could have named, as far as it was loaded. */
  names(): string[];
}
