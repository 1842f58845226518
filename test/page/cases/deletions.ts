import assert from "node:assert/strict";
import type { PageCase } from "../page_case.ts";
import { fillOrder } from "./_samples.ts";

const ROWS = "document.querySelectorAll('#rows tr')";

/** Variables that are deleted, after all. */
export const DELETION_CASES: readonly PageCase[] = [
  {
    name: "a deletion can be undone until it is confirmed",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      const status = async () =>
        (await fetch(`${url}/process-instance/order-7/variables/paid`)).status;
      await tab.goto(`${url}/#order-7`);
      await tab.click("button", "Delete paid");
      await tab.until(`${ROWS}[3].className === "marked"`);
      await shot("delete");
      assert.equal(await tab.evaluate("document.activeElement.ariaLabel"), "Undo deletion of paid");
      await tab.click("button", "Undo deletion of paid");
      await tab.until(`${ROWS}[3].className === ""`);
      await shot("undone");
      assert.equal(await tab.evaluate("document.activeElement.ariaLabel"), "Delete paid");
      await tab.click("button", "Delete paid");
      await tab.goto(`${url}/#order-7`);
      await tab.until(`${ROWS}.length === 6`);
      assert.equal(await tab.evaluate("document.querySelector('.marked')"), null);
      assert.equal(await status(), 200);
      await tab.click("button", "Delete paid");
      await tab.click("button", "Confirm deletion of paid");
      await tab.until(`${ROWS}.length === 5`);
      assert.equal(await status(), 404);
      assert.equal(await tab.evaluate("document.activeElement === document.body"), false);
    },
  },
  {
    name: "a deletion is marked and undone where a click gives no focus, as in Safari",
    run: async ({ tab, url, variables }) => {
      await fillOrder(variables);
      const click = (label: string) =>
        tab.evaluate(`document.activeElement.blur();
          document.querySelector('[aria-label="${label}"]').click()`);
      await tab.goto(`${url}/#order-7`);
      await tab.until(`${ROWS}.length === 6`);
      await click("Delete paid");
      await tab.until(`${ROWS}[3].className === "marked"`);
      await click("Undo deletion of paid");
      await tab.until(`${ROWS}[3].className === ""`);
      await click("Delete paid");
      await click("Confirm deletion of paid");
      await tab.until(`${ROWS}.length === 5`);
    },
  },
  {
    name: "a deletion is refused if somebody else has written",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      await tab.goto(`${url}/#order-7`);
      await tab.click("button", "Delete paid");
      await variables.set("order-7", "paid", { value: true });
      await tab.click("button", "Confirm deletion of paid");
      await tab.until(
        "document.querySelector('#notice-text').textContent.includes('Somebody else has changed')",
      );
      await shot("delete_conflict");
      await tab.click("#notice-again");
      await tab.until(
        `${ROWS}[3].className === "" && ${ROWS}[3].cells[2].textContent === "4 bytes"`,
      );
      assert.deepEqual((await variables.get("order-7", "paid")).value, true);
    },
  },
];
