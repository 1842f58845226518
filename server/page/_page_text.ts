// Written by `npm run page` from the files in `source`. Change those.

export const PAGE_STYLE: string = `:root{--back:#fff;--fore:#1b1f24;--soft:#57606a;--line:#848d97;--panel:#f3f5f7;--link:#0550ae;--bad:#b3151f;--code:#8a3b00}@media (prefers-color-scheme:dark){:root{--back:#14181d;--fore:#e8edf2;--soft:#a6b1bc;--line:#6b7682;--panel:#1f252c;--link:#7db7ff;--bad:#ff8f87;--code:#ffb77a}}*{box-sizing:border-box}[hidden][hidden]{display:none}body{margin:0 auto;max-width:70rem;padding:0.5rem 1rem 3rem;font:
    1rem / 1.5 system-ui,sans-serif;color:var(--fore);background:var(--back)}h1{margin:0;font-size:1.1rem}h2,h3{margin:1rem 0 0.5rem;font-size:1.3rem;overflow-wrap:anywhere}h3{flex-basis:100%;font-size:1.05rem}a{color:var(--link)}bdi{overflow:clip;white-space:pre-wrap;overflow-wrap:anywhere}.code{color:var(--code);border:1px solid;border-radius:0.2rem;font:
    0.75em ui-monospace,monospace;margin:0 0.1em;padding:0 0.2em}.hint{flex-basis:100%;margin:0.25rem 0;color:var(--soft);font-size:0.9rem}form{display:flex;flex-wrap:wrap;gap:0.5rem 0.75rem;align-items:end}label{display:grid;flex:1 1 12rem;min-width:0}input,select,button{min-height:2.25rem;min-width:0;max-width:100%;padding:0.25rem 0.6rem;font:inherit;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:0.3rem}button{background:var(--panel);cursor:pointer}button:disabled{color:var(--soft);cursor:default}:focus-visible{outline:3px solid var(--link);outline-offset:2px}ul{list-style:none;margin:0;padding:0}#instances a{display:block;padding:0.35rem 0;border-bottom:1px solid var(--panel)}table{width:100%;border-collapse:collapse}th,td{padding:0.4rem 0.5rem 0.4rem 0;text-align:start;vertical-align:top;border-bottom:1px solid var(--panel)}tbody th{font-weight:600}td:nth-child(4){font:
    0.85rem / 1.8 ui-monospace,monospace}.marked th,.marked td:not(:last-child){text-decoration:line-through}nav,.actions{display:flex;flex-wrap:wrap;gap:0.4rem 0.6rem;align-items:center}#upload,#notice,#uploads li{margin:0.6rem 0;padding:0.6rem 0.8rem;background:var(--panel);border:1px solid var(--line);border-radius:0.4rem}#upload{border-style:dashed}#upload.over{border:2px solid var(--link)}#notice{position:sticky;top:0;border-color:var(--bad)}footer{position:sticky;bottom:0;max-height:50vh;overflow:auto;background:var(--back)}#notice p,#uploads p{margin:0 0 0.4rem;overflow-wrap:anywhere}.bad{color:var(--bad)}progress{width:100%;accent-color:var(--link)}dialog{width:min(60rem,100%);max-height:92vh;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:0.5rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:0.1rem 1rem}dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}pre{max-height:50vh;overflow:auto;margin:0;padding:0.6rem;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel)}img{display:block;max-width:100%;max-height:55vh}@media (max-width:40rem){thead{position:absolute;clip-path:inset(50%)}table,tbody,tr,th,td{display:block;border:0;padding:0.05rem 0}tr{padding:0.5rem 0;border-bottom:1px solid var(--line)}}`;

