import { piecesOf } from "./text.js";

/**
 * An element of the page.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
export function find(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no '${id}'`);
}

/**
 * An element of which it does not matter what it is.
 *
 * @param {string} id
 */
export function spot(id) {
  return find(id, HTMLElement);
}

/**
 * Makes an element. Texts become text nodes: nothing that comes from the store is ever parsed.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Partial<HTMLElementTagNameMap[K]>} properties
 * @param {...(Node | string)} children
 */
export function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

/**
 * A text of the store, kept apart from what stands beside it, with numbers for what is not seen.
 *
 * @param {string} text
 */
export function named(text) {
  const pieces = piecesOf(text).map((piece, index) =>
    index % 2 === 0 ? piece : make("span", { className: "code" }, piece),
  );
  return make("bdi", {}, ...pieces);
}

/**
 * A button. Its name for screen readers says on what it acts.
 *
 * @param {string} label
 * @param {string} subject
 * @param {() => void} onclick
 */
export function button(label, subject, onclick) {
  return make("button", { type: "button", ariaLabel: `${label} ${subject}`, onclick }, label);
}

/**
 * Puts children in place of those that there are, and the focus back on the control of the same name.
 *
 * @param {HTMLElement} parent
 * @param {readonly Node[]} children
 */
export function refill(parent, children) {
  const { activeElement } = document;
  const had = activeElement && parent.contains(activeElement) ? activeElement.ariaLabel : null;
  parent.replaceChildren(...children);
  if (had === null) return;
  const controls = [...parent.querySelectorAll("button, a")];
  const same = controls.find(({ ariaLabel }) => ariaLabel === had) ?? controls[0];
  if (same instanceof HTMLElement) same.focus();
}
