/**
 * For authors of storage adapters: the contract, the guard in front of every adapter, and the checks and parts that adapters share.
 * To use a storage, import only its adapter.
 * @module
 */

export * from "./check_changes.ts";
export * from "./check_name.ts";
export * from "./check_page.ts";
export * from "./check_precondition.ts";
export * from "./check_range.ts";
export * from "./compare_names.ts";
export * from "./copying/mod.ts";
export * from "./create_version_source.ts";
export * from "./guarded_storage.ts";
export * from "./precondition_failed_error.ts";
export * from "./query/mod.ts";
export * from "./storage.ts";
export * from "./storage_driver.ts";
export * from "./storage_error.ts";
export * from "./storage_health.ts";
