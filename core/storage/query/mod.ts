/** Queries of a storage: what an adapter gets, and what helps to answer it. */

export * from "./check_query.ts";
export * from "./fold_case.ts";
export * from "./like_matcher.ts";
export * from "./query_matcher.ts";
export * from "./scalar_key.ts";
export * from "./storage_query.ts";
