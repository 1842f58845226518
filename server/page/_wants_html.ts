/**
 * Whether a client names `text/html` among the types that it accepts (RFC 9110, section 12.5.1), as browsers do when a user opens an
 * address. A range that means any type does not count: programs send it.
 *
 * @param accept The header `Accept`.
 */
export function wantsHtml(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  return accept.split(",").some((range) => {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    return type === "text/html" && !parameters.some((each) => /^q=0(?:\.0{0,3})?$/.test(each));
  });
}
