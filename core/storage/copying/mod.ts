export * from "./copy_error.ts";
export * from "./copy_options.ts";
export * from "./copy_storage.ts";
