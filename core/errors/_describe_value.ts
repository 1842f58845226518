/**
 * Describes a value of a wrong kind for an error message: `a string`, `the number 7`, `an ArrayBuffer`, `an array`, `a Promise`.
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "string":
      return "a string";
    case "number":
      return `the number ${value}`;
    case "boolean":
      return String(value);
    case "object":
      return value === null ? "null" : describeObject(value);
    case "function":
      return "a function";
    default:
      return `a ${typeof value}`;
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return "an array";
  const name = value.constructor?.name;
  if (typeof name !== "string" || name === "" || name === "Object") return "a plain object";
  return `${/^[AEIOU]/.test(name) && !name.startsWith("U") ? "an" : "a"} ${name}`;
}
