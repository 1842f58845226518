import { BodySource } from "../../bytes/_body_source.ts";
import { JSON_SLICE_BYTES } from "../../json/_check_json.ts";
import { refuseKept } from "../errors/_refuse_kept.ts";
import { readModifications } from "../from_json/_modifications.ts";
import { ModificationsReader } from "../from_json/_modifications_reader.ts";
import type { ModifyResult } from "../options/variable_options.ts";
import type { JsonToSet, SetContext } from "./_set_variable.ts";

/**
 * Changes several variables by `{modifications, deletions}`, all or none. If that fails, the body is ended.
 *
 * @param json The request.
 * @param instanceId Id of the process instance itself.
 * @param context What it takes.
 */
export async function modifyVariables(
  { body, contentLength }: JsonToSet,
  instanceId: string,
  { storage, limits, lenient, heldJson }: SetContext,
): Promise<ModifyResult> {
  const { maxTextBytes, maxValueBytes, maxJsonBytes } = limits;
  const document = heldJson.document(contentLength, maxJsonBytes);
  const reader = new ModificationsReader(limits);
  const source = new BodySource(body, reader, JSON_SLICE_BYTES);
  try {
    do {
      const room = document.reserve(reader.size);
      if (room !== undefined) await room;
    } while (await source.feed());
    const context = { maxTextBytes, maxValueBytes, maxJsonBytes, lenient };
    const { changes, transient, hints } = await readModifications(reader.request, context);
    for (const name of transient) await refuseKept(storage, instanceId, name);
    if (changes.length > 0) await storage.apply(instanceId, changes);
    return { hints };
  } finally {
    document.release();
    await source.end();
  }
}
