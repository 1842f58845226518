import { Agent, request } from "node:http";
import { withNginx } from "../nginx.ts";
import { freePort } from "../postgres/free_port.ts";
import { withTestSchema } from "../postgres/test_schema.ts";
import { type ServerProcess, startServerProcess } from "../server_process.ts";
import { SOURCE_FLAGS } from "../transpiling/source_flags.ts";
import { until } from "../until.ts";
import { BOUNDARY, encodeForm } from "../variable_form.ts";
import { probe, type Report } from "./probes.ts";

/** How much is done. */
export interface RestartOptions {
  readonly clients: number;
  readonly restarts: number;
  /** `--stop-delay`, in seconds. */
  readonly stopDelay: number;
}

interface Sent {
  /** The answers by status; 0 for none. */
  readonly statuses: Map<number, number>;
  /** What each variable has to be in the end. */
  readonly acknowledged: Map<string, string>;
}

/** Restarts one of two servers behind nginx, again and again, while clients write and read. */
export function runRestarts(
  { clients, restarts, stopDelay }: RestartOptions,
  report: Report,
): Promise<void> {
  return withTestSchema(async ({ connectionString, schema }) => {
    const storage = new URL(connectionString);
    storage.searchParams.set("schema", schema);
    const ports = [await freePort(), await freePort()];
    const start = (port: number) =>
      startServerProcess([
        ...[process.execPath, ...SOURCE_FLAGS, "server/main.ts", "--port", String(port)],
        ...["--storage", storage.href, "--stop-delay", String(stopDelay)],
      ]);
    const servers: ServerProcess[] = [];
    try {
      for (const port of ports) servers.push(await start(port));
      await withNginx(ports, async (url) => {
        let isDone = false;
        const sent: Sent = { statuses: new Map(), acknowledged: new Map() };
        const writing = Promise.all(
          Array.from({ length: clients }, (_, i) => write(url, `client${i}`, sent, () => isDone)),
        );
        for (let round = 0; round < restarts; round++) {
          const index = round % 2;
          await servers[index]?.stop();
          const server = await start(ports[index] ?? 0);
          servers[index] = server;
          await until(async () => (await probe(server.url)).ready === 200);
        }
        isDone = true;
        await writing;
        const wrong = await missing(url, sent.acknowledged);
        const counts = [...sent.statuses].map(
          ([status, count]) => `${count} x ${status || "no answer"}`,
        );
        const lost = [...sent.statuses].filter(([status]) => status !== 204 && status !== 200);
        report(
          `${restarts} restarts of one of two servers behind nginx, --stop-delay ${stopDelay}`,
          lost.length === 0 && wrong === 0,
          `${clients} clients: ${counts.join(", ")}; ${wrong} of ${sent.acknowledged.size} variables wrong`,
        );
      });
    } finally {
      for (const server of servers) await server.stop();
    }
  });
}

/** Writes by JSON and by form, and reads, on a connection that is kept. */
async function write(url: string, name: string, sent: Sent, isDone: () => boolean): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const path = `${url}/process-instance/restarts/variables/${name}`;
  for (let i = 0; !isDone(); i++) {
    const text = `${name} ${i}`;
    const isForm = i % 3 === 0;
    const status = isForm
      ? await send(agent, "POST", `${path}/data`, form(text), FORM)
      : i % 3 === 1
        ? await send(agent, "PUT", path, JSON.stringify({ value: text, type: "String" }), JSON_TYPE)
        : await send(agent, "GET", path);
    sent.statuses.set(status, (sent.statuses.get(status) ?? 0) + 1);
    if (status === 204) sent.acknowledged.set(name, text);
  }
  agent.destroy();
}

const JSON_TYPE = { "content-type": "application/json" };
const FORM = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };

function form(text: string): Buffer {
  return Buffer.from(
    encodeForm([
      { name: "data", content: Buffer.from(text) },
      { name: "valueType", content: "Bytes", contentType: "text/plain" },
    ]),
  );
}

/** Sends a request, and gives the status of its answer; 0 if there was none. */
function send(
  agent: Agent,
  method: string,
  url: string,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const sending = request(url, { agent, method, headers }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      answer.on("error", () => resolve(0));
    });
    sending.on("error", () => resolve(0)).end(body);
  });
}

/** Counts the variables that are not what was acknowledged last. */
async function missing(url: string, acknowledged: ReadonlyMap<string, string>): Promise<number> {
  let wrong = 0;
  for (const [name, text] of acknowledged) {
    const variable = `${url}/process-instance/restarts/variables/${name}`;
    const { type, value } = JSON.parse(await (await fetch(variable)).text());
    const found = type === "String" ? value : await (await fetch(`${variable}/data`)).text();
    if (found !== text) wrong++;
  }
  return wrong;
}
