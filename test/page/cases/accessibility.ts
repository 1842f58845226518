import assert from "node:assert/strict";
import type { CaseContext, PageCase } from "../page_case.ts";
import type { Tab } from "../tab.ts";
import { fillOrder } from "./_samples.ts";

const CONTROLS = [
  "button",
  "link",
  "textbox",
  "searchbox",
  "combobox",
  "progressbar",
  "dialog",
  "table",
  "image",
  "region",
  "navigation",
  "list",
];
const FOCUSED =
  "document.activeElement.ariaLabel || document.activeElement.id || document.activeElement.textContent";

/** The page by keyboard, and as screen readers get it. */
export const ACCESSIBILITY_CASES: readonly PageCase[] = [
  {
    name: "all is done by keyboard alone: search, open, view, download, upload, replace, delete",
    run: byKeyboard,
  },
  {
    name: "every control has a name, in every state",
    run: async ({ tab, url, variables, file, note }) => {
      await fillOrder(variables);
      const counts: number[] = [];
      const look = async (state: string) => {
        const nodes = (await tab.accessible()).filter(({ role }) => CONTROLS.includes(role));
        const unnamed = nodes.filter(({ role, name }) => role !== "list" && name.trim() === "");
        assert.deepEqual(unnamed, [], state);
        const acting = nodes.filter(({ role }) => role === "button" || role === "link");
        const names = acting.map(({ role, name }) => `${role} ${name}`);
        assert.deepEqual(
          names.filter((each, index) => names.indexOf(each) !== index),
          [],
          `${state}: two of a name`,
        );
        counts.push(nodes.length);
      };
      await tab.goto(url);
      await tab.until("document.querySelector('#instances a')");
      await look("list");
      await tab.click("#instances a");
      await tab.until("document.querySelectorAll('#rows tr').length === 6");
      await look("instance");
      await tab.click("button", "Delete paid");
      await look("delete");
      for (const name of ["lines", "label.png", "terms.txt"]) {
        await tab.click("button", `View ${name}`);
        await tab.until("document.querySelector('#preview :is(pre, img)')");
        await look(`preview of ${name}`);
        await tab.press("Escape");
      }
      await tab.setFiles("upload-files", await file("film.mp4", Buffer.alloc(4_000_000)));
      await tab.throttle(100_000);
      await tab.click("#upload button", "Upload");
      await tab.until("document.querySelector('#uploads progress')?.position > 0.1");
      await look("upload");
      await tab.click("#uploads button", "Cancel upload of 'film.mp4' in 'order-7'");
      await tab.throttle(0);
      await tab.until("document.querySelector('#uploads [role=alert]')");
      assert.equal(await tab.evaluate(FOCUSED), "Close message of 'film.mp4' in 'order-7'");
      await look("cancelled");
      note(`controls in each state: ${counts.join(", ")}`);
    },
  },
  {
    name: "texts have the contrast of WCAG AA, light and dark",
    run: async ({ tab, url, variables, note }) => {
      await fillOrder(variables);
      for (const isDark of [false, true]) {
        await tab.setDark(isDark);
        await tab.goto(`${url}/#order-7`);
        await tab.until("document.querySelectorAll('#rows tr').length === 6");
        const least = Number(await tab.evaluate(LEAST_CONTRAST));
        assert.ok(least >= 4.5, `${isDark ? "dark" : "light"}: ${least}`);
        note(`least contrast, ${isDark ? "dark" : "light"}: ${least.toFixed(1)}`);
      }
    },
  },
];

/** The least contrast of the colours that the style names for texts, on both grounds (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = `(() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const luminance = (name) => {
    canvas.fillStyle = style.getPropertyValue(name);
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) =>
      each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratios = ["--back", "--panel"].flatMap((back) =>
    ["--fore", "--soft", "--link", "--bad", "--code"].map((fore) => {
      const [dark, light] = [luminance(back), luminance(fore)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    }));
  return Math.min(...ratios);
})()`;

async function byKeyboard({ tab, url, variables, file, shot }: CaseContext): Promise<void> {
  await fillOrder(variables);
  await tab.goto(url);
  await tab.until("document.querySelector('#instances a')");
  await tabTo(tab, "search-id");
  await tab.type("order-7");
  await tab.press("Enter");
  await tabTo(tab, "order-7");
  await tab.press("Enter");
  await tab.until("document.querySelectorAll('#rows tr').length === 6");
  assert.equal(await tab.evaluate(FOCUSED), "instance-title");
  await tabTo(tab, "View customer");
  await shot("keyboard");
  await tab.press("Enter");
  await tab.until("document.querySelector('#preview pre')");
  await tab.press("Escape");
  assert.equal(await tab.evaluate(FOCUSED), "View customer");
  await tabTo(tab, "Download customer");
  await tabTo(tab, "Replace customer");
  tab.choose(await file("customer.txt", "Grace Hopper"));
  await tab.press("Enter");
  await tab.until("document.querySelector('#status').textContent.endsWith('is stored.')");
  assert.equal((await variables.get("order-7", "customer")).value, "Grace Hopper");
  assert.equal(await tab.evaluate(FOCUSED), "Replace customer");
  await tabTo(tab, "Delete paid");
  await tab.press(" ");
  assert.equal(await tab.evaluate(FOCUSED), "Undo deletion of paid");
  await tab.press("Tab");
  await tab.press(" ");
  await tab.until("document.querySelectorAll('#rows tr').length === 5");
  await tabTo(tab, "upload-files");
  tab.choose(await file("scan.txt", "scan"));
  await tab.press("Enter");
  await tab.until("document.querySelector('#upload-files').files.length === 1");
  await tabTo(tab, "upload-type");
  await tab.press("Tab");
  await tab.press("Enter");
  await tab.until("document.querySelectorAll('#rows tr').length === 6");
}

/** Goes on by the tab key until a control of this name, or id, has the focus. */
async function tabTo(tab: Tab, name: string): Promise<void> {
  const seen: unknown[] = [];
  for (let count = 0; count < 80; count++) {
    await tab.press("Tab");
    const focused = await tab.evaluate(FOCUSED);
    if (focused === name) return;
    seen.push(focused);
  }
  assert.fail(`The tab key never comes to '${name}', but to ${seen.join(", ")}`);
}
