import { button, find, make, named, refill, spot } from "./elements.js";
import { complain, settle, tell } from "./notices.js";
import { pager } from "./pager.js";
import { hasBytes, setDownload, showPreview } from "./preview.js";
import { ask, obstacle, PAGE_LENGTH, pathOf, Refusal, search } from "./requests.js";
import { byteLength, parseExact, sizeText, visible } from "./text.js";
import { conflictText, start } from "./uploads.js";

/** @typedef {import("./preview.js").Variable} Variable */
/**
 * A variable with what lists do not have.
 *
 * @typedef {object} Shown
 * @property {Variable} variable
 * @property {string} etag
 * @property {string} size
 * @property {HTMLElement} [row] Where it is shown. Not found by the focus: some browsers give none to a button that is clicked.
 */

const variablePages = pager("instance", showVariables);
const uploadForm = find("upload", HTMLFormElement);
const uploadFiles = find("upload-files", HTMLInputElement);
const uploadName = find("upload-name", HTMLInputElement);
const uploadType = find("upload-type", HTMLSelectElement);
const replacement = find("replacement", HTMLInputElement);

let shownInstance = "";
let looking = new AbortController();
/** The variables that are to be deleted, if that is confirmed. */
const marked = new Set();

/**
 * Shows another instance, from its beginning. What was marked in the last one stays.
 *
 * @param {string} instanceId
 */
export async function showInstance(instanceId) {
  shownInstance = instanceId;
  marked.clear();
  spot("instance-title").replaceChildren("Instance ", named(instanceId));
  spot("rows").replaceChildren();
  await variablePages.turn(0);
}

/** Reads the variables again. */
async function showVariables() {
  looking.abort();
  looking = new AbortController();
  const { signal } = looking;
  try {
    const sorting = [{ sortBy: "variableName", sortOrder: "asc" }];
    const filters = JSON.stringify({ processInstanceIdIn: [shownInstance], sorting });
    const path = "variable-instance?deserializeValues=false&";
    const answer = await search(path, filters, variablePages.first(), signal);
    /** @type {Variable[]} */
    const found = parseExact(await answer.text());
    const shown = await Promise.all(
      found.slice(0, PAGE_LENGTH).map((each) => detailed(each, signal)),
    );
    if (!signal.aborted) fillRows(shown.flat(), found.length);
  } catch (error) {
    if (!signal.aborted) complain(error, showVariables);
  }
}

/**
 * Asks for the version and the size of a variable.
 *
 * @param {Variable} variable
 * @param {AbortSignal} signal
 * @returns {Promise<Shown[]>} None if it has gone in between.
 */
