import { button, make, spot } from "./elements.js";
import { messageOf, tell } from "./notices.js";
import { obstacle, pathOf, refusalOf } from "./requests.js";
import { sizeText, visible } from "./text.js";

/**
 * A file that is to become a variable.
 *
 * @typedef {object} Upload
 * @property {string} instanceId
 * @property {string} name
 * @property {string} type
 * @property {File} file
 * @property {string | undefined} etag The version to replace; `undefined` if there must be none.
 * @property {() => Promise<void>} changed Looks again, since the variable may have changed.
 */

const CANCELLED = 0;
/** The requests that are being sent. */
const sending = new Set();

/**
 * Uploads a file, with a line that shows how far it is.
 *
 * @param {Upload} upload
 */
export async function start(upload) {
  const { instanceId, name, file, etag, changed } = upload;
  const subject = `'${visible(name)}' in '${visible(instanceId)}'`;
  const item = make("li", {});
  spot("uploads").append(item);
  /** @type {(message: string, isBad: boolean) => void} */
  const end = (message, isBad) => {
    const again = button("Look again", `for ${subject}`, () => {
      item.remove();
      changed();
    });
    const close = button("Close message", `of ${subject}`, () => item.remove());
    const text = make("p", { role: "alert", className: isBad ? "bad" : "" }, message);
    const had = item.contains(document.activeElement);
    item.replaceChildren(text, make("p", { className: "actions" }, again, close));
    // Who has cancelled it by the keyboard stays here.
    if (had) close.focus();
    tell("");
  };
  const conflict = () =>
    end(
      etag === undefined
        ? `${subject} exists already. It was not replaced. Look again, and choose Replace.`
        : conflictText(subject, "replaced"),
      true,
    );
  try {
    const reason = obstacle(instanceId, name);
    if (reason !== "") throw new Error(reason);
    const path = pathOf(instanceId, name);
    let told = 0;
    const stopping = new AbortController();
    const progress = make("progress", { ariaLabel: `Upload of ${subject}` });
    const figures = make("span", {});
    const cancel = button("Cancel", `upload of ${subject}`, () => stopping.abort());
    const line = make("p", { className: "actions" }, `${subject}: `, figures, cancel);
    item.replaceChildren(line, progress);
    if (await isRefused(path, etag)) return conflict();
    const status = await send(upload, path, stopping.signal, (share) => {
      progress.value = share;
      figures.textContent =
        share < 1 ? `${Math.floor(share * 100)} % of ${sizeText(file.size)}` : "sent, being stored";
      if (share * 4 >= told) {
        told = Math.floor(share * 4) + 1;
        tell(`${subject}: ${figures.textContent}`);
      }
    });
    if (status === 412) return conflict();
    if (status === CANCELLED) {
      // The last bytes may have been sent before the page was told.
      const isStored = await isRefused(path, etag);
      const outcome = isStored === false ? "Nothing is stored." : "Perhaps too late: look again.";
      return end(`${subject}: Cancelled. ${outcome}`, isStored !== false);
    }
    await changed();
    item.remove();
    tell(`${subject} is stored.`);
  } catch (error) {
    end(`${subject}: ${messageOf(error)}`, true);
  }
}

/**
 * @param {string} subject
 * @param {string} verb
 */
export function conflictText(subject, verb) {
  return `Somebody else has changed ${subject} since it was shown. It was not ${verb}. Look again.`;
}

/**
 * Whether the condition fails already, so that nothing has to be sent; `undefined` if that is not known.
 *
 * @param {string} path
 * @param {string | undefined} etag
 */
async function isRefused(path, etag) {
  /** @type {RequestInit} */
  const init = etag === undefined ? {} : { headers: { "If-Match": etag } };
  const answer = await fetch(path, { ...init, method: "HEAD", cache: "no-store" }).catch(
    () => undefined,
  );
  // Any other refusal is told by the answer to the upload, which has a body.
  return answer && (etag === undefined ? answer.ok : answer.status === 412);
}

/**
 * Sends the form. `fetch` tells nothing of its progress.
 *
 * @param {Upload} upload
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {(share: number) => void} onProgress
 * @returns {Promise<number>} 412 if the condition failed, or {@linkcode CANCELLED}; else it is stored.
 */
function send({ type, file, etag }, path, signal, onProgress) {
  const form = new FormData();
  form.append("valueType", type);
  form.append("data", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", `${path}/data`);
  if (etag === undefined) request.setRequestHeader("If-None-Match", "*");
  else request.setRequestHeader("If-Match", etag);
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.min(loaded / total, 0.999));
    request.upload.onload = () => onProgress(1);
    request.onerror = () =>
      reject(
        new Error(
          "The connection failed before the server answered. Look again to see what is stored.",
        ),
      );
    request.onabort = () => resolve(CANCELLED);
    request.onload = () => {
      const { status } = request;
      if (status === 412 || (status >= 200 && status < 300)) resolve(status);
      else reject(refusalOf(status, request.responseText));
    };
    request.onloadend = () => sending.delete(request);
    signal.onabort = () => request.abort();
    if (signal.aborted) return resolve(CANCELLED);
    sending.add(request);
    request.send(form);
  });
}

addEventListener("beforeunload", (event) => {
  if (sending.size > 0) event.preventDefault();
});
