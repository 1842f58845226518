import { BodySource } from "../../../../core/bytes/_body_source.ts";
import type { ByteSource } from "../../../../core/bytes/byte_source.ts";
import { parseMediaType } from "../../../../core/multipart/parse_media_type.ts";
import type { Context } from "../../../../core/rest/_context.ts";
import { isObject } from "../../../../core/rest/requests/_body_members.ts";
import { readJsonValue } from "../../../../core/rest/requests/_read_json_value.ts";
import { EngineError } from "../../_engine_error.ts";
import { nullPointer } from "../tasks/_task_errors.ts";
import { checkAccept } from "./_check_accept.ts";
import { Members, unreadable } from "./_members.ts";

/**
 * Reads a body that must be a JSON object.
 *
 * @param context The request.
 * @param ifNull What the engine says if the body is `null`, or if there is none.
 * @param isAnswered Whether the answer has a body, so that the client must take JSON. Default false.
 * @throws {EngineError} 415 for another content type, 406 for a client that takes no JSON, 500 for no object.
 * @throws {InvalidQueryError} 400 for what is not JSON, and for another JSON.
 */
export async function readBody(
  context: Context,
  ifNull: string,
  isAnswered: boolean = false,
): Promise<Members> {
  const { request } = context;
  const contentType = request.header("content-type");
  const isNothing = contentType === undefined && (await isEmpty(request.body));
  if (!isNothing) checkContentType(contentType);
  if (isAnswered) checkAccept(request, "application/json");
  if (isNothing) throw nullPointer(ifNull);
  const value = await readJsonValue(context, request.body);
  if (value === null) throw nullPointer(ifNull);
  if (isObject(value)) return new Members(value);
  throw unreadable("the body", value, "an object");
}

function checkContentType(contentType: string | undefined): void {
  if (contentType === undefined || parseMediaType(contentType)?.type !== "application/json") {
    throw new EngineError(415, "NotSupportedException", "HTTP 415 Unsupported Media Type");
  }
}

/** Whether a body has no byte. Reads it up to the first one. */
async function isEmpty(body: ByteSource): Promise<boolean> {
  let size = 0;
  const counter = {
    write(chunk: Uint8Array) {
      size += chunk.length;
    },
    end() {},
  };
  const source = new BodySource(body, counter);
  while (size === 0 && (await source.feed()));
  await source.end();
  return size === 0;
}
