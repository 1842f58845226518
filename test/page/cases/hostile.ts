import assert from "node:assert/strict";
import type { PageCase } from "../page_case.ts";

const BREAK = "broken=1;alert(1)";

/** Names that try to be something else than names. */
const NAMES: readonly string[] = [
  `<script>${BREAK}</script>`,
  `<img src=x onerror=${BREAK}>`,
  `"><svg onload=${BREAK}>`,
  `' onmouseover='${BREAK}`,
  `" autofocus onfocus="${BREAK}`,
  `</title></style></textarea><script>${BREAK}</script>`,
  `<!--`,
  `]]>`,
  `javascript:${BREAK}`,
  `data:text/html,<script>${BREAK}</script>`,
  `{{constructor.constructor('${BREAK}')()}}`,
  `\${${BREAK}}`,
  "`",
  "&lt;script&gt;",
  "&#x202e;",
  "\u202Efdp.exe",
  "\u2066a\u2069\u200F",
  "a\u200Bb",
  "a\u00ADb",
  "\uFEFFbom",
  "\u0301\u0301combining",
  "a\u034F\u3164\u2800",
  "\u{E0041}\u{E0042}",
  "  blanks at the ends  ",
  "line\nbreak\ttab",
  "\u0001\u001B[31m",
  "𝄞".repeat(255),
  "W".repeat(255),
  "..",
  ".",
  "...",
  "../../version",
  "%2e%2e",
  "%2F",
  "%00",
  "%",
  "/",
  "//evil.example/",
  "\\",
  "\\\\evil.example\\",
  "a;b=c",
  "?",
  "a?disposition=inline",
  "#",
  "#fragment",
  "a/b/c",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "null",
  ",",
  "*",
  "שלום",
  "e\u0301",
];

/** What a browser cannot send in a path. */
const UNSENDABLE = ["..", "."];

