import { find, make, named, refill, spot } from "./elements.js";
import { complain } from "./notices.js";
import { pager } from "./pager.js";
import { PAGE_LENGTH, search } from "./requests.js";
import { meanings } from "./text.js";

const idField = find("search-id", HTMLInputElement);
const nameField = find("search-name", HTMLInputElement);
const valueField = find("search-value", HTMLInputElement);
const instancePages = pager("list", showInstances);

let listing = new AbortController();

/** Shows the instances that are searched for, from the page on that was shown last. */
export async function showInstances() {
  listing.abort();
  listing = new AbortController();
  const { signal } = listing;
  try {
    const filters = filtersOf(idField.value, nameField.value, valueField.value);
    const answer = await search("process-instance?", filters, instancePages.first(), signal);
    fillList((await answer.json()).map((/** @type {{ id: string }} */ { id }) => id));
  } catch (error) {
    if (!signal.aborted) complain(error, showInstances);
  }
}

/**
 * Makes a query. The values are written into the JSON as they were typed, so no digit is lost.
 *
 * @param {string} id
 * @param {string} name
 * @param {string} value
 */
function filtersOf(id, name, value) {
  const filters = ['"sorting":[{"sortBy":"instanceId","sortOrder":"asc"}]'];
  if (id !== "") filters.push(`"processInstanceIds":${JSON.stringify([id])}`);
  if (name === "" && value !== "") throw new Error("Name the variable that has the value");
  if (name !== "" && value === "") {
    // Every value differs from this one, null too.
    filters.push(`"variables":[${condition(name, "neq", JSON.stringify(`${Math.random()}`))}]`);
  } else if (name !== "") {
    const any = meanings(value).map((each) => condition(name, "eq", each));
    filters.push(`"orQueries":[{"variables":[${any}]}]`);
  }
  return `{${filters}}`;
}

/**
 * @param {string} name
 * @param {string} operator
 * @param {string} value JSON.
 */
function condition(name, operator, value) {
  return `{"name":${JSON.stringify(name)},"operator":"${operator}","value":${value}}`;
}

/** @param {readonly string[]} found */
function fillList(found) {
  const ids = found.slice(0, PAGE_LENGTH);
  refill(
    spot("instances"),
    ids.map((id) => make("li", {}, linkTo(id, named(id)))),
  );
  const { value } = idField;
  const empty = spot("list-empty");
  empty.hidden = ids.length > 0;
  if (value !== "") {
    empty.replaceChildren(
      "No instance of this id is found. ",
      linkTo(value, "Open ", named(value)),
      " to upload its first variable.",
    );
  } else if (nameField.value !== "") empty.textContent = "No instance has such a variable.";
  else
    empty.textContent =
      "Nothing is stored yet. Search for an id to open that instance and upload a file.";
  instancePages.fill(found.length);
}

/**
 * @param {string} id
 * @param {...(Node | string)} children
 */
function linkTo(id, ...children) {
  return make("a", { href: `#${encodeURIComponent(id)}` }, ...children);
}

find("search", HTMLFormElement).onsubmit = (event) => {
  event.preventDefault();
  instancePages.turn(0);
};
find("search", HTMLFormElement).onreset = () => setTimeout(instancePages.turn, 0, 0);
