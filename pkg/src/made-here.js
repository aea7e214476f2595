/** Keeps others from calling a constructor. */
export const MADE_HERE = Symbol("made by this package");
