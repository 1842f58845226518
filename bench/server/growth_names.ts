/** All variables in one instance, or 100 in each of many. */
export type Shape = "one" | "many";

const INSTANCE_SIZE = 100;

/** The id of the instance that holds the variable with this number. */
export function instanceOf(at: number, shape: Shape): string {
  return shape === "one" ? "instance" : `instance${Math.floor(at / INSTANCE_SIZE)}`;
}

/** The name of the variable with this number. */
export function nameOf(at: number): string {
  return `variable${at}`;
}

/** Chooses the number of one of `count` variables. */
export function randomVariable(count: number): number {
  return Math.floor(Math.random() * count);
}
