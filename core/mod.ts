/**
 * varpost's core: a streaming multipart parser, and the rules of Camunda 7's binary variable form.
 * It needs no runtime but the web platform's globals, and no other package.
 * @module
 */

export * from "./bytes/byte_source.ts";
export { AnsweredError, type ErrorAnswer } from "./errors/answered_error.ts";
export * from "./errors/limit_exceeded_error.ts";
export * from "./errors/overloaded_error.ts";
export type { JsonPosition } from "./json/json_position.ts";
export * from "./json/json_syntax_error.ts";
export * from "./json/json_value.ts";
export * from "./multipart/multipart_decoder.ts";
export * from "./multipart/multipart_handler.ts";
export * from "./multipart/multipart_options.ts";
export * from "./multipart/multipart_syntax_error.ts";
export * from "./multipart/parse_boundary.ts";
export * from "./multipart/parse_media_type.ts";
export * from "./multipart/parse_multipart.ts";
export * from "./multipart/part.ts";
export * from "./multipart/part_headers.ts";
export * from "./multipart/parts.ts";
export * from "./multipart/unsupported_media_type_error.ts";
export * from "./rest/errors/error_answer.ts";
export * from "./storage/precondition_failed_error.ts";
export type {
  Change,
  ClearChange,
  DeleteChange,
  OpenVariable,
  PageOptions,
  Precondition,
  PutChange,
  StagedContent,
  StorageCapabilities,
  ValueInfo,
  VariableRecord,
  VariableStorage,
} from "./storage/storage.ts";
export * from "./storage/storage_error.ts";
export * from "./storage/storage_health.ts";
export * from "./variables/errors/forbidden_instance_error.ts";
export * from "./variables/errors/invalid_query_error.ts";
export * from "./variables/errors/invalid_variable_error.ts";
export * from "./variables/errors/not_found_error.ts";
export type { JavaType } from "./variables/java/java_types.ts";
export type { FormLimits } from "./variables/options/form_limits.ts";
export * from "./variables/options/process_variables_options.ts";
export * from "./variables/options/variable_options.ts";
export * from "./variables/options/variable_query.ts";
export * from "./variables/process_variables.ts";
export * from "./variables/values/content_disposition.ts";
export * from "./variables/values/file_content_type.ts";
export * from "./variables/values/max_file_header_bytes.ts";
export * from "./variables/values/variable_value.ts";
