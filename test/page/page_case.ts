import type { FormLimits, ProcessVariables, VariableStorage } from "../../core/mod.ts";
import type { ServerOptions } from "../../server/mod.ts";
import type { Tab } from "./tab.ts";

/** What a case gets: a tab, and a server of its own. */
export interface CaseContext {
  readonly tab: Tab;
  readonly url: string;
  readonly variables: ProcessVariables;
  readonly storage: VariableStorage;
  /** Writes a file to upload, and gives its path. */
  readonly file: (name: string, content: Uint8Array | string) => Promise<string>;
  /** Takes a screenshot. */
  readonly shot: (name: string) => Promise<void>;
  /** Prints a line below that of the case. */
  readonly note: (line: string) => void;
}

/** Something that the page has to do. It throws if the page does otherwise. */
export interface PageCase {
  readonly name: string;
  /** What its server has of its own. */
  readonly options?: Pick<ServerOptions, "authorize">;
  readonly limits?: Partial<FormLimits>;
  readonly run: (context: CaseContext) => Promise<void>;
}
