import { describeValue } from "./_describe_value.ts";
import { nearest } from "./_nearest.ts";

/** The names of all members of `T`. The compiler checks that none is missing. */
export type Members<T> = Readonly<Record<keyof T, true>>;

/**
 * Checks that an object has only known members. A misspelt member would be ignored silently.
 *
 * @param what Name of the object for messages, in the plural, such as `limits`.
 * @param given The object.
 * @param known The members that it may have.
 * @throws {TypeError} If it is not an object, or has an unknown member.
 */
export function checkMembers<T>(what: string, given: T, known: Members<T>): void {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`Cannot use the ${what}: they are ${describeValue(given)}, not an object`);
  }
  for (const member in given) {
    if (Object.hasOwn(known, member)) continue;
    const meant = nearest(member, Object.keys(known));
    const hint =
      meant === undefined
        ? `there are ${Object.keys(known).map(quote).join(", ")}`
        : `did you mean '${meant}'?`;
    throw new TypeError(`Cannot use the ${what}: there is no '${member}'; ${hint}`);
  }
}

function quote(name: string): string {
  return `'${name}'`;
}
