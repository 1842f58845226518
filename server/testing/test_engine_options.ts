import type { Log } from "../../core/rest/log/log.ts";
import type { VariableStorage } from "../../core/storage/storage.ts";
import type { JournalOptions } from "./journal/journal_options.ts";

/** The options of {@linkcode startTestEngine}. */
export interface TestEngineOptions {
  /** The storage of the variables. The engine does not close it, but `reset` clears it. Default: a new `MemoryStorage`. */
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
