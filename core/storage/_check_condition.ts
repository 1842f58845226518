import { describeValue } from "../errors/_describe_value.ts";

/**
 * Checks the form of a precondition. A misspelt one would otherwise be ignored, and the change would be unconditional.
 *
 * @throws {TypeError} If it is malformed.
 */
export function checkCondition(name: string, condition: unknown): void {
  if (condition === undefined) return;
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) {
    throw malformed(name, `is ${describeValue(condition)}, not an object`);
  }
  for (const [member, versions] of Object.entries(condition)) {
    if (member !== "ifMatch" && member !== "ifNoneMatch") {
      throw malformed(name, `has '${member}'; there are 'ifMatch' and 'ifNoneMatch'`);
    }
    if (versions === undefined || versions === "*" || isVersions(versions)) continue;
    throw malformed(name, `has an '${member}' that is neither an array of versions nor '*'`);
  }
}

function isVersions(versions: unknown): boolean {
  return Array.isArray(versions) && versions.every((version) => typeof version === "string");
}

function malformed(name: string, problem: string): TypeError {
  return new TypeError(`Cannot apply the changes: the condition of '${name}' ${problem}`);
}
