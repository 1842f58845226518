import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ProcessVariables } from "../../core/mod.ts";
import { createRequestListener } from "../../server/node/create_request_listener.ts";
import { fromAsync } from "./from_async.ts";

const FETCH = "/engine-rest/external-task/fetchAndLock";
const COMPLETE = "/engine-rest/external-task/task/complete";

/**
 * Stands in for an engine with one external task, of an instance whose variables varpost serves. A worker gets the task once,
 * with the variables as varpost lists them. The variables with which the worker completes the task are set on the instance.
 *
 * @param variables The variables.
 * @param instanceId The process instance.
 * @param topic The topic of the task.
 * @param run Gets the URL for workers.
 */
export async function withEngineStub(
  variables: ProcessVariables,
  { instanceId, topic }: { readonly instanceId: string; readonly topic: string },
  run: (url: string) => Promise<void>,
): Promise<void> {
  const serveVariables = createRequestListener({ variables, log: () => {} });
  let isHandedOut = false;

  async function fetchAndLock(response: ServerResponse): Promise<void> {
    const pieces = await fromAsync(variables.listJson(instanceId, { deserializeValues: false }));
    const task = { id: "task", topicName: topic, processInstanceId: instanceId };
    const text = `[${JSON.stringify(task).slice(0, -1)},"variables":${pieces.join("")}}]`;
    response.setHeader("Content-Type", "application/json").end(isHandedOut ? "[]" : text);
    isHandedOut = true;
  }

  async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { variables: modifications } = JSON.parse(await readText(request));
    const change = new Blob([JSON.stringify({ modifications })]);
    await variables.modify(instanceId, change.stream());
    response.writeHead(204).end();
  }

  const server = createServer((request, response) => {
    const fail = ({ message }: Error) => {
      const body = JSON.stringify({ type: "RestException", message, code: null });
      response.writeHead(500, { "Content-Type": "application/json" }).end(body);
    };
    if (request.url === FETCH) fetchAndLock(response).catch(fail);
    else if (request.url === COMPLETE) complete(request, response).catch(fail);
    else serveVariables(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server has no port");
    await run(`http://127.0.0.1:${address.port}/engine-rest`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = await fromAsync(request);
  return Buffer.concat(chunks).toString();
}
