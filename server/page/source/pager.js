import { find, spot } from "./elements.js";
import { PAGE_LENGTH } from "./requests.js";

/**
 * The two buttons below a list.
 *
 * @param {string} prefix Of their ids.
 * @param {() => Promise<void>} show Reads the list again.
 */
export function pager(prefix, show) {
  const back = find(`${prefix}-back`, HTMLButtonElement);
  const next = find(`${prefix}-next`, HTMLButtonElement);
  let first = 0;
  const turn = (/** @type {number} */ to) => {
    first = Math.max(to, 0);
    return show();
  };
  back.onclick = () => turn(first - PAGE_LENGTH);
  next.onclick = () => turn(first + PAGE_LENGTH);
  return {
    turn,
    first: () => first,
    /**
     * @param {number} found One more than a page has, if there are further ones.
     */
    fill(found) {
      const shown = Math.min(found, PAGE_LENGTH);
      spot(`${prefix}-page`).textContent = shown === 0 ? "" : `${first + 1} to ${first + shown}`;
      back.disabled = first === 0;
      next.disabled = found <= PAGE_LENGTH;
      // The last one of the last page has gone.
      if (found === 0 && first > 0) turn(first - PAGE_LENGTH);
    },
  };
}