export const PAGE_SCRIPT: string = `const UNSEEN = /([\\p{C}\\p{Zl}\\p{Zp}\\p{DI}\\u2800])/gu;
const NUMBER = /^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$/;
function piecesOf(text) {return text.split(UNSEEN).map((piece, index) => (index % 2 === 0 ? piece : codeOf(piece)));}
function visible(text) {return text.replace(UNSEEN, codeOf);}
function visibleLines(text) {return text.replace(UNSEEN, (character) =>
/[\\n\\r\\t]/.test(character) ? character : codeOf(character));}
function codeOf(character) {const number = character.codePointAt(0) ?? 0;
return \`U+\${number.toString(16).toUpperCase().padStart(4, "0")}\`;}
function byteLength(text) {return new TextEncoder().encode(text).length;}
function sizeText(bytes) {if (bytes < 1024) return bytes === 1 ? "1 byte" : \`\${bytes} bytes\`;
const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4);
return \`\${(bytes / 1024 ** power).toFixed(1)} \${"KMGT"[power - 1]}iB\`;}
function indented(json) {let depth = 0;
const line = () => \`\\n\${"  ".repeat(Math.min(depth, 20))}\`;
return json.replace(/"(?:[^"\\\\]|\\\\.)*"|\\s+|[[{]\\s*[\\]}]|[[\\]{},:]/g, (token) => {if (token === "," || token === ":") return token === "," ? \`,\${line()}\` : ": ";
if (token === "{" || token === "[") {depth++;
return token + line();}
if (token === "}" || token === "]") {depth--;
return line() + token;}
return token[0] === '"' ? token : token.replace(/\\s/g, "");});}
function parseExact(json) {const revive = (key, value, context) =>
key === "value" && typeof value === "number" ? (context?.source ?? String(value)) : value;
return JSON.parse(json, revive);}
function meanings(value) {const isOther = NUMBER.test(value) || /^(?:true|false|null)$/.test(value);
return isOther ? [JSON.stringify(value), value] : [JSON.stringify(value)];}
function textOf(bytes, charset, isWhole) {try {const decoder = new TextDecoder(charset || "utf-8", { fatal: !charset });
const text = decoder.decode(bytes, { stream: !isWhole });
const isBinary = bytes.some((byte) => byte < 8 || (byte > 13 && byte < 27));
return charset || !isBinary ? text : undefined;} catch {return charset ? textOf(bytes, undefined, isWhole) : undefined;}}
function find(id, kind) {const found = document.getElementById(id);
if (found instanceof kind) return found;
throw new Error(\`The page has no '\${id}'\`);}
function spot(id) {return find(id, HTMLElement);}
function make(tag, properties, ...children) {const element = document.createElement(tag);
Object.assign(element, properties);
element.append(...children);
return element;}
function named(text) {const pieces = piecesOf(text).map((piece, index) =>
index % 2 === 0 ? piece : make("span", { className: "code" }, piece));
return make("bdi", {}, ...pieces);}
function button(label, subject, onclick) {return make("button", { type: "button", ariaLabel: \`\${label} \${subject}\`, onclick }, label);}
function refill(parent, children) {const { activeElement } = document;
const had = activeElement && parent.contains(activeElement) ? activeElement.ariaLabel : null;
parent.replaceChildren(...children);
if (had === null) return;
const controls = [...parent.querySelectorAll("button, a")];
const same = controls.find(({ ariaLabel }) => ariaLabel === had) ?? controls[0];
if (same instanceof HTMLElement) same.focus();}
const notice = spot("notice");
const noticeText = spot("notice-text");
const noticeAgain = find("notice-again", HTMLButtonElement);
function complain(error, again) {notice.hidden = false;
noticeText.textContent = visibleLines(messageOf(error));
noticeAgain.hidden = again === undefined;
noticeAgain.onclick = () => {settle();
again?.();};}
function messageOf(error) {return error instanceof Error ? error.message : String(error);}
function settle() {notice.hidden = true;
noticeText.textContent = "";}
function tell(message) {spot("status").textContent = message;}
find("notice-close", HTMLButtonElement).onclick = settle;
class Refusal extends Error {constructor(status, message) {super(message);
this.status = status;}}
async function ask(path, init) {let answer;
try {answer = await fetch(here(path), init);} catch (error) {if (error instanceof DOMException && error.name === "AbortError") throw error;
throw new Error("Cannot reach the server: the connection failed");}
if (answer.ok) return answer;
throw refusalOf(answer.status, await answer.text());}
function here(path) {return new URL(path, location.origin + location.pathname).href;}
function search(path, filters, first, signal) {const query = \`firstResult=\${first}&maxResults=\${PAGE_LENGTH + 1}\`;
const headers = { "Content-Type": "application/json" };
return ask(path + query, { method: "POST", headers, body: filters, signal });}
const PAGE_LENGTH = 25;
function refusalOf(status, body) {let message;
try {({ message } = JSON.parse(body));} catch {}
return new Refusal(status, \`\${message || \`The answer is \${status}\`}\`);}
function pathOf(instanceId, name) {return here(\`process-instance/\${encodeURIComponent(instanceId)}/variables/\${encodeURIComponent(name)}\`);}
function obstacle(instanceId, name) {const segment = [instanceId, name].find((each) => each === "." || each === "..");
return segment === undefined
? ""
: \`A browser cannot send '\${segment}' in a path, so it cannot write here. Other clients can: curl --path-as-is.\`;}
function pager(prefix, show) {const back = find(\`\${prefix}-back\`, HTMLButtonElement);
const next = find(\`\${prefix}-next\`, HTMLButtonElement);
let first = 0;
const turn = (to) => {first = Math.max(to, 0);
return show();};
back.onclick = () => turn(first - PAGE_LENGTH);
next.onclick = () => turn(first + PAGE_LENGTH);
return {turn,first: () => first,fill(found) {const shown = Math.min(found, PAGE_LENGTH);
spot(\`\${prefix}-page\`).textContent = shown === 0 ? "" : \`\${first + 1} to \${first + shown}\`;
back.disabled = first === 0;
next.disabled = found <= PAGE_LENGTH;
if (found === 0 && first > 0) turn(first - PAGE_LENGTH);}};}
const idField = find("search-id", HTMLInputElement);
const nameField = find("search-name", HTMLInputElement);
const valueField = find("search-value", HTMLInputElement);
const instancePages = pager("list", showInstances);
let listing = new AbortController();
async function showInstances() {listing.abort();
listing = new AbortController();
const { signal } = listing;
try {const filters = filtersOf(idField.value, nameField.value, valueField.value);
const answer = await search("process-instance?", filters, instancePages.first(), signal);
fillList((await answer.json()).map(({ id }) => id));} catch (error) {if (!signal.aborted) complain(error, showInstances);}}
function filtersOf(id, name, value) {const filters = ['"sorting":[{"sortBy":"instanceId","sortOrder":"asc"}]'];
if (id !== "") filters.push(\`"processInstanceIds":\${JSON.stringify([id])}\`);
if (name === "" && value !== "") throw new Error("Name the variable that has the value");
if (name !== "" && value === "") {filters.push(\`"variables":[\${condition(name, "neq", JSON.stringify(\`\${Math.random()}\`))}]\`);} else if (name !== "") {const any = meanings(value).map((each) => condition(name, "eq", each));
filters.push(\`"orQueries":[{"variables":[\${any}]}]\`);}
return \`{\${filters}}\`;}
function condition(name, operator, value) {return \`{"name":\${JSON.stringify(name)},"operator":"\${operator}","value":\${value}}\`;}
function fillList(found) {const ids = found.slice(0, PAGE_LENGTH);
refill(spot("instances"),ids.map((id) => make("li", {}, linkTo(id, named(id)))));
const { value } = idField;
const empty = spot("list-empty");
empty.hidden = ids.length > 0;
if (value !== "") {empty.replaceChildren("No instance of this id is found. ",linkTo(value, "Open ", named(value))," to upload its first variable.");} else if (nameField.value !== "") empty.textContent = "No instance has such a variable.";
else
empty.textContent =
"Nothing is stored yet. Search for an id to open that instance and upload a file.";
instancePages.fill(found.length);}
function linkTo(id, ...children) {return make("a", { href: \`#\${encodeURIComponent(id)}\` }, ...children);}
find("search", HTMLFormElement).onsubmit = (event) => {event.preventDefault();
instancePages.turn(0);};
find("search", HTMLFormElement).onreset = () => setTimeout(instancePages.turn, 0, 0);
const TOO_LARGE = "It is too large to be shown. Download it.";
const MOST_TEXT_BYTES = 65_536;
const MOST_JSON_BYTES = 1_048_576;
const MOST_IMAGE_BYTES = 16_777_216;
const TEXT_TYPE = /^text\\/|json|xml|javascript|yaml/i;
const dialog = find("preview", HTMLDialogElement);
const facts = spot("preview-facts");
const content = spot("preview-content");
let previewing = new AbortController();
let imageUrl = "";
function hasBytes({ type, valueInfo }) {const format = \`\${valueInfo["serializationDataFormat"] ?? ""}\`;
return (type === "File" || type === "Bytes" || (type === "Object" && format.includes("java-serialized")));}
function setDownload(link, variable) {const isBytes = hasBytes(variable);
const name = visible(variable.name);
link.href = \`variable-instance/\${variable.id}\${isBytes ? "/data" : "?deserializeValue=false"}\`;
link.download = isBytes ? name : \`\${name}.json\`;
link.ariaLabel = \`Download \${name}\`;}
async function showPreview(variable) {previewing.abort();
previewing = new AbortController();
URL.revokeObjectURL(imageUrl);
const { signal } = previewing;
spot("preview-title").replaceChildren(named(variable.name));
setDownload(find("preview-download", HTMLAnchorElement), variable);
facts.replaceChildren();
content.textContent = "Reading …";
if (!dialog.open) dialog.showModal();
try {const shown = await (hasBytes(variable) ? readBytes : readValue)(variable, signal);
if (signal.aborted) return;
content.replaceChildren(shown);} catch (error) {if (signal.aborted) return;
content.replaceChildren(make("p", { role: "alert", className: "bad" }, messageOf(error)));}}
function fillFacts({ type, valueInfo }, answer, size) {const list = [["Type", type],...Object.entries(valueInfo).filter(([name]) => name !== "size"),["Size", size === undefined ? "" : sizeText(size)],["Version", (answer.headers.get("etag") ?? "").replaceAll('"', "")],["Changed", answer.headers.get("last-modified") ?? ""]];
const rows = list.filter(([, value]) => value !== "");
facts.replaceChildren(...rows.flatMap(([name, value]) => [make("dt", {}, named(\`\${name}\`)),make("dd", {}, named(\`\${value}\`))]));}
async function readValue(variable, signal) {const listed = Number(variable.valueInfo["size"] ?? 0);
const isLarge = listed > MOST_JSON_BYTES;
const method = isLarge ? "HEAD" : "GET";
const path = \`variable-instance/\${variable.id}?deserializeValue=false\`;
const answer = await ask(path, { method, signal });
if (isLarge) {fillFacts(variable, answer, listed);
return make("p", {}, TOO_LARGE);}
const read = parseExact(await answer.text());
const size = read.value === null ? undefined : byteLength(\`\${read.value}\`);
fillFacts(read, answer, size);
if (read.value === null) return make("p", {}, "null");
return shownText(variable, \`\${read.value}\`, true);}
async function readBytes(variable, signal) {const path = \`variable-instance/\${variable.id}/data?disposition=inline\`;
const head = await ask(path, { method: "HEAD", signal });
const size = Number(head.headers.get("content-length"));
fillFacts(variable, head, size);
if (size === 0) return make("p", {}, "It is empty.");
const type = head.headers.get("content-type") ?? "";
const headers = { "If-Match": head.headers.get("etag") ?? "*" };
const isInert = head.headers.get("content-disposition")?.startsWith("inline") === true;
if (isInert && type.startsWith("image/")) {if (size > MOST_IMAGE_BYTES) return make("p", {}, TOO_LARGE);
const blob = await (await ask(path, { headers, signal })).blob();
return shownImage(variable, blob);}
headers["Range"] = \`bytes=0-\${MOST_TEXT_BYTES - 1}\`;
const part = new Uint8Array(await (await ask(path, { headers, signal })).arrayBuffer());
const isWhole = part.length === size;
const { mimeType, encoding } = variable.valueInfo;
const charset = /charset="?([^";]+)/i.exec(\`\${mimeType}\`)?.[1] ?? \`\${encoding ?? ""}\`;
const text = textOf(part, TEXT_TYPE.test(\`\${mimeType}\`) ? charset : undefined, isWhole);
if (text === undefined) return make("p", {}, "It is neither text nor a picture.");
return shownText(variable, text, isWhole);}
function shownImage({ name }, blob) {imageUrl = URL.createObjectURL(blob);
const image = make("img", { src: imageUrl, alt: \`Picture of \${visible(name)}\` });
image.onerror = () => image.replaceWith(make("p", {}, "The browser cannot show this picture."));
return image;}
function shownText(variable, text, isWhole) {const start = text.slice(0, MOST_TEXT_BYTES);
if (!isWhole || start.length < text.length)
return shownLines(variable, visibleLines(start), false);
return shownLines(variable, visibleLines(isJson(text) ? indented(text) : text), true);}
function isJson(text) {if (!/^\\s*[[{]/.test(text)) return false;
try {JSON.parse(text);
return true;} catch {return false;}}
function shownLines({ name }, text, isWhole) {const lines = make("pre",{ tabIndex: 0, role: "region", ariaLabel: \`Content of \${visible(name)}\` },text);
return isWhole
? lines
: make("div", {}, lines, make("p", { className: "hint" }, "This is its beginning."));}
find("preview-close", HTMLButtonElement).onclick = () => dialog.close();
dialog.onclose = () => {if (dialog.open) return;
previewing.abort();
content.replaceChildren();
URL.revokeObjectURL(imageUrl);};
const CANCELLED = 0;
const sending = new Set();
async function start(upload) {const { instanceId, name, file, etag, changed } = upload;
const subject = \`'\${visible(name)}' in '\${visible(instanceId)}'\`;
const item = make("li", {});
spot("uploads").append(item);
const end = (message, isBad) => {const again = button("Look again", \`for \${subject}\`, () => {item.remove();
changed();});
const close = button("Close message", \`of \${subject}\`, () => item.remove());
const text = make("p", { role: "alert", className: isBad ? "bad" : "" }, message);
const had = item.contains(document.activeElement);
item.replaceChildren(text, make("p", { className: "actions" }, again, close));
if (had) close.focus();
tell("");};
const conflict = () =>
end(etag === undefined
? \`\${subject} exists already. It was not replaced. Look again, and choose Replace.\`
: conflictText(subject, "replaced"),true);
try {const reason = obstacle(instanceId, name);
if (reason !== "") throw new Error(reason);
const path = pathOf(instanceId, name);
let told = 0;
const stopping = new AbortController();
const progress = make("progress", { ariaLabel: \`Upload of \${subject}\` });
const figures = make("span", {});
const cancel = button("Cancel", \`upload of \${subject}\`, () => stopping.abort());
const line = make("p", { className: "actions" }, \`\${subject}: \`, figures, cancel);
item.replaceChildren(line, progress);
if (await isRefused(path, etag)) return conflict();
const status = await send(upload, path, stopping.signal, (share) => {progress.value = share;
figures.textContent =
share < 1 ? \`\${Math.floor(share * 100)} % of \${sizeText(file.size)}\` : "sent, being stored";
if (share * 4 >= told) {told = Math.floor(share * 4) + 1;
tell(\`\${subject}: \${figures.textContent}\`);}});
if (status === 412) return conflict();
if (status === CANCELLED) {const isStored = await isRefused(path, etag);
const outcome = isStored === false ? "Nothing is stored." : "Perhaps too late: look again.";
return end(\`\${subject}: Cancelled. \${outcome}\`, isStored !== false);}
await changed();
item.remove();
tell(\`\${subject} is stored.\`);} catch (error) {end(\`\${subject}: \${messageOf(error)}\`, true);}}
function conflictText(subject, verb) {return \`Somebody else has changed \${subject} since it was shown. It was not \${verb}. Look again.\`;}
async function isRefused(path, etag) {const init = etag === undefined ? {} : { headers: { "If-Match": etag } };
const answer = await fetch(path, { ...init, method: "HEAD", cache: "no-store" }).catch(() => undefined);
return answer && (etag === undefined ? answer.ok : answer.status === 412);}
function send({ type, file, etag }, path, signal, onProgress) {const form = new FormData();
form.append("valueType", type);
form.append("data", file, file.name);
const request = new XMLHttpRequest();
request.open("POST", \`\${path}/data\`);
if (etag === undefined) request.setRequestHeader("If-None-Match", "*");
else request.setRequestHeader("If-Match", etag);
return new Promise((resolve, reject) => {request.upload.onprogress = ({ loaded, total }) => onProgress(Math.min(loaded / total, 0.999));
request.upload.onload = () => onProgress(1);
request.onerror = () =>
reject(new Error("The connection failed before the server answered. Look again to see what is stored."));
request.onabort = () => resolve(CANCELLED);
request.onload = () => {const { status } = request;
if (status === 412 || (status >= 200 && status < 300)) resolve(status);
else reject(refusalOf(status, request.responseText));};
request.onloadend = () => sending.delete(request);
signal.onabort = () => request.abort();
if (signal.aborted) return resolve(CANCELLED);
sending.add(request);
request.send(form);});}
addEventListener("beforeunload", (event) => {if (sending.size > 0) event.preventDefault();});
const variablePages = pager("instance", showVariables);
const uploadForm = find("upload", HTMLFormElement);
const uploadFiles = find("upload-files", HTMLInputElement);
const uploadName = find("upload-name", HTMLInputElement);
const uploadType = find("upload-type", HTMLSelectElement);
const replacement = find("replacement", HTMLInputElement);
let shownInstance = "";
let looking = new AbortController();
const marked = new Set();
async function showInstance(instanceId) {shownInstance = instanceId;
marked.clear();
spot("instance-title").replaceChildren("Instance ", named(instanceId));
spot("rows").replaceChildren();
await variablePages.turn(0);}
async function showVariables() {looking.abort();
looking = new AbortController();
const { signal } = looking;
try {const sorting = [{ sortBy: "variableName", sortOrder: "asc" }];
const filters = JSON.stringify({ processInstanceIdIn: [shownInstance], sorting });
const path = "variable-instance?deserializeValues=false&";
const answer = await search(path, filters, variablePages.first(), signal);
const found = parseExact(await answer.text());
const shown = await Promise.all(found.slice(0, PAGE_LENGTH).map((each) => detailed(each, signal)));
if (!signal.aborted) fillRows(shown.flat(), found.length);} catch (error) {if (!signal.aborted) complain(error, showVariables);}}
async function detailed(variable, signal) {const path = \`variable-instance/\${variable.id}\${hasBytes(variable) ? "/data" : ""}\`;
try {const { headers } = await ask(path, { method: "HEAD", signal });
const size = hasBytes(variable) ? Number(headers.get("content-length")) : sizeOf(variable);
return [{ variable, etag: headers.get("etag") ?? "", size: size === undefined ? "" : sizeText(size) }];} catch (error) {if (error instanceof Refusal && error.status === 404) return [];
throw error;}}
function sizeOf({ value, valueInfo }) {if (value !== null) return byteLength(\`\${value}\`);
return valueInfo["size"] === undefined ? undefined : Number(valueInfo["size"]);}
function fillRows(shown, count) {refill(spot("rows"), shown.map(rowOf));
spot("variables").hidden = shown.length === 0;
spot("instance-empty").hidden = shown.length > 0;
variablePages.fill(count);}
function rowOf(shown) {const { variable, etag, size } = shown;
const version = etag.replaceAll('"', "");
const isMarked = marked.has(variable.id);
shown.row = make("tr",{ className: isMarked ? "marked" : "" },make("th", { scope: "row" }, named(variable.name)),make("td", {}, variable.type),make("td", {}, size),make("td", { title: version }, version.length > 12 ? \`…\${version.slice(-8)}\` : version),make("td", {}, make("div", { className: "actions" }, ...actionsOf(shown, isMarked))));
return shown.row;}
function actionsOf(shown, isMarked) {const { variable } = shown;
const { name } = variable;
const subject = visible(name);
if (isMarked) {return ["Will be deleted.",button("Undo", \`deletion of \${subject}\`, () => mark(shown, false)),button("Confirm", \`deletion of \${subject}\`, () => remove(shown))];}
const download = make("a", {}, "Download");
setDownload(download, variable);
const reading = [button("View", subject, () => showPreview(variable)), download];
const reason = obstacle(shownInstance, name);
if (reason !== "") return [...reading, make("span", { className: "hint" }, reason)];
return [...reading,button("Replace", subject, () => choose(shown)),button("Delete", subject, () => mark(shown, true))];}
function mark(shown, isMarked) {const { id, name } = shown.variable;
const { row } = shown;
if (isMarked) marked.add(id);
else marked.delete(id);
const next = rowOf(shown);
row?.replaceWith(next);
const label = isMarked ? "Undo" : "Delete";
for (const each of next.querySelectorAll("button")) if (each.textContent === label) each.focus();
tell(isMarked
? \`'\${visible(name)}' will be deleted if you confirm it.\`
: \`'\${visible(name)}' stays.\`);}
async function remove({ variable: { id, name }, etag }) {const instanceId = shownInstance;
try {settle();
await ask(pathOf(instanceId, name), { method: "DELETE", headers: { "If-Match": etag } });
tell(\`'\${visible(name)}' is deleted.\`);
marked.delete(id);
await showVariables();
if (document.activeElement === document.body) spot("instance-title").focus();} catch (error) {const isConflict = error instanceof Refusal && error.status === 412;
complain(isConflict ? conflictText(\`'\${name}'\`, "deleted") : error, () => {marked.delete(id);
showVariables();});}}
function choose({ variable: { name, type }, etag }) {const instanceId = shownInstance;
replacement.value = "";
replacement.onchange = () => {const [file] = replacement.files ?? [];
const isKind = [...uploadType.options].some(({ value }) => value === type);
const kept = isKind ? type : "File";
if (file)
start({ instanceId, name, type: kept, file, etag, changed: () => changed(instanceId) });};
replacement.click();}
function uploadAll(files) {const instanceId = shownInstance;
const given = files.length === 1 ? uploadName.value : "";
for (const file of files) {const name = given || file.name;
start({instanceId,name,type: uploadType.value,file,etag: undefined,changed: () => changed(instanceId)});}
uploadForm.reset();}
async function changed(instanceId) {if (instanceId === shownInstance) await showVariables();}
uploadForm.onsubmit = (event) => {event.preventDefault();
const files = [...(uploadFiles.files ?? [])];
if (files.length === 0) complain("Choose a file to upload");
else uploadAll(files);};
addEventListener("dragover", (event) => {event.preventDefault();
const isHere = !spot("instance").hidden;
uploadForm.classList.toggle("over", isHere);
if (event.dataTransfer) event.dataTransfer.dropEffect = isHere ? "copy" : "none";});
addEventListener("dragleave", () => uploadForm.classList.remove("over"));
addEventListener("drop", (event) => {event.preventDefault();
uploadForm.classList.remove("over");
if (spot("instance").hidden) return;
const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === "file");
if (items.some((item) => item.webkitGetAsEntry()?.isDirectory))
complain("A folder cannot be uploaded: drop the files in it");
else uploadAll([...(event.dataTransfer?.files ?? [])]);});
async function route(isFirst) {settle();
const id = wantedId();
const [shown, other] = id === "" ? ["list", "instance"] : ["instance", "list"];
spot(other).hidden = true;
spot(shown).hidden = false;
document.title = id === "" ? "varpost" : \`\${visible(id)} – varpost\`;
if (!isFirst) spot(\`\${shown}-title\`).focus();
await (id === "" ? showInstances() : showInstance(id));}
function wantedId() {try {return decodeURIComponent(location.hash.slice(1));} catch {complain("Cannot read the address: what follows '#' is no id of an instance");
return "";}}
addEventListener("hashchange", () => route(false));
route(true);
`;

