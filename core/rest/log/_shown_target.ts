/** Name and password in a target in absolute form, which no client should send. */
const USER = /^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i;

/** Gives a request target in the form in which it is logged: without a name and a password. */
export function shownTarget(target: string): string {
  return target.replace(USER, "$1***@");
}
