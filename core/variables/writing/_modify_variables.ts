import { abortable } from "../../bytes/_abortable.ts";
import { BodySource } from "../../bytes/_body_source.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { JSON_SLICE_BYTES } from "../../json/_check_json.ts";
import { checkInstanceId } from "../errors/_check_names.ts";
import { refuseTransientOverStored } from "../errors/_refuse_transient_over_stored.ts";
import { withEnginePrefix } from "../errors/_with_engine_prefix.ts";
import { applyModifications } from "../from_json/_apply_modifications.ts";
import { ModificationsReader } from "../from_json/_modifications_reader.ts";
import { checkJsonOptions } from "../options/_check_call.ts";
import type { JsonOptions, ModifyResult } from "../options/variable_options.ts";
import type { WriteContext } from "./_write_context.ts";

/** Changes several variables by `{modifications, deletions}`, all or none. If that fails, the body is ended. */
export async function modifyVariables(
  instanceId: string,
  body: ByteSource,
  options: JsonOptions,
  context: WriteContext,
): Promise<ModifyResult> {
  checkJsonOptions(options);
  checkInstanceId(instanceId);
  const task = `Cannot modify variables for process instance ${shorten(instanceId)}`;
  const owner = await context.instances.get(instanceId, task);
  try {
    return await modifyOwned(owner, body, options, context);
  } catch (error) {
    throw withEnginePrefix(error, "Cannot modify variables for process instance", task);
  }
}

/** @param instanceId Id of the process instance itself. */
async function modifyOwned(
  instanceId: string,
  body: ByteSource,
  { contentLength, signal }: JsonOptions,
  { storage, limits, lenient, heldJson }: WriteContext,
): Promise<ModifyResult> {
  const { maxTextBytes, maxValueBytes, maxJsonBytes } = limits;
  const document = heldJson.document(contentLength, maxJsonBytes, signal);
  const reader = new ModificationsReader(limits);
  const source = new BodySource(abortable(body, signal), reader, JSON_SLICE_BYTES);
  try {
    do {
      const room = document.reserve(reader.size);
      if (room !== undefined) await room;
    } while (await source.feed());
    const context = { maxTextBytes, maxValueBytes, maxJsonBytes, lenient };
    const { changes, transient, hints } = await applyModifications(reader.request, context);
    signal?.throwIfAborted();
    for (const name of transient) await refuseTransientOverStored(storage, instanceId, name);
    if (changes.length > 0) await storage.apply(instanceId, changes);
    return { hints };
  } finally {
    document.release();
    await source.end();
  }
}