async function detailed(variable, signal) {
  const path = `variable-instance/${variable.id}${hasBytes(variable) ? "/data" : ""}`;
  try {
    const { headers } = await ask(path, { method: "HEAD", signal });
    const size = hasBytes(variable) ? Number(headers.get("content-length")) : sizeOf(variable);
    return [
      { variable, etag: headers.get("etag") ?? "", size: size === undefined ? "" : sizeText(size) },
    ];
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
}

/** @param {Variable} variable */
function sizeOf({ value, valueInfo }) {
  if (value !== null) return byteLength(`${value}`);
  return valueInfo["size"] === undefined ? undefined : Number(valueInfo["size"]);
}

/**
 * @param {readonly Shown[]} shown
 * @param {number} count
 */
function fillRows(shown, count) {
  refill(spot("rows"), shown.map(rowOf));
  spot("variables").hidden = shown.length === 0;
  spot("instance-empty").hidden = shown.length > 0;
  variablePages.fill(count);
}

/** @param {Shown} shown */
function rowOf(shown) {
  const { variable, etag, size } = shown;
  const version = etag.replaceAll('"', "");
  const isMarked = marked.has(variable.id);
  shown.row = make(
    "tr",
    { className: isMarked ? "marked" : "" },
    make("th", { scope: "row" }, named(variable.name)),
    make("td", {}, variable.type),
    make("td", {}, size),
    make("td", { title: version }, version.length > 12 ? `…${version.slice(-8)}` : version),
    make("td", {}, make("div", { className: "actions" }, ...actionsOf(shown, isMarked))),
  );
  return shown.row;
}

/**
 * @param {Shown} shown
 * @param {boolean} isMarked
 */
function actionsOf(shown, isMarked) {
  const { variable } = shown;
  const { name } = variable;
  const subject = visible(name);
  if (isMarked) {
    return [
      "Will be deleted.",
      button("Undo", `deletion of ${subject}`, () => mark(shown, false)),
      button("Confirm", `deletion of ${subject}`, () => remove(shown)),
    ];
  }
  const download = make("a", {}, "Download");
  setDownload(download, variable);
  const reading = [button("View", subject, () => showPreview(variable)), download];
  const reason = obstacle(shownInstance, name);
  if (reason !== "") return [...reading, make("span", { className: "hint" }, reason)];
  return [
    ...reading,
    button("Replace", subject, () => choose(shown)),
    button("Delete", subject, () => mark(shown, true)),
  ];
}

/**
 * Marks a variable, or takes the mark away. Nothing is deleted before it is confirmed.
 *
 * @param {Shown} shown
 * @param {boolean} isMarked
 */
function mark(shown, isMarked) {
  const { id, name } = shown.variable;
  const { row } = shown;
  if (isMarked) marked.add(id);
  else marked.delete(id);
  const next = rowOf(shown);
  row?.replaceWith(next);
  const label = isMarked ? "Undo" : "Delete";
  for (const each of next.querySelectorAll("button")) if (each.textContent === label) each.focus();
  tell(
    isMarked
      ? `'${visible(name)}' will be deleted if you confirm it.`
      : `'${visible(name)}' stays.`,
  );
}

/** @param {Shown} shown */
async function remove({ variable: { id, name }, etag }) {
  const instanceId = shownInstance;
  try {
    settle();
    await ask(pathOf(instanceId, name), { method: "DELETE", headers: { "If-Match": etag } });
    tell(`'${visible(name)}' is deleted.`);
    marked.delete(id);
    await showVariables();
    if (document.activeElement === document.body) spot("instance-title").focus();
  } catch (error) {
    const isConflict = error instanceof Refusal && error.status === 412;
    complain(isConflict ? conflictText(`'${name}'`, "deleted") : error, () => {
      marked.delete(id);
      showVariables();
    });
  }
}

/**
 * Lets the user choose a file that replaces a variable.
 *
 * @param {Shown} shown
 */
function choose({ variable: { name, type }, etag }) {
  const instanceId = shownInstance;
  replacement.value = "";
  replacement.onchange = () => {
    const [file] = replacement.files ?? [];
    const isKind = [...uploadType.options].some(({ value }) => value === type);
    const kept = isKind ? type : "File";
    if (file)
      start({ instanceId, name, type: kept, file, etag, changed: () => changed(instanceId) });
  };
  replacement.click();
}

/**
 * Uploads files as new variables.
 *
 * @param {readonly File[]} files
 */
function uploadAll(files) {
  const instanceId = shownInstance;
  const given = files.length === 1 ? uploadName.value : "";
  for (const file of files) {
    const name = given || file.name;
    start({
      instanceId,
      name,
      type: uploadType.value,
      file,
      etag: undefined,
      changed: () => changed(instanceId),
    });
  }
  uploadForm.reset();
}

/** @param {string} instanceId */
async function changed(instanceId) {
  if (instanceId === shownInstance) await showVariables();
}

uploadForm.onsubmit = (event) => {
  event.preventDefault();
  const files = [...(uploadFiles.files ?? [])];
  if (files.length === 0) complain("Choose a file to upload");
  else uploadAll(files);
};
addEventListener("dragover", (event) => {
  event.preventDefault();
  const isHere = !spot("instance").hidden;
  uploadForm.classList.toggle("over", isHere);
  if (event.dataTransfer) event.dataTransfer.dropEffect = isHere ? "copy" : "none";
});
addEventListener("dragleave", () => uploadForm.classList.remove("over"));
addEventListener("drop", (event) => {
  // Without this the browser would leave the page for the file.
  event.preventDefault();
  uploadForm.classList.remove("over");
  if (spot("instance").hidden) return;
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
  if (items.some((item) => item.webkitGetAsEntry()?.isDirectory))
    complain("A folder cannot be uploaded: drop the files in it");
  else uploadAll([...(event.dataTransfer?.files ?? [])]);
});
