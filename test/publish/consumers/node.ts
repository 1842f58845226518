/** What a program on Node.js does with varpost. */
import { createServer, type Server } from "node:http";
import { ProcessVariables, type VariableStorage } from "varpost";
import { type ContractSubject, storageContract } from "varpost/adapters/contract";
import { FilesystemStorage } from "varpost/adapters/filesystem";
import { SqliteStorage } from "varpost/adapters/sqlite";
import { createRequestListener, startServer } from "varpost/server";
import { type FaultyStorage, faultyStorage } from "varpost/testing";

export async function serveFor(directory: string, milliseconds: number): Promise<void> {
  await using storage = await FilesystemStorage.open(directory);
  const server = await startServer({ variables: new ProcessVariables({ storage }), port: 0 });
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await server.close();
}

export async function serverOf(file: string): Promise<Server> {
  const storage = await SqliteStorage.open(file);
  const variables = new ProcessVariables({ storage });
  return createServer(createRequestListener({ variables }));
}

export async function check(subject: ContractSubject): Promise<void> {
  for (const { run } of storageContract({ durable: true, shared: false })) await run(subject);
}

export function fullOnce(storage: VariableStorage): FaultyStorage {
  return faultyStorage(storage, { apply: { error: "full", times: 1 } });
}
