import assert from "node:assert/strict";
import type { PageCase } from "../page_case.ts";
import { fillOrder } from "./_samples.ts";

const EMPTY = "document.querySelector('#instance-empty').checkVisibility()";
const ITEM = "document.querySelector('#uploads li')";

/** Files that become variables, and what may be in their way. */
export const UPLOAD_CASES: readonly PageCase[] = [
  {
    name: "a chosen file is stored with name and type",
    run: async ({ tab, url, variables, file }) => {
      await tab.goto(`${url}/#order-7`);
      await tab.until(EMPTY);
      await tab.setFiles("upload-files", await file("scan 1.txt", "hello"));
      await tab.click("#upload button", "Upload");
      await tab.click("button", "View scan 1.txt");
      await tab.until("document.querySelector('#preview pre')?.textContent === 'hello'");
      await tab.press("Escape");
      const { record } = await variables.open("order-7", "scan 1.txt").then(async (open) => {
        await open.close();
        return open;
      });
      assert.deepEqual(record.valueInfo, { filename: "scan 1.txt", mimeType: "text/plain" });
      await tab.fill("upload-name", "note");
      await tab.evaluate("document.querySelector('#upload-type').value = 'String'");
      await tab.setFiles("upload-files", await file("note.txt", "Grüße"));
      await tab.click("#upload button", "Upload");
      await tab.until("document.querySelectorAll('#rows tr').length === 2");
      const read = await fetch(`${url}/process-instance/order-7/variables/note`);
      assert.equal(await read.text(), '{"type":"String","value":"Grüße","valueInfo":{}}');
    },
  },
  {
    name: "dropped files are stored, each under its name",
    run: async ({ tab, url, file, shot }) => {
      await tab.goto(`${url}/#order-7`);
      await tab.until(EMPTY);
      await tab.drop(await file("a.txt", "a"), await file("b.txt", "b"));
      await tab.until("document.querySelectorAll('#rows tr').length === 2");
      await shot("dropped");
    },
  },
  {
    name: "an upload shows how far it is, and is cancelled without a trace",
    run: async ({ tab, url, file, shot }) => {
      await tab.setDark(true);
      await tab.resize(820, 440);
      await tab.goto(`${url}/#order-7`);
      await tab.setFiles("upload-files", await file("film.mp4", Buffer.alloc(4_000_000)));
      await tab.until(EMPTY);
      await tab.throttle(100_000);
      await tab.click("#upload button", "Upload");
      await tab.until("document.querySelector('#uploads progress')?.position > 0.1");
      await shot("upload");
      const told = await tab.evaluate("document.querySelector('#status').textContent");
      assert.match(String(told), /^'film.mp4' in 'order-7': \d+ % of 3.8 MiB$/);
      await tab.click("#uploads button", "Cancel upload of 'film.mp4' in 'order-7'");
      await tab.until(`${ITEM}.textContent.includes("Cancelled. Nothing is stored.")`);
      await tab.throttle(0);
      await shot("cancelled");
      const read = await fetch(`${url}/process-instance/order-7/variables/film.mp4`);
      assert.equal(read.status, 404);
    },
  },
  {
    name: "an upload does not replace what exists",
    run: async ({ tab, url, variables, file }) => {
      await fillOrder(variables);
      await tab.goto(`${url}/#order-7`);
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await tab.setFiles("upload-files", await file("total", "1"));
      await tab.click("#upload button", "Upload");
      await tab.until(`${ITEM}?.textContent.includes("exists already")`);
      const read = await fetch(`${url}/process-instance/order-7/variables/total`);
      assert.match(await read.text(), /^\{"type":"Long"/);
      await tab.click("#uploads button", "Close message of 'total' in 'order-7'");
      await tab.until(`${ITEM} === null`);
    },
  },
  {
    name: "a replacement is refused if somebody else has written, and done after another look",
    run: async ({ tab, url, variables, file, shot }) => {
      await fillOrder(variables);
      await tab.goto(`${url}/#order-7`);
      tab.choose(await file("new.txt", "new terms"));
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await variables.set("order-7", "terms.txt", { value: "theirs" });
      await tab.click("button", "Replace terms.txt");
      await tab.until(`${ITEM}?.textContent.includes("Somebody else has changed")`);
      await shot("conflict");
      const read = async () => (await variables.get("order-7", "terms.txt")).value;
      assert.equal(await read(), "theirs");
      await tab.click("#uploads button", "Look again for 'terms.txt' in 'order-7'");
      await tab.until("document.querySelectorAll('#rows tr')[4].cells[1].textContent === 'String'");
      await tab.click("button", "Replace terms.txt");
      await tab.until("document.querySelector('#status').textContent.endsWith('is stored.')");
      assert.equal(await read(), "new terms");
    },
  },
  {
    name: "a refusal of the server is told",
    run: async ({ tab, url, file, shot }) => {
      await tab.goto(`${url}/#order-7`);
      await tab.until(EMPTY);
      await tab.evaluate("document.querySelector('#upload-type').value = 'Json'");
      await tab.setFiles("upload-files", await file("broken.json", "{nonsense"));
      await tab.click("#upload button", "Upload");
      await tab.until(`${ITEM}?.querySelector("[role=alert]")`);
      await shot("error");
      assert.match(String(await tab.evaluate(`${ITEM}.textContent`)), /JSON/);
    },
  },
  {
    name: "what is too large is told, and nothing of it is stored",
    limits: { maxValueBytes: 1_000_000 },
    run: async ({ tab, url, file }) => {
      await tab.goto(`${url}/#order-7`);
      await tab.until(EMPTY);
      for (const [name, size] of [
        ["film.mp4", 5_000_000],
        ["long film.mp4", 300_000_000],
      ] as const) {
        await tab.setFiles("upload-files", await file(name, Buffer.alloc(size)));
        await tab.click("#upload button", "Upload");
        await tab.until(`${ITEM}?.querySelector("[role=alert]")`);
        const told = String(await tab.evaluate(`${ITEM}.textContent`));
        // A browser that is still sending may get the end of the connection instead of the answer.
        assert.match(
          told,
          size < 64_000_000 ? /'max(?:Value|Total)Bytes'/ : /'maxTotalBytes'|connection failed/,
        );
        await tab.click("#uploads button", `Close message of '${name}' in 'order-7'`);
      }
      assert.equal(
        await fetch(`${url}/process-instance/count`).then((read) => read.text()),
        '{"count":0}',
      );
    },
  },
  {
    name: "a server that is not there is told, and looked for again",
    run: async ({ tab, url, variables, shot }) => {
      await fillOrder(variables);
      await tab.goto(`${url}/#order-7`);
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await tab.send("Network.emulateNetworkConditions", {
        offline: true,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      });
      await tab.evaluate("location.hash = ''");
      await tab.until(
        "document.querySelector('#notice-text').textContent.startsWith('Cannot reach the server')",
      );
      await shot("unreachable");
      await tab.throttle(0);
      await tab.click("#notice-again");
      await tab.until("document.querySelectorAll('#instances a').length === 1");
      assert.equal(await tab.evaluate("document.querySelector('#notice').hidden"), true);
    },
  },
];
