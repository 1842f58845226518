/** Writes the module of the page from its sources: `npm run page`. */
import { writeFile } from "node:fs/promises";
import { composePage, PAGE_MODULE } from "./compose_page.ts";

await writeFile(PAGE_MODULE, await composePage());
