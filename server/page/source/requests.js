/** A request that the server has refused. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * Sends a request.
 *
 * @param {string} path Relative to the page, so that it works below any path of a proxy.
 * @param {RequestInit} [init]
 * @throws {Error} If the server cannot be reached, or refuses.
 */
export async function ask(path, init) {
  let answer;
  try {
    answer = await fetch(here(path), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Error("Cannot reach the server: the connection failed");
  }
  if (answer.ok) return answer;
  throw refusalOf(answer.status, await answer.text());
}

/**
 * The URL of a path. It has no name and password, even if the page's own has: `fetch` takes none.
 *
 * @param {string} path
 */
function here(path) {
  return new URL(path, location.origin + location.pathname).href;
}

/**
 * Asks for a page of a list.
 *
 * @param {string} path With its query as far as `?` or `&`.
 * @param {string} filters JSON.
 * @param {number} first
 * @param {AbortSignal} signal
 */
export function search(path, filters, first, signal) {
  const query = `firstResult=${first}&maxResults=${PAGE_LENGTH + 1}`;
  const headers = { "Content-Type": "application/json" };
  return ask(path + query, { method: "POST", headers, body: filters, signal });
}

/** How many entries a page of a list has. One more is asked for, to know whether there are more. */
export const PAGE_LENGTH = 25;

/**
 * @param {number} status
 * @param {string} body
 */
export function refusalOf(status, body) {
  let message;
  try {
    ({ message } = JSON.parse(body));
  } catch {
    // What stands between the server and the page has answered.
  }
  return new Refusal(status, `${message || `The answer is ${status}`}`);
}

/**
 * The URL of a variable that is written.
 *
 * @param {string} instanceId
 * @param {string} name
 */
export function pathOf(instanceId, name) {
  return here(
    `process-instance/${encodeURIComponent(instanceId)}/variables/${encodeURIComponent(name)}`,
  );
}

/**
 * Why a variable cannot be written; `""` if it can. A browser takes the segments `.` and `..` out of a path, however they are encoded, so
 * it would write another variable.
 *
 * @param {string} instanceId
 * @param {string} name
 */
export function obstacle(instanceId, name) {
  const segment = [instanceId, name].find((each) => each === "." || each === "..");
  return segment === undefined
    ? ""
    : `A browser cannot send '${segment}' in a path, so it cannot write here. Other clients can: curl --path-as-is.`;
}
