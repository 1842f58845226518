import type { RestCase } from "../rest_case.ts";
import { FILE_FORMS } from "./file_forms.ts";
import { FORM_HEADERS } from "./form_headers.ts";
import { FORM_LINES } from "./form_lines.ts";
import { FORMS } from "./forms.ts";
import { JAVA_FORMS } from "./java_forms.ts";
import { JSON_SYNTAX } from "./json_syntax.ts";
import { READING } from "./reading.ts";
import { ROUTES } from "./routes.ts";
import { VALUES } from "./values.ts";

/** Requests that the engine answers, too, and what varpost answers. */
export const REST_CASES: readonly RestCase[] = [
  ...VALUES,
  ...JSON_SYNTAX,
  ...FORMS,
  ...FILE_FORMS,
  ...JAVA_FORMS,
  ...FORM_LINES,
  ...FORM_HEADERS,
  ...READING,
  ...ROUTES,
];
