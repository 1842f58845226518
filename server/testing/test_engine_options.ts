import type { Log } from "../../core/rest/log/log.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { JournalOptions } from "./journal/journal_options.ts";
import type { ObjectsAs, TestVariables } from "./values/test_value.ts";

/** The options of {@linkcode startTestEngine}. */
export interface TestEngineOptions {
  /**
   * The process instances at the start: their variables, as plain JavaScript values, by their ids. They live until they are deleted.
   * Default: none.
   */
  readonly variables?: Readonly<Record<string, TestVariables>> | undefined;
  /**
   * What arrays and plain objects become: a Json, or an Object in JSON of a Java list or map, as an engine without Spin has it. Default
   * `"Json"`.
   */
  readonly objects?: ObjectsAs | undefined;
  /**
   * The storage of the variables. The process instances that it holds at the start are there as if they were seeded, but only until
   * `reset`, which clears it. The engine does not close it. Default: a new `MemoryStorage`.
   */
  readonly storage?: VariableStorage | undefined;
  /**
   * The URL of a real engine's REST API, such as `http://127.0.0.1:8080/engine-rest`. It gets the requests for which the test engine
   * has no route. Default: they are answered by 404.
   */
  readonly passThrough?: string | URL | undefined;
  /** How much the journal keeps. */
  readonly journal?: JournalOptions | undefined;
  /** Host name or address to bind. Default `"127.0.0.1"`. */
  readonly host?: string | undefined;
  /** Port to bind. Default 0: any free port. */
  readonly port?: number | undefined;
  /** Receives what the engine has to say. Default: only faults, as lines on stderr. */
  readonly log?: Log | undefined;
}
