import assert from "node:assert/strict";
import type { PageCase } from "../page_case.ts";
import { fillOrder, setFile } from "./_samples.ts";

const PRE = "document.querySelector('#preview pre')?.textContent";
const FACTS =
  "Object.fromEntries([...document.querySelectorAll('#preview dt')].map((each) => [each.textContent, each.nextSibling.textContent]))";

/** What a variable holds. */
export const PREVIEW_CASES: readonly PageCase[] = [
  {
    name: "texts, numbers and JSON are shown to the last digit",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      await variables.set("order-7", "nothing", { value: null });
      await variables.set("order-7", "long text", { value: "ä".repeat(100_000) });
      await variables.set("order-7", "huge text", { value: "a".repeat(2_000_000) });
      await tab.goto(`${url}/#order-7`);
      const view = async (name: string, condition: string) => {
        await tab.click("button", `View ${name}`);
        await tab.until(condition);
      };
      await view("total", `${PRE} === "9007199254740993"`);
      const facts = await tab.evaluate(FACTS);
      assert.ok(typeof facts === "object" && facts !== null);
      assert.deepEqual(Object.keys(facts), ["Type", "Size", "Version", "Changed"]);
      await tab.click("#preview-close");
      await view("customer", `${PRE} === "Ada Lovelace"`);
      await tab.press("Escape");
      await view("nothing", "document.querySelector('#preview-content').textContent === 'null'");
      await tab.press("Escape");
      await view("lines", `${PRE}?.includes('"price": 1250.00')`);
      await shot("preview_json");
      await tab.press("Escape");
      await view("long text", `${PRE}?.length === 65536`);
      await tab.press("Escape");
      await view(
        "huge text",
        "document.querySelector('#preview-content').textContent.includes('too large')",
      );
    },
  },
  {
    name: "pictures, texts and bytes are shown, and what a browser executes is not",
    run: async ({ tab, url, variables, storage, shot }) => {
      await fillOrder(variables);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>broken = 1</script></svg>`;
      const html = "<script>broken = 1</script><b>bold</b>";
      await setFile(variables, "order-7", "a.svg", "image/svg+xml", svg);
      await setFile(variables, "order-7", "a.html", "text/html", html);
      await setFile(variables, "order-7", "no.png", "image/png", html);
      const latin = { filename: "latin.txt", mimeType: "text/plain", encoding: "latin1" };
      const content = Buffer.from("caf\xe9", "latin1");
      await storage.apply("order-7", [
        { op: "put", name: "latin.txt", type: "File", valueInfo: latin, content },
      ]);
      await setFile(variables, "order-7", "empty", "text/plain", "");
      await variables.set("order-7", "bytes", { content: Uint8Array.of(0, 255, 16) });
      await variables.set("order-7", "large", { content: Buffer.alloc(3_000_000, "line\n") });
      await tab.goto(`${url}/#order-7`);
      const view = async (name: string, condition: string) => {
        await tab.click("button", `View ${name}`);
        await tab.until(condition);
      };
      await view("label.png", "document.querySelector('#preview img')?.naturalWidth === 240");
      await shot("preview_picture");
      await tab.press("Escape");
      await view("terms.txt", `${PRE}?.startsWith("Delivery within")`);
      await shot("preview_text");
      await tab.press("Escape");
      await view("a.svg", `${PRE} === ${JSON.stringify(svg)}`);
      await tab.press("Escape");
      await view("a.html", `${PRE} === ${JSON.stringify(html)}`);
      await tab.press("Escape");
      await view(
        "no.png",
        "document.querySelector('#preview-content').textContent.includes('cannot show')",
      );
      await tab.press("Escape");
      await view("latin.txt", `${PRE} === "café"`);
      await tab.press("Escape");
      await view(
        "empty",
        "document.querySelector('#preview-content').textContent === 'It is empty.'",
      );
      await tab.press("Escape");
      await view(
        "bytes",
        "document.querySelector('#preview-content').textContent.startsWith('It is neither')",
      );
      await tab.press("Escape");
      await view("large", `${PRE}?.length === 65536`);
    },
  },
  {
    name: "downloads are what is stored, by names that no path changes",
    run: async ({ tab, url, variables }) => {
      await setFile(variables, "..", "..", "text/plain", "dots");
      await variables.set("..", "a/b?c#d", { value: 7 });
      await tab.goto(`${url}/#..`);
      await tab.until("document.querySelectorAll('#rows a').length === 2");
      const read = `Promise.all([...document.querySelectorAll('#rows a')].map(async ({ href }) => await (await fetch(href)).text()))`;
      const found = await tab.evaluate(read);
      assert.ok(Array.isArray(found));
      assert.equal(found[0], "dots");
      assert.equal(JSON.parse(found[1]).value, 7);
    },
  },
];
