import { readFileSync, writeFileSync } from "node:fs";
import { requestsOf, type TaskCase, type TaskStep } from "./task_case.ts";

const FOLDER = "test/rest/tasks/recorded";
const JSON_TYPE = "application/json";

/** Reads the answers of the engine to a case, each as one line; `undefined` if there are none for its requests as they are now. */
export function recordedAnswers(taskCase: TaskCase): readonly string[] | undefined {
  const file = filesRead.get(fileOf(taskCase)) ?? read(fileOf(taskCase));
  const answers = file.get(taskCase.name);
  const requests = requestsOf(taskCase).map(requestLine);
  if (answers?.map(([request]) => request).join("\n") !== requests.join("\n")) return undefined;
  return answers.map(([, answer]) => answer);
}

/** Writes the answers of the engine to cases. Those of other cases in the same files are lost. */
export function writeAnswers(
  answered: readonly (readonly [taskCase: TaskCase, answers: readonly string[]])[],
): void {
  const files = new Map<string, string>();
  for (const [taskCase, answers] of answered) {
    const lines = requestsOf(taskCase).map(
      (step, index) => `${requestLine(step)}\n  ${answers[index]}\n`,
    );
    const text = `# ${taskCase.name}\n${lines.join("")}\n`;
    const name = fileOf(taskCase);
    files.set(name, (files.get(name) ?? "") + text);
  }
  for (const [name, text] of files) writeFileSync(`${FOLDER}/${name}`, text);
}

/** A request as one line: without the usual content type, and with escapes for line ends. */
export function requestLine({ method, path, headers = {}, body }: TaskStep): string {
  const isUsual = (body === undefined) === (headers["content-type"] === undefined);
  const shown = Object.entries(headers).filter(
    ([name, value]) => !(name === "content-type" && value === JSON_TYPE && isUsual),
  );
  const fields = shown.map(([name, value]) => ` [${name}: ${value}]`).join("");
  const text = body === undefined ? "" : ` ${body.replaceAll("\n", "\\n")}`;
  return `${method} ${path}${fields}${text}`;
}

type Answers = ReadonlyMap<string, readonly (readonly [request: string, answer: string])[]>;

const filesRead = new Map<string, Answers>();

function read(name: string): Answers {
  const cases = readFileSync(`${FOLDER}/${name}`, "utf8").split(/^# /m).slice(1);
  const answers = new Map(
    cases.map((text) => {
      const [title = "", ...lines] = text.replace(/\n\n$/, "").split("\n");
      const pairs = lines.flatMap((request, index) =>
        index % 2 === 0 ? [[request, lines[index + 1]?.slice(2) ?? ""] as const] : [],
      );
      return [title, pairs] as const;
    }),
  );
  filesRead.set(name, answers);
  return answers;
}

/** Cases of one subject, which their names begin with, are in one file. */
function fileOf({ name }: TaskCase): string {
  return `${name.replace(/:.*/, "").replaceAll(" ", "_")}.txt`;
}
