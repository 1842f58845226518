import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import type { Access, AllowedAccess, DeniedAccess } from "./authorize.ts";

const ALLOWED: Members<AllowedAccess> = { allow: true, user: true, instances: true };
const DENIED: Members<DeniedAccess> = {
  allow: true,
  status: true,
  message: true,
  headers: true,
  user: true,
};

/**
 * Checks what `authorize` has decided. Plain JavaScript may get it wrong, and a misspelt `instances` would open all of them.
 *
 * @throws {TypeError} If it is no decision. The message says what to write.
 */
export function checkedAccess(access: Access): Access {
  const allow: unknown = access?.allow;
  if (allow !== true && allow !== false) {
    throw new TypeError(
      `Cannot use the result of 'authorize': 'allow' is ${describeValue(allow)}; return an object whose 'allow' is true or false`,
    );
  }
  if (access.user !== undefined && typeof access.user !== "string") {
    throw wrong("user", access.user, "a string");
  }
  if (access.allow) checkAllowed(access);
  else checkDenied(access);
  return access;
}

function checkAllowed(access: AllowedAccess): void {
  checkMembers("result of 'authorize'", access, ALLOWED);
  const { instances } = access;
  if (instances === undefined || typeof instances === "function") return;
  throw wrong("instances", instances, "a function");
}

function checkDenied(access: DeniedAccess): void {
  checkMembers("result of 'authorize'", access, DENIED);
  const { status, message, headers } = access;
  if (status !== undefined && status !== 401 && status !== 403) {
    throw wrong("status", status, "401 or 403");
  }
  if (message !== undefined && typeof message !== "string") {
    throw wrong("message", message, "a string");
  }
  if (headers === undefined || (typeof headers === "object" && headers !== null)) return;
  throw wrong("headers", headers, "an object");
}

function wrong(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(
    `Cannot use the result of 'authorize': '${name}' is ${describeValue(value)}; pass ${expected}`,
  );
}
