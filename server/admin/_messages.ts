/** What is asked of a server: one line of JSON. */
export interface AdminRequest {
  /** The whole path of the backup. */
  readonly backup: string;
}

/** What the server answers: lines of JSON. The last one is not "progress". */
export type AdminReply =
  | { readonly kind: "progress"; readonly done: number; readonly all: number }
  | { readonly kind: "ended" }
  | { readonly kind: "failed"; readonly message: string };

/** Reads a request; `undefined` if the line is none. */
export function readRequest(line: string): AdminRequest | undefined {
  const value = parse(line);
  if (typeof value !== "object" || value === null || !("backup" in value)) return undefined;
  return typeof value.backup === "string" ? { backup: value.backup } : undefined;
}

/** Reads a reply; `undefined` if the line is none. */
export function readReply(line: string): AdminReply | undefined {
  const value = parse(line);
  if (typeof value !== "object" || value === null || !("kind" in value)) return undefined;
  if (value.kind === "ended") return { kind: "ended" };
  if (value.kind === "failed" && "message" in value) {
    return { kind: "failed", message: String(value.message) };
  }
  if (value.kind !== "progress" || !("done" in value && "all" in value)) return undefined;
  return { kind: "progress", done: Number(value.done), all: Number(value.all) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
