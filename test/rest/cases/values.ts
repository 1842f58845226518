/** Every form of every value type, as one variable and as one of several. */
import {
  type AcceptedForm,
  type RefusedForm,
  type SentForm,
  VALUE_FORMS,
} from "../../support/values/value_forms.ts";
import { NO_CONTENT, refused, variable } from "../answers.ts";
import { get, modify, put, X } from "../requests.ts";
import { INSTANCE, type RestCase, type Step } from "../rest_case.ts";

const PUT = "Cannot put process instance variable x";
const MODIFY = "Cannot modify variables for process instance";

/** Object is stored as JSON here, so it needs the same plug-in. */
const NEEDS: Readonly<Record<string, string>> = { Json: "Json", Xml: "Xml", Object: "Json" };

export const VALUES: readonly RestCase[] = VALUE_FORMS.flatMap((forms) => [
  ...forms.accepted.flatMap((form) => accepted(forms.type, form)),
  ...forms.refused.flatMap((form) => refusal(forms.type, form)),
]);

function accepted(type: string | undefined, form: AcceptedForm): RestCase[] {
  const { value, serialized = value, valueInfo = "{}" } = form;
  const back = form.type ?? type ?? "";
  const reads: readonly Step[] = [
    [get(), variable(back, value, valueInfo)],
    [get(`${X}?deserializeValue=false`), variable(back, serialized, valueInfo)],
  ];
  return bothWays(type, form, (request) => [[request, NO_CONTENT], ...reads]);
}

function refusal(type: string | undefined, form: RefusedForm): RestCase[] {
  const { message, exception = "InvalidRequestException" } = form;
  const ofEngine = exception === "RestException" ? ` ${INSTANCE}` : "";
  return bothWays(type, form, (request, isPut) => [
    [request, refused(400, exception, `${isPut ? PUT : MODIFY + ofEngine}: ${message}`)],
  ]);
}

function bothWays(
  type: string | undefined,
  form: SentForm,
  steps: (request: Step[0], isPut: boolean) => readonly Step[],
): RestCase[] {
  const members = [
    ...(type === undefined ? [] : [`"type":"${type}"`]),
    ...(form.sent === undefined ? [] : [`"value":${form.sent}`]),
    ...(form.info === undefined ? [] : [`"valueInfo":${form.info}`]),
  ];
  const sent = `{${members.join(",")}}`;
  const needs = NEEDS[type ?? ""];
  const shared = {
    ...(form.differs !== undefined && { differs: form.differs }),
    ...(needs !== undefined && { needs }),
  };
  return [
    { ...shared, name: `PUT ${sent}`, steps: steps(put(sent), true) },
    {
      ...shared,
      name: `modify x: ${sent}`,
      steps: steps(modify(`{"modifications":{"x":${sent}}}`), false),
    },
  ];
}
