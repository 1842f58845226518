import type { DifferenceId } from "../differences.ts";
import { requestsOf, type TaskCase, type TaskStep } from "./task_case.ts";

/** What came of one request. Answers are lines of `taskAnswer`. */
export interface TaskComparison {
  readonly taskCase: TaskCase;
  readonly step: TaskStep;
  readonly ours: string;
  readonly theirs: string;
  readonly isSame: boolean;
  /** The documented difference that explains why they are not the same; `undefined` if none does, or if they are. */
  readonly known: DifferenceId | undefined;
}

/** The answer to JSON that cannot be read, of which the engine draws the body when it starts. */
export const DRAWN =
  '400 application/json {"code":null,"message":"","type":"InvalidRequestException"}';

/** Whether the engine has drawn the body of an answer when it started. */
export function isDrawn(answer: string): boolean {
  return answer === DRAWN || answer.startsWith("400 text/plain ");
}

/** Compares the answers of the double to a case with those of the engine. */
export function compareTaskAnswers(
  taskCase: TaskCase,
  ourAnswers: readonly string[],
  theirAnswers: readonly string[],
): readonly TaskComparison[] {
  return requestsOf(taskCase).map((step, index) => {
    const ours = ourAnswers[index] ?? "";
    const theirs = theirAnswers[index] ?? "";
    const isSame = ours === theirs || withoutNull(ours) === theirs;
    const known = isSame ? undefined : knownDifference(step, ours, theirs);
    return { taskCase, step, ours, theirs, isSame, known };
  });
}

/** Java leaves the message of an error about `null` out when it has come a few thousand times. */
function withoutNull(answer: string): string {
  const error = /"message":"([^"\\]|\\.)*","type":"NullPointerException"/;
  return answer.replace(error, '"message":null,"type":"NullPointerException"');
}

type Holds = (step: TaskStep, ours: string, theirs: string) => boolean;

/** Documented differences that the request and the answers tell. The first one that holds counts. */
const RULES: readonly (readonly [id: DifferenceId, holds: Holds])[] = [
  ["methods", ({ method }, ours) => method === "OPTIONS" && ours === "204"],
  ["unreadableHead", (_, __, theirs) => theirs.startsWith("400 text/html")],
  ["brokenJson", (_, ours, theirs) => isRefused(ours) && isDrawn(theirs)],
  ["noOperator", (_, ours) => ours.startsWith("500 ") && ours.includes('\\"op\\" is null')],
  ["blankBody", ({ body = "x" }, ours) => isRefused(ours) && body.trim() === ""],
  [
    "retriesByInstances",
    ({ body = "" }, ours) => isRefused(ours) && /"(historicP|p)rocessInstanceQuery"/.test(body),
  ],
];

/** The documented differences that have a rule. */
export const DIFFERENCES_OF_TASKS: readonly DifferenceId[] = RULES.map(([id]) => id);

function knownDifference(step: TaskStep, ours: string, theirs: string): DifferenceId | undefined {
  return step.differs ?? RULES.find(([, holds]) => holds(step, ours, theirs))?.[0];
}

function isRefused(answer: string): boolean {
  return answer.startsWith("400 application/json ");
}
