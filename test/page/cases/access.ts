import assert from "node:assert/strict";
import type { Authorize } from "../../../server/mod.ts";
import type { PageCase } from "../page_case.ts";
import { fillOrder } from "./_samples.ts";

const ITEM = "document.querySelector('#uploads li')";

/** Anna may write, Ray may read, and both have the same password. */
const authorize: Authorize = ({ header, kind }) => {
  const [, credentials = ""] = /^Basic (.*)$/.exec(header("authorization") ?? "") ?? [];
  const [user, password] = Buffer.from(credentials, "base64").toString().split(":");
  if (password !== "secret") {
    return { allow: false, headers: { "WWW-Authenticate": 'Basic realm="varpost"' } };
  }
  if (user === "anna" || kind === "read") return { allow: true, user };
  return { allow: false, status: 403, message: "Cannot write: you may only read" };
};

/** The page on a server that is closed. */
export const ACCESS_CASES: readonly PageCase[] = [
  {
    name: "a user enters by the browser's own dialog, and reads and writes",
    options: { authorize },
    run: async ({ tab, url, variables, file }) => {
      await fillOrder(variables);
      await tab.login("anna", "secret");
      await tab.goto(`${url}/#order-7`);
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await tab.setFiles("upload-files", await file("a.txt", "a"));
      await tab.click("#upload button", "Upload");
      await tab.until("document.querySelectorAll('#rows tr').length === 7");
      await tab.click("button", "Delete a.txt");
      await tab.click("button", "Confirm deletion of a.txt");
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
    },
  },
  {
    name: "a user enters by an address with name and password",
    options: { authorize },
    run: async ({ tab, url, variables, file }) => {
      await fillOrder(variables);
      await tab.goto(`${url.replace("//", "//anna:secret@")}/#order-7`);
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await tab.click("button", "View label.png");
      await tab.until("document.querySelector('#preview img')?.naturalWidth === 240");
      await tab.press("Escape");
      await tab.setFiles("upload-files", await file("a.txt", "a"));
      await tab.click("#upload button", "Upload");
      await tab.until("document.querySelectorAll('#rows tr').length === 7");
    },
  },
  {
    name: "a user who may only read sees all, and is told what is forbidden",
    options: { authorize },
    run: async ({ tab, url, variables, file }) => {
      await fillOrder(variables);
      await tab.login("ray", "secret");
      await tab.goto(`${url}/#order-7`);
      await tab.click("button", "Delete paid");
      await tab.click("button", "Confirm deletion of paid");
      await tab.until(
        "document.querySelector('#notice-text').textContent.includes('you may only read')",
      );
      await tab.setFiles("upload-files", await file("a.txt", "a"));
      await tab.click("#upload button", "Upload");
      await tab.until(`${ITEM}?.textContent.includes("you may only read")`);
      assert.equal((await variables.get("order-7", "paid")).value, false);
    },
  },
];
