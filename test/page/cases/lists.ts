import assert from "node:assert/strict";
import type { PageCase } from "../page_case.ts";
import { fillOrder, picture } from "./_samples.ts";

const IDS = "[...document.querySelectorAll('#instances a')].map((each) => each.textContent)";
const NAMES = "[...document.querySelectorAll('#rows th')].map((each) => each.textContent)";

/** What is in the store, page by page, and found by ids and variables. */
export const LIST_CASES: readonly PageCase[] = [
  {
    name: "an empty store says how to begin",
    run: async ({ tab, url, shot }) => {
      await tab.goto(url);
      await tab.until(
        "document.querySelector('#list-empty').textContent.includes('Nothing is stored yet')",
      );
      await shot("empty");
      await tab.click("#search-id");
      await tab.type("order-1");
      await tab.press("Enter");
      await tab.click("#list-empty a");
      await tab.until("document.querySelector('#instance-empty').checkVisibility()");
      assert.equal(await tab.evaluate("document.title"), "order-1 – varpost");
    },
  },
  {
    name: "instances come in pages",
    run: async ({ tab, url, variables, shot }) => {
      for (let index = 0; index < 60; index++) {
        await variables.set(`order-${String(index).padStart(2, "0")}`, "n", { value: index });
      }
      await tab.goto(url);
      await tab.until(`${IDS}.length === 25`);
      await shot("list");
      await tab.click("#list-next");
      await tab.until(`${IDS}[0] === "order-25"`);
      await tab.click("#list-next");
      await tab.until(`${IDS}.length === 10`);
      assert.equal(await tab.evaluate("document.querySelector('#list-next').disabled"), true);
      await tab.click("#list-back");
      await tab.until(`${IDS}[0] === "order-25"`);
      assert.equal(
        await tab.evaluate("document.querySelector('#list-page').textContent"),
        "26 to 50",
      );
    },
  },
  {
    name: "instances are found by id, by variable and by value",
    run: async ({ tab, url, variables }) => {
      await fillOrder(variables);
      await variables.set("order-8", "total", { type: "Long", value: 9_007_199_254_740_992n });
      await variables.set("order-9", "total", { value: "9007199254740993" });
      await variables.set("order-9", "note", { value: null });
      await tab.goto(url);
      await tab.until(`${IDS}.length === 3`);
      for (const [id, name, value, found] of [
        ["order-8", "", "", ["order-8"]],
        ["nothing", "", "", []],
        ["", "note", "", ["order-9"]],
        ["", "total", "", ["order-7", "order-8", "order-9"]],
        ["", "total", "9007199254740993", ["order-7", "order-9"]],
        ["order-7", "total", "9007199254740993", ["order-7"]],
        ["", "paid", "false", ["order-7"]],
        ["", "customer", "Ada Lovelace", ["order-7"]],
        ["", "note", "null", ["order-9"]],
      ] as const) {
        await tab.fill("search-id", id);
        await tab.fill("search-name", name);
        await tab.fill("search-value", value);
        await tab.click("#search button", "Search");
        await tab.until(`JSON.stringify(${IDS}) === ${JSON.stringify(JSON.stringify(found))}`);
      }
      await tab.fill("search-name", "");
      await tab.click("#search button", "Search");
      await tab.until(
        "document.querySelector('#notice-text').textContent.startsWith('Name the variable')",
      );
      await tab.click("#search button", "Show all");
      await tab.until(`${IDS}.length === 3`);
    },
  },
  {
    name: "variables come in pages, with type, size and version",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      for (let index = 0; index < 30; index++) {
        await variables.set("order-8", `v${String(index).padStart(2, "0")}`, { value: index });
      }
      await tab.goto(url);
      await tab.click("#instances a", "order-7");
      await tab.until(`${NAMES}.length === 6`);
      await tab.resize(800, 410);
      await shot("variables");
      await tab.resize(900, 700);
      const cells = await tab.evaluate(
        "[...document.querySelectorAll('#rows tr')].map((row) => [...row.cells].slice(0, 3).map((each) => each.textContent))",
      );
      assert.deepEqual(cells, [
        ["customer", "String", "12 bytes"],
        ["label.png", "File", `${picture().length} bytes`],
        ["lines", "Json", "100 bytes"],
        ["paid", "Boolean", "5 bytes"],
        ["terms.txt", "File", "46 bytes"],
        ["total", "Long", "16 bytes"],
      ]);
      const etags = await Promise.all(
        ["customer", "total"].map(async (name) => {
          const path = `${url}/process-instance/order-7/variables/${name}`;
          return (await fetch(path, { method: "HEAD" })).headers.get("etag")?.replaceAll('"', "");
        }),
      );
      const versions =
        "[0, 5].map((row) => document.querySelectorAll('#rows tr')[row].cells[3].title)";
      assert.deepEqual(await tab.evaluate(versions), etags);
      await tab.evaluate("history.back()");
      await tab.click("#instances a", "order-8");
      await tab.until(`${NAMES}.length === 25`);
      await tab.click("#instance-next");
      await tab.until(`${NAMES}[0] === "v25" && ${NAMES}.length === 5`);
    },
  },
  {
    name: "dark and narrow screens have all of it",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      await tab.setDark(true);
      await tab.goto(`${url}/#order-7`);
      await tab.until(`${NAMES}.length === 6`);
      await shot("dark");
      const back = await tab.evaluate("getComputedStyle(document.body).backgroundColor");
      assert.equal(back, "rgb(20, 24, 29)");
      await tab.resize(320, 800);
      await shot("narrow");
      await tab.click("button", "View lines");
      await tab.until("document.querySelector('#preview pre')");
      await shot("narrow_preview");
      assert.equal(
        await tab.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        ),
        0,
      );
      await tab.press("Escape");
      await tab.goto(url);
      await tab.until(`${IDS}.length === 1`);
      await shot("narrow_list");
      assert.equal(
        await tab.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        ),
        0,
      );
    },
  },
];
