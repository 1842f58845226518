import type {
  DeleteChange,
  Precondition,
  PutChange,
  VariableRecord,
} from "../../../core/storage/storage.ts";
import type { Stage } from "../contents/_stage.ts";
import { encodeRecord, type PutDescription, RECORD_HEADER_BYTES } from "../log/_log_record.ts";
import { toVariableRecord } from "./_variable_record.ts";

/** A change as it goes into the log, made when `apply` is called: the caller's bytes may change afterwards. */
export interface PreparedChange {
  readonly name: string;
  readonly condition: Precondition | undefined;
  /** The record for the log. */
  readonly bytes: Buffer;
  /** What a put makes of the variable; `undefined` deletes it. */
  readonly put: PreparedPut | undefined;
}

/** The part of a put. */
export interface PreparedPut {
  readonly record: VariableRecord;
  readonly descriptionBytes: number;
  readonly bodyBytes: number;
  /** Content too large for the log. */
  readonly stage: Stage | undefined;
}

const EMPTY = new Uint8Array(0);

/** Prepares a deletion. */
export function prepareDelete({ name, condition }: DeleteChange): PreparedChange {
  return { name, condition, bytes: encodeRecord({ deleted: name }), put: undefined };
}

/**
 * Prepares a put.
 *
 * @param content Few bytes, which are copied; a stage that has a file; or `null` for the typed null.
 * @param version The new version.
 */
export function preparePut(
  change: Omit<PutChange, "content">,
  content: Uint8Array | Stage | null,
  version: string,
): PreparedChange {
  const { name, type, valueInfo, condition } = change;
  const stage = content === null || content instanceof Uint8Array ? undefined : content;
  const body = content instanceof Uint8Array ? content : EMPTY;
  const description: PutDescription = {
    name,
    type,
    ...(Object.keys(valueInfo).length > 0 ? { valueInfo } : {}),
    ...(content === null ? { isNull: true } : {}),
    size: stage?.size ?? body.byteLength,
    version,
    updatedAt: Date.now(),
    ...(stage === undefined ? {} : fileOf(stage)),
  };
  const bytes = encodeRecord(description, body);
  const bodyBytes = body.byteLength;
  const descriptionBytes = bytes.byteLength - bodyBytes - RECORD_HEADER_BYTES;
  const start = bytes.byteOffset + RECORD_HEADER_BYTES + descriptionBytes;
  const record = toVariableRecord(description, new Uint8Array(bytes.buffer, start, bodyBytes));
  return { name, condition, bytes, put: { record, descriptionBytes, bodyBytes, stage } };
}

function fileOf({ id, sum }: Stage): Pick<PutDescription, "file" | "sum"> {
  return sum === undefined ? { file: id } : { file: id, sum };
}
