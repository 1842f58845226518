/**
 * Prints the routes of the server, which `ROUTES` lists, as a table in Markdown.
 * @module
 */
import { ROUTES } from "../../core/rest/routes/_routes.ts";

const rows = ROUTES.flatMap(({ path, operations }) =>
  Object.entries(operations).map(([method, { id }]) => `| ${method} | \`${path}\` | ${id} |`),
);
process.stdout.write(
  `${["| method | path | operation id |", "| --- | --- | --- |", ...rows].join("\n")}\n`,
);
