/** Prints the JSON that each value type accepts and refuses, as Markdown. The tests run the same forms. */
import { VALUE_FORMS } from "./value_forms.ts";

console.log("| type | sent | `valueInfo` | answered |\n|---|---|---|---|");
for (const { type = "(none)", accepted, refused } of VALUE_FORMS) {
  for (const form of accepted) {
    const as = form.type === undefined ? "" : ` ${form.type}`;
    print(type, form, `${code(form.value)}${as}`);
  }
  for (const form of refused) print(type, form, `400: ${form.message}`);
}

function print(
  type: string,
  { sent, info }: { readonly sent?: string; readonly info?: string },
  answer: string,
): void {
  const cells = [type, sent === undefined ? "" : code(sent), info === undefined ? "" : code(info)];
  console.log(`| ${cells.join(" | ")} | ${answer.replaceAll("|", "\\|")} |`);
}

function code(json: string): string {
  return `\`${json.replaceAll("|", "\\|")}\``;
}
