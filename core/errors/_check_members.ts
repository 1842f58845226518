import { describeValue } from "./_describe_value.ts";
import { nearest } from "./_nearest.ts";

/** The members that an object may have, each once: the compiler sees to it that none is forgotten. */
export type Members<T> = Readonly<Record<keyof T, true>>;

/**
 * Checks that an object has no members but those known: one that is misspelt would be passed over in silence.
 *
 * @param what What the object is, as in `limits`.
 * @param given The object.
 * @param known What it may have.
 * @throws {TypeError} If it is no object, or has another member.
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
