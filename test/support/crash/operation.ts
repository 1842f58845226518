import { content } from "../../../adapters/contract/_content.ts";

/** What an operation does to one variable. */
export interface Effect {
  readonly name: string;
  /** Bytes of the value; `null` for a typed null; absent if the variable is deleted. */
  readonly size?: number | null;
}

/** One `apply` of the process that is killed. */
export interface Operation {
  /** New for each operation, over all rounds. It is stored as the type of what it puts. */
  readonly id: number;
  readonly instance: string;
  readonly effects: readonly Effect[] | "clear";
}

/** What the process that is killed reports, one JSON text a line. */
export type CrashReportLine =
  /** Written before the store is opened. */
  | { readonly opening: true }
  /** Written right before the call of `apply`, so their order is that of the calls. */
  | { readonly begin: Operation }
  /** Written once `apply` has resolved, with the version of each put, in the order of the effects. */
  | { readonly acknowledged: number; readonly versions: readonly (string | null)[] };

/** The bytes that an operation puts: nobody has to remember them. */
export function contentOf(id: number, name: string, size: number): Uint8Array {
  return content(size, 31 * id + name.charCodeAt(0));
}
