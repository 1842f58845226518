/** From the user's end up to the last `@`: a password that is not encoded may have any character. */
const IN_USER = /([a-z][a-z\d+.-]*:\/*[^:@/]*:).*@/is;
/** A parameter whose name has `pass` in it. */
const IN_PARAMETER = /([?&][^=&]*pass[^=&]*=)[^&]*/gi;

/**
 * Replaces the passwords of a URL by `***`, for messages. If in doubt, it hides more than the password.
 *
 * @param text A URL, or an argument such as `--storage=URL`. It may be wrong or misspelt.
 */
export function redactPassword(text: string): string {
  return text.replace(IN_USER, "$1***@").replaceAll(IN_PARAMETER, "$1***");
}
