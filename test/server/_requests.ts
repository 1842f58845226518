/** The path of a variable's bytes. */
export const PATH = "/process-instance/i/variables/v/data";

/** The head of a request. */
export function requestHead(method: string, target = PATH, fields: readonly string[] = []): string {
  return `${[`${method} ${target} HTTP/1.1`, "Host: localhost", ...fields].join("\r\n")}\r\n\r\n`;
}

/** A whole POST. `body` is ASCII. */
export function postRequest(body: string, target = PATH, fields: readonly string[] = []): string {
  return requestHead("POST", target, [`Content-Length: ${body.length}`, ...fields]) + body;
}
