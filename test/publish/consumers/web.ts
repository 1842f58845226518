/** What a program in a browser or a worker does with varpost: no types but those of the web platform. */
import {
  MultipartSyntaxError,
  type Part,
  PreconditionFailedError,
  ProcessVariables,
  parseMultipart,
  type VariableStorage,
} from "varpost";
import { MemoryStorage } from "varpost/adapters/memory";
import { createVersionSource, GuardedStorage, INLINE_BYTES } from "varpost/storage";

export async function names(body: ReadableStream<Uint8Array>, boundary: string): Promise<string[]> {
  await using parts = parseMultipart(body, { boundary });
  const found: string[] = [];
  for await (const part of parts) found.push(nameOf(part));
  return found;
}

export async function sizeOf(name: string): Promise<number | undefined> {
  await using storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage, limits: { maxJsonBytes: INLINE_BYTES } });
  const { headers, body } = new Request("https://example.org/", { method: "POST", body: "" });
  const form = { contentType: headers.get("content-type"), body: body ?? new Uint8Array(0) };
  await variables.setFromForm("order-1", name, form);
  await using variable = await storage.open("order-1", name);
  return variable?.record.size;
}

export function isGuarded(storage: VariableStorage): boolean {
  return storage instanceof GuardedStorage;
}

export function isRefusal(error: unknown): boolean {
  return error instanceof MultipartSyntaxError || error instanceof PreconditionFailedError;
}

export const nextVersion: () => string = createVersionSource();

function nameOf({ name, headers }: Part): string {
  return headers.has("content-type") ? `${name}: ${headers.get("content-type")}` : name;
}
