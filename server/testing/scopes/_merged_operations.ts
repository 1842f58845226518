import { BodySource } from "../../../core/bytes/_body_source.ts";
import { JSON_SLICE_BYTES } from "../../../core/json/_check_json.ts";
import type { Context } from "../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../core/rest/answers/_json_answer.ts";
import { writeAnswer } from "../../../core/rest/answers/_write_answer.ts";
import { refuseCondition } from "../../../core/rest/conditions/_refuse_condition.ts";
import { jsonBody } from "../../../core/rest/requests/_json_body.ts";
import { Query } from "../../../core/rest/requests/_query.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import { withEnginePrefix } from "../../../core/variables/errors/_with_engine_prefix.ts";
import {
  applyModifications,
  type Modifications,
} from "../../../core/variables/from_json/_apply_modifications.ts";
import { ModificationsReader } from "../../../core/variables/from_json/_modifications_reader.ts";
import type { Scopes } from "./_scopes.ts";

/** `GET …/variables` of an execution: its own variables and those of its instance. */
export async function listMerged(context: Context, scopes: Scopes): Promise<RestResponse> {
  const [id = ""] = context.parameters;
  const query = new Query(context.request);
  const deserializeValues = query.isTrue("deserializeValues", true);
  const omitBytes = query.isTrue("omitBytes", false);
  return jsonAnswer(context, await scopes.print(id, { deserializeValues, omitBytes }));
}

/**
 * `POST …/variables` of an execution: each variable is changed where the execution finds it.
 *
 * @param context The request.
 * @param scopes The scopes.
 * @param checkLives Throws if the execution has ended while the body came.
 */
export async function modifyMerged(
  context: Context,
  scopes: Scopes,
  checkLives: () => void,
): Promise<RestResponse> {
  refuseCondition(context.request);
  const [id = ""] = context.parameters;
  const { changes, hints } = await readChanges(context, id);
  checkLives();
  await scopes.set(
    id,
    changes.filter((change) => change.op !== "clear"),
    [],
  );
  return writeAnswer(context, { hints });
}

async function readChanges({ service, request }: Context, id: string): Promise<Modifications> {
  const { limits, lenient } = service.variables;
  const reader = new ModificationsReader(limits);
  const source = new BodySource(jsonBody(request), reader, JSON_SLICE_BYTES);
  try {
    while (await source.feed());
    return await applyModifications(reader.request, { ...limits, lenient });
  } catch (error) {
    const task = "Cannot modify variables for process instance";
    throw withEnginePrefix(error, task, `${task} ${id}`);
  } finally {
    await source.end();
  }
}
