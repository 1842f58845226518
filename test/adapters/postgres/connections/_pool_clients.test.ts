import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import pg from "pg";
import { poolClients } from "../../../../adapters/postgres/connections/_pool_clients.ts";
import { connectionSettings } from "../../../../adapters/postgres/settings/_connection_settings.ts";
import { suite } from "../../../support/suite.ts";
import { SERVER } from "../../../support/tls/certificates.ts";

const test = suite("poolClients()");

/** Which connections a server takes: all that `takes` says, as `pg_hba.conf` would; with TLS only if it has a certificate. */
interface Rules {
  hasTls: boolean;
  takes: "all" | "tls" | "plain" | "none";
}

/** The one thing of PostgreSQL that matters here: how a connection begins. Each is noted as `tls` or `plain`, with `-` if refused. */
async function withServer(
  rules: Rules,
  run: (port: number, seen: string[]) => Promise<void>,
): Promise<void> {
  const seen: string[] = [];
  const secureContext = createSecureContext({
    cert: readFileSync(SERVER.cert),
    key: readFileSync(SERVER.key),
  });
  const sockets = new Set<Socket>();
  const answerStartup = (socket: Socket, way: "tls" | "plain") => {
    const taken = rules.takes === "all" || rules.takes === way;
    seen.push(taken ? way : `-${way}`);
    socket.write(taken ? READY : REFUSAL);
    if (!taken) socket.end();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", (first) => {
      if (first.length > 8) return answerStartup(socket, "plain");
      if (!rules.hasTls) seen.push("-tls");
      socket.write(rules.hasTls ? "S" : "N");
      const next = rules.hasTls ? new TLSSocket(socket, { isServer: true, secureContext }) : socket;
      next.on("error", () => {});
      next.once("data", () => answerStartup(next, rules.hasTls ? "tls" : "plain"));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  try {
    await run(address.port, seen);
  } finally {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5, type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const READY = Buffer.concat([message("R", Buffer.alloc(4)), message("Z", Buffer.from("I"))]);
const REFUSAL = message(
  "E",
  Buffer.from("SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry for host\0\0"),
);

/** Opens `count` connections at once and gives them back, as often as `run` asks for it. */
async function withPool(
  port: number,
  sslmode: string,
  run: (connect: (count?: number) => Promise<void>, pass: (ms: number) => void) => Promise<void>,
): Promise<void> {
  const connectionString = `postgres://me@127.0.0.1:${port}/db?sslmode=${sslmode}`;
  const { pool: config, sslWays } = connectionSettings({ connectionString }, { HOME: "/nowhere" });
  const pool = new pg.Pool(config);
  pool.on("error", () => {});
  let time = 0;
  const take = poolClients(pool, sslWays, () => time);
  try {
    await run(
      async (count = 1) => {
        const clients = await Promise.all(Array.from({ length: count }, take));
        for (const client of clients) client.release(true);
      },
      (ms) => {
        time += ms;
      },
    );
  } finally {
    await pool.end();
  }
}

/** `sslmode`, what the server is like, and the connections that it sees. */
const CASES: readonly (readonly [mode: string, rules: Rules, seen: readonly string[]])[] = [
  ["prefer", { hasTls: true, takes: "all" }, ["tls"]],
  ["prefer", { hasTls: false, takes: "all" }, ["-tls", "plain"]],
  ["prefer", { hasTls: true, takes: "plain" }, ["-tls", "plain"]],
  ["allow", { hasTls: true, takes: "all" }, ["plain"]],
  ["allow", { hasTls: false, takes: "all" }, ["plain"]],
  ["allow", { hasTls: true, takes: "tls" }, ["-plain", "tls"]],
  ["require", { hasTls: true, takes: "all" }, ["tls"]],
  ["disable", { hasTls: true, takes: "all" }, ["plain"]],
];

for (const [mode, rules, expected] of CASES) {
  test(`with ${mode}, sees ${expected} at a server ${rules.hasTls ? "with" : "without"} TLS that takes ${rules.takes}`, () =>
    withServer(rules, (port, seen) =>
      withPool(port, mode, async (connect) => {
        await connect();
        assert.deepEqual(seen, expected);
      }),
    ));
}

/** `sslmode`, what the server is like, the connections that it sees, and the error. */
const FAILING: readonly (readonly [
  mode: string,
  rules: Rules,
  seen: readonly string[],
  error: RegExp,
])[] = [
  ["require", { hasTls: false, takes: "all" }, ["-tls"], /does not support SSL/],
  ["require", { hasTls: true, takes: "plain" }, ["-tls"], /no pg_hba.conf entry/],
  ["disable", { hasTls: true, takes: "tls" }, ["-plain"], /no pg_hba.conf entry/],
  ["prefer", { hasTls: false, takes: "tls" }, ["-tls", "-plain"], /no pg_hba.conf entry/],
  ["prefer", { hasTls: true, takes: "none" }, ["-tls", "-plain"], /no pg_hba.conf entry/],
  ["allow", { hasTls: false, takes: "tls" }, ["-plain", "-tls"], /no pg_hba.conf entry/],
];

for (const [mode, rules, expected, problem] of FAILING) {
  test(`fails with ${mode} at a server ${rules.hasTls ? "with" : "without"} TLS that takes ${rules.takes}`, () =>
    withServer(rules, (port, seen) =>
      withPool(port, mode, async (connect) => {
        await assert.rejects(connect(), problem);
        assert.deepEqual(seen, expected);
      }),
    ));
}

test("begins for a minute with what the server took, and then asks it again", () =>
  withServer({ hasTls: false, takes: "all" }, (port, seen) =>
    withPool(port, "prefer", async (connect, pass) => {
      await connect();
      pass(59_999);
      await connect();
      assert.deepEqual(seen, ["-tls", "plain", "plain"]);
      pass(1);
      await connect();
      assert.deepEqual(seen.slice(3), ["-tls", "plain"]);
    }),
  ));

test("follows a server that changes its mind within the minute", () => {
  const rules: Rules = { hasTls: false, takes: "all" };
  return withServer(rules, (port, seen) =>
    withPool(port, "prefer", async (connect) => {
      await connect();
      rules.hasTls = true;
      rules.takes = "tls";
      await connect();
      rules.hasTls = false;
      rules.takes = "plain";
      await connect();
      assert.deepEqual(seen, ["-tls", "plain", "-plain", "tls", "-tls", "plain"]);
    }),
  );
});

test("finds a way for more connections at once than the pool has", () =>
  withServer({ hasTls: false, takes: "all" }, (port, seen) =>
    withPool(port, "prefer", async (connect) => {
      await Promise.all(Array.from({ length: 40 }, () => connect()));
      assert.equal(seen.filter((way) => way === "plain").length, 40);
    }),
  ));
