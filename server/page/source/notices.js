import { find, spot } from "./elements.js";
import { visibleLines } from "./text.js";

const notice = spot("notice");
const noticeText = spot("notice-text");
const noticeAgain = find("notice-again", HTMLButtonElement);

/**
 * Tells what has gone wrong.
 *
 * @param {unknown} error
 * @param {() => void} [again] Looks again; shown as a button.
 */
export function complain(error, again) {
  notice.hidden = false;
  noticeText.textContent = visibleLines(messageOf(error));
  noticeAgain.hidden = again === undefined;
  noticeAgain.onclick = () => {
    settle();
    again?.();
  };
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Takes the message away. */
export function settle() {
  notice.hidden = true;
  noticeText.textContent = "";
}

/**
 * Tells what has been done.
 *
 * @param {string} message
 */
export function tell(message) {
  spot("status").textContent = message;
}

find("notice-close", HTMLButtonElement).onclick = settle;
