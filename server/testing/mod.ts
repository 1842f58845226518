/**
 * A double of a Camunda 7 engine's REST API, for tests of its clients; for authors and users of
 * storages, a storage that fails as told, and the contract that every storage must pass.
 * @module
 */

export * from "../../adapters/contract.ts";
export * from "./external_tasks/external_task.ts";
export * from "./external_tasks/new_external_task.ts";
export * from "./faults/fault.ts";
export * from "./faults/fault_filter.ts";
export * from "./faults/fault_handle.ts";
export * from "./faulty_storage/faulty_storage.ts";
export * from "./faulty_storage/storage_faults.ts";
export * from "./journal/journal_options.ts";
export * from "./journal/recorded_request.ts";
export * from "./journal/recorded_request_filter.ts";
export * from "./journal/wait_options.ts";
export * from "./request_filter.ts";
export * from "./routes/test_route.ts";
export * from "./start_test_engine.ts";
export * from "./test_engine.ts";
export * from "./test_engine_options.ts";
export * from "./values/plain_value.ts";
export * from "./values/snapshot.ts";
export * from "./values/test_value.ts";
