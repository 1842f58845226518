import type { TaskCase } from "../task_case.ts";
import { BODY_CASES } from "./body_cases.ts";
import { FETCH_CASES } from "./fetch_cases.ts";
import { LIST_CASES } from "./list_cases.ts";
import { MEMBER_CASES } from "./member_cases.ts";
import { FETCH_REQUESTS } from "./more/fetch_requests.ts";
import { QUERY_REQUESTS } from "./more/query_requests.ts";
import { REPORT_REQUESTS } from "./more/report_requests.ts";
import { caseOf } from "./more/request.ts";
import { POLL_CASES } from "./poll_cases.ts";
import { RETRIES_CASES } from "./retries_cases.ts";
import { STATE_CASES } from "./state_cases.ts";
import { VARIABLE_CASES } from "./variable_cases.ts";

/** Requests about external tasks, beyond those that were recorded with the rules. */
export const TASK_CASES: readonly TaskCase[] = [
  ...BODY_CASES,
  ...MEMBER_CASES,
  ...STATE_CASES,
  ...VARIABLE_CASES,
  ...FETCH_CASES,
  ...LIST_CASES,
  ...RETRIES_CASES,
  ...POLL_CASES,
  caseOf("more: fetchAndLock", FETCH_REQUESTS),
  caseOf("more: reports", REPORT_REQUESTS),
  caseOf("more: lists and retries", QUERY_REQUESTS),
];