/** Instances, variables, files and contents that are made to break out of the page. */
export const HOSTILE_CASES: readonly PageCase[] = [
  {
    name: "hostile names of instances are shown, opened, and are nothing but names",
    run: async ({ tab, url, variables, note, shot }) => {
      for (const id of NAMES) await variables.set(id, "v", { value: id });
      for (const id of NAMES) {
        await tab.goto(url);
        await tab.fill("search-id", id);
        // A field of one line holds no line ends: such an id is opened by its address.
        const isTyped = (await tab.evaluate("document.querySelector('#search-id').value")) === id;
        if (isTyped) {
          await tab.click("#search button", "Search");
          await tab.until("document.querySelectorAll('#instances a').length === 1");
          await tab.click("#instances a");
        } else await tab.goto(`${url}/#${encodeURIComponent(id)}`);
        await tab.click("button", "View v");
        await tab.until("document.querySelector('#preview pre')");
        assert.equal(
          await tab.evaluate("document.querySelector('#preview pre').textContent"),
          shown(id),
          id,
        );
        assert.equal(await tab.evaluate("decodeURIComponent(location.hash.slice(1))"), id);
        assert.deepEqual(await tab.evaluate("violations"), [], id);
        await tab.press("Escape");
      }
      await shot("hostile_instance");
      note(
        `${NAMES.length} names: ${NAMES.map((each) => shown(each.slice(0, 60), true)).join("   ")}`,
      );
    },
  },
  {
    name: "hostile names of variables are shown, and the right variable is replaced and deleted",
    run: async ({ tab, url, variables, file, shot }) => {
      const writable = NAMES.filter((name) => !UNSENDABLE.includes(name));
      const replacement = await file("new.txt", "new");
      for (const name of writable) {
        // What a path that is read otherwise would hit.
        for (const other of ["v", "variables", "data", "version"])
          await variables.set("i", other, { value: "other" });
        await variables.set("i", name, { value: name });
        await tab.goto(`${url}/#i`);
        tab.choose(replacement);
        const row = `[...document.querySelectorAll('#rows tr')].find((row) => row.querySelector('th').textContent === ${JSON.stringify(marked(name))})`;
        await tab.until(row);
        const label = (action: string) => `${action} ${shown(name, true)}`;
        await tab.click("button", label("Replace"));
        await tab.until("document.querySelector('#status').textContent.endsWith('is stored.')");
        assert.equal((await variables.get("i", name)).value, "new");
        await tab.click("button", label("Delete"));
        await tab.click("button", label("Confirm deletion of"));
        await tab.until("document.querySelectorAll('#rows tr').length === 4");
        assert.deepEqual(await tab.evaluate("violations"), [], name);
      }
      for (const name of NAMES) await variables.set("j", name, { value: name });
      await tab.goto(`${url}/#j`);
      await tab.until("document.querySelectorAll('#rows tr').length === 25");
      await tab.resize(900, 2_400);
      await shot("hostile_variables");
      await tab.resize(320, 2_400);
      assert.equal(
        await tab.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        ),
        0,
      );
    },
  },
  {
    name: "'.' and '..' are read, and told to be out of reach of writes",
    run: async ({ tab, url, variables, file, shot }) => {
      await variables.set("i", "..", { value: "dots" });
      await variables.set("i", "variables", { value: "other" });
      await variables.set("..", "v", { value: "dots" });
      await tab.goto(`${url}/#i`);
      await tab.click("button", "View ..");
      await tab.until("document.querySelector('#preview pre')?.textContent === 'dots'");
      await tab.press("Escape");
      const text = await tab.evaluate("document.querySelector('#rows tr').textContent");
      assert.match(String(text), /A browser cannot send '\.\.'/);
      await shot("unsendable");
      await tab.fill("upload-name", ".");
      await tab.setFiles("upload-files", await file("a.txt", "a"));
      await tab.click("#upload button", "Upload");
      await tab.until(
        "document.querySelector('#uploads [role=alert]')?.textContent.includes(\"cannot send '.'\")",
      );
      await tab.goto(`${url}/#..`);
      await tab.until("document.querySelectorAll('#rows tr').length === 1");
      assert.equal(await tab.evaluate("document.querySelectorAll('#rows button').length"), 1);
      const kept = await Promise.all(
        [
          ["i", ".."],
          ["i", "variables"],
          ["..", "v"],
        ].map(async ([id = "", name = ""]) => (await variables.get(id, name)).value),
      );
      assert.deepEqual(kept, ["dots", "other", "dots"]);
    },
  },
  {
    name: "hostile files and contents are text, and nothing else",
    run: async ({ tab, url, variables, storage, note }) => {
      const types = [
        "text/html",
        "image/svg+xml",
        "text/xml",
        "application/xhtml+xml",
        "text/javascript",
        "image/png",
        "text/plain",
        "multipart/x-mixed-replace",
        "text/html; charset=utf-7",
        "javascript:alert(1)",
      ];
      const content = `<html xmlns="http://www.w3.org/1999/xhtml"><script>${BREAK}</script><img src="x" onerror="${BREAK}"/></html>`;
      for (const [index, type] of types.entries()) {
        const valueInfo = { filename: `${NAMES[index]}.html`, mimeType: type };
        const bytes = Buffer.from(content);
        // A form could not have all of these types.
        await storage.apply("i", [
          { op: "put", name: `file ${index}`, type: "File", valueInfo, content: bytes },
        ]);
      }
      await variables.set("i", "string", { value: content });
      await variables.set("i", "json", {
        type: "Json",
        value: JSON.stringify({ [content]: content, "\u202e": "\u0007" }),
      });
      await tab.goto(`${url}/#i`);
      for (const name of [...types.keys()]
        .map((index) => `file ${index}`)
        .concat("string", "json")) {
        await tab.click("button", `View ${name}`);
        await tab.until("document.querySelector('#preview-content :is(pre, p)')");
        assert.equal(await tab.evaluate("document.querySelectorAll('script').length"), 1);
        assert.equal(
          await tab.evaluate(
            "document.querySelectorAll('#preview-content :is(script, svg, iframe, object)').length",
          ),
          0,
        );
        await tab.press("Escape");
      }
      note(`types: ${types.join(", ")}`);
    },
  },
  {
    name: "a text of brackets is shown, and is not blown up",
    run: async ({ tab, url, variables }) => {
      const depth = 32_000;
      await variables.set("i", "deep", { value: "[".repeat(depth) + "]".repeat(depth) });
      await tab.goto(`${url}/#i`);
      await tab.click("button", "View deep");
      await tab.until("document.querySelector('#preview pre')");
      const length = Number(
        await tab.evaluate("document.querySelector('#preview pre').textContent.length"),
      );
      assert.ok(length < 4_000_000, `${length}`);
    },
  },
  {
    name: "a hostile address opens no more than a name",
    run: async ({ tab, url }) => {
      for (const hash of [
        "%",
        "%ff",
        `<img src=x onerror=${BREAK}>`,
        `javascript:${BREAK}`,
        "//evil.example",
        "a%00b",
        "x".repeat(5_000),
      ]) {
        await tab.goto(`${url}/#${hash}`);
        await tab.until(
          "document.querySelector('h2:not([hidden])') && (document.querySelector('#instance-empty').checkVisibility() || !document.querySelector('#notice').hidden)",
        );
        assert.deepEqual(await tab.evaluate("violations"), [], hash);
      }
    },
  },
];

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]/gu;

/** How the page shows a text that holds what is not seen. */
function shown(text: string, isOneLine = false): string {
  return text.replace(UNSEEN, (character) => {
    if (!isOneLine && /[\n\r\t]/.test(character)) return character;
    return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

function marked(name: string): string {
  return shown(name, true);
}
