/**
 * A double of a Camunda 7 engine's REST API, for tests of its clients.
 * @module
 */

export * from "./request_filter.ts";
export * from "./routes/test_route.ts";
export * from "./start_test_engine.ts";
export * from "./test_engine.ts";
export * from "./test_engine_options.ts";
