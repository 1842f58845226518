import { find, make, named, spot } from "./elements.js";
import { messageOf } from "./notices.js";
import { ask } from "./requests.js";
import {
  byteLength,
  indented,
  parseExact,
  sizeText,
  textOf,
  visible,
  visibleLines,
} from "./text.js";

/**
 * A variable as lists have it.
 *
 * @typedef {object} Variable
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {unknown} value
 * @property {Record<string, unknown>} valueInfo
 */

const TOO_LARGE = "It is too large to be shown. Download it.";
const MOST_TEXT_BYTES = 65_536;
const MOST_JSON_BYTES = 1_048_576;
const MOST_IMAGE_BYTES = 16_777_216;
const TEXT_TYPE = /^text\/|json|xml|javascript|yaml/i;

const dialog = find("preview", HTMLDialogElement);
const facts = spot("preview-facts");
const content = spot("preview-content");
let previewing = new AbortController();
let imageUrl = "";

/**
 * Whether a variable's value is bytes, which can be downloaded.
 *
 * @param {Variable} variable
 */
export function hasBytes({ type, valueInfo }) {
  const format = `${valueInfo["serializationDataFormat"] ?? ""}`;
  return (
    type === "File" || type === "Bytes" || (type === "Object" && format.includes("java-serialized"))
  );
}

/**
 * Makes a link a download of a variable: of its bytes, or of its JSON. It goes by the variable's id, which has no character that a
 * browser changes in a path.
 *
 * @param {HTMLAnchorElement} link
 * @param {Variable} variable
 */
export function setDownload(link, variable) {
  const isBytes = hasBytes(variable);
  const name = visible(variable.name);
  link.href = `variable-instance/${variable.id}${isBytes ? "/data" : "?deserializeValue=false"}`;
  link.download = isBytes ? name : `${name}.json`;
  link.ariaLabel = `Download ${name}`;
}

/**
 * Shows a variable.
 *
 * @param {Variable} variable
 */
export async function showPreview(variable) {
  previewing.abort();
  previewing = new AbortController();
  URL.revokeObjectURL(imageUrl);
  const { signal } = previewing;
  spot("preview-title").replaceChildren(named(variable.name));
  setDownload(find("preview-download", HTMLAnchorElement), variable);
  facts.replaceChildren();
  content.textContent = "Reading …";
  if (!dialog.open) dialog.showModal();
  try {
    const shown = await (hasBytes(variable) ? readBytes : readValue)(variable, signal);
    if (signal.aborted) return;
    content.replaceChildren(shown);
  } catch (error) {
    if (signal.aborted) return;
    content.replaceChildren(make("p", { role: "alert", className: "bad" }, messageOf(error)));
  }
}

/**
 * @param {Variable} variable
 * @param {Response} answer
 * @param {number | undefined} size
 */
function fillFacts({ type, valueInfo }, answer, size) {
  const list = [
    ["Type", type],
    ...Object.entries(valueInfo).filter(([name]) => name !== "size"),
    ["Size", size === undefined ? "" : sizeText(size)],
    ["Version", (answer.headers.get("etag") ?? "").replaceAll('"', "")],
    ["Changed", answer.headers.get("last-modified") ?? ""],
  ];
  const rows = list.filter(([, value]) => value !== "");
  facts.replaceChildren(
    ...rows.flatMap(([name, value]) => [
      make("dt", {}, named(`${name}`)),
      make("dd", {}, named(`${value}`)),
    ]),
  );
}

/**
 * Reads what is no bytes, in JSON.
 *
 * @param {Variable} variable
 * @param {AbortSignal} signal
 */
async function readValue(variable, signal) {
  const listed = Number(variable.valueInfo["size"] ?? 0);
  const isLarge = listed > MOST_JSON_BYTES;
  const method = isLarge ? "HEAD" : "GET";
  const path = `variable-instance/${variable.id}?deserializeValue=false`;
  const answer = await ask(path, { method, signal });
  if (isLarge) {
    fillFacts(variable, answer, listed);
    return make("p", {}, TOO_LARGE);
  }
  const read = parseExact(await answer.text());
  const size = read.value === null ? undefined : byteLength(`${read.value}`);
  fillFacts(read, answer, size);
  if (read.value === null) return make("p", {}, "null");
  return shownText(variable, `${read.value}`, true);
}

/**
 * Reads a picture whole, and of all else the beginning.
 *
 * @param {Variable} variable
 * @param {AbortSignal} signal
 */
async function readBytes(variable, signal) {
  const path = `variable-instance/${variable.id}/data?disposition=inline`;
  const head = await ask(path, { method: "HEAD", signal });
  const size = Number(head.headers.get("content-length"));
  fillFacts(variable, head, size);
  if (size === 0) return make("p", {}, "It is empty.");
  const type = head.headers.get("content-type") ?? "";
  /** @type {Record<string, string>} */
  const headers = { "If-Match": head.headers.get("etag") ?? "*" };
  // The server shows only what no browser executes.
  const isInert = head.headers.get("content-disposition")?.startsWith("inline") === true;
  if (isInert && type.startsWith("image/")) {
    if (size > MOST_IMAGE_BYTES) return make("p", {}, TOO_LARGE);
    const blob = await (await ask(path, { headers, signal })).blob();
    return shownImage(variable, blob);
  }
  headers["Range"] = `bytes=0-${MOST_TEXT_BYTES - 1}`;
  const part = new Uint8Array(await (await ask(path, { headers, signal })).arrayBuffer());
  const isWhole = part.length === size;
  const { mimeType, encoding } = variable.valueInfo;
  const charset = /charset="?([^";]+)/i.exec(`${mimeType}`)?.[1] ?? `${encoding ?? ""}`;
  const text = textOf(part, TEXT_TYPE.test(`${mimeType}`) ? charset : undefined, isWhole);
  if (text === undefined) return make("p", {}, "It is neither text nor a picture.");
  return shownText(variable, text, isWhole);
}

/**
 * @param {Variable} variable
 * @param {Blob} blob
 */
function shownImage({ name }, blob) {
  imageUrl = URL.createObjectURL(blob);
  const image = make("img", { src: imageUrl, alt: `Picture of ${visible(name)}` });
  image.onerror = () => image.replaceWith(make("p", {}, "The browser cannot show this picture."));
  return image;
}

/**
 * @param {Variable} variable
 * @param {string} text
 * @param {boolean} isWhole
 */
function shownText(variable, text, isWhole) {
  const start = text.slice(0, MOST_TEXT_BYTES);
  if (!isWhole || start.length < text.length)
    return shownLines(variable, visibleLines(start), false);
  return shownLines(variable, visibleLines(isJson(text) ? indented(text) : text), true);
}

/** @param {string} text */
function isJson(text) {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Variable} variable
 * @param {string} text
 * @param {boolean} isWhole
 */
function shownLines({ name }, text, isWhole) {
  // Who has no mouse scrolls it by the keyboard.
  const lines = make(
    "pre",
    { tabIndex: 0, role: "region", ariaLabel: `Content of ${visible(name)}` },
    text,
  );
  return isWhole
    ? lines
    : make("div", {}, lines, make("p", { className: "hint" }, "This is its beginning."));
}

find("preview-close", HTMLButtonElement).onclick = () => dialog.close();
dialog.onclose = () => {
  // The event comes late: another one may be shown by now.
  if (dialog.open) return;
  previewing.abort();
  content.replaceChildren();
  URL.revokeObjectURL(imageUrl);
};