/** What stands before the style, between style and script, and behind the script. */
export const PAGE_PARTS: readonly [string, string, string] = [
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>varpost</title>
`,
  `
</head>
<body>
<header><h1><a href="./#">varpost</a></h1></header>
<main>
<noscript>This page needs JavaScript.</noscript>
<div id="notice" hidden>
<p id="notice-text" role="alert"></p>
<button type="button" id="notice-again">Look again</button>
<button type="button" id="notice-close">Close message</button>
</div>
<section id="list" aria-labelledby="list-title" hidden>
<h2 id="list-title" tabindex="-1">Instances</h2>
<search aria-label="Instances"><form id="search" autocomplete="off" spellcheck="false">
<label>Instance id <input id="search-id"></label>
<label>Variable <input id="search-name"></label>
<label>Its value <input id="search-value" aria-describedby="search-hint"></label>
<button type="submit">Search</button>
<button type="reset">Show all</button>
</form></search>
<p id="search-hint" class="hint">The id and the value must be equal. 42 finds the number and the text.</p>
<ul id="instances"></ul>
<p id="list-empty" hidden></p>
<nav aria-label="Pages of instances"><button type="button" id="list-back">Previous</button>
<span id="list-page"></span> <button type="button" id="list-next">Next</button></nav>
</section>
<section id="instance" aria-labelledby="instance-title" hidden>
<h2 id="instance-title" tabindex="-1">Instance</h2>
<table id="variables" aria-labelledby="instance-title">
<thead><tr><th scope="col">Variable</th><th scope="col">Type</th><th scope="col">Size</th><th scope="col">Version</th><th scope="col">Actions</th></tr></thead>
<tbody id="rows"></tbody>
</table>
<p id="instance-empty" hidden>This instance has no variable. Upload the first one.</p>
<nav aria-label="Pages of variables"><button type="button" id="instance-back">Previous</button>
<span id="instance-page"></span> <button type="button" id="instance-next">Next</button></nav>
<form id="upload" autocomplete="off" spellcheck="false" aria-labelledby="upload-title">
<h3 id="upload-title">Upload</h3>
<label>Files <input type="file" id="upload-files" multiple></label>
<label>Name of the variable <input id="upload-name" aria-describedby="upload-hint"></label>
<label>Store as <select id="upload-type"><option>File</option><option>Bytes</option><option>String</option><option>Json</option><option>Xml</option></select></label>
<button type="submit">Upload</button>
<p id="upload-hint" class="hint">Or drop files here. Without a name, or if there are several files, a variable has the name of its file.</p>
</form>
</section>
<input type="file" id="replacement" aria-label="File to replace the variable" hidden>
</main>
<footer>
<ul id="uploads" aria-label="Uploads"></ul>
<p id="status" role="status"></p>
</footer>
<dialog id="preview" aria-labelledby="preview-title">
<h2 id="preview-title">Variable</h2>
<dl id="preview-facts"></dl>
<div id="preview-content"></div>
<p class="actions"><a id="preview-download" href="variable-instance" download>Download</a> <button type="button" id="preview-close">Close</button></p>
</dialog>
`,
  `
</body>
</html>
`,
];
