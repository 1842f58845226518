import type { OutgoingHttpHeaders } from "node:http";
import type { OpenVariable } from "../core/mod.ts";
import type { Context } from "./_context.ts";
import { downloadHeaders } from "./_download_headers.ts";
import { flushed } from "./_flushed.ts";
import { send } from "./_send.ts";

const EMPTY = new Uint8Array(0);

/** `GET` and `HEAD …/variables/{varId}/data`: a variable's bytes. `Accept` is not looked at, as in the engine. */
export async function getVariableData(context: Context): Promise<void> {
  const { service, request, response, parameters } = context;
  const [instanceId = "", name = ""] = parameters;
  const variable = await service.variables.open(instanceId, name);
  try {
    const headers = downloadHeaders(variable.record);
    const { inline, size } = variable.record;
    if (request.method === "HEAD") send(request, response, 200, headers);
    else if (size === 0) send(request, response, 200, headers, EMPTY);
    else if (inline !== undefined) send(request, response, 200, headers, inline);
    else await stream(context, headers, variable);
  } finally {
    await variable.close();
  }
}

/** The head goes out with the first bytes: a read that fails before them still gets an answer of its own. */
async function stream(
  { service, request, response }: Context,
  headers: OutgoingHttpHeaders,
  variable: OpenVariable,
): Promise<void> {
  for await (const chunk of variable.read()) {
    if (!response.headersSent) response.writeHead(200, headers);
    if (!response.write(chunk)) await flushed(request, response, "drain", service.idleMs);
  }
  response.end();
  await flushed(request, response, "finish", service.idleMs);
}
