import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { ProcessVariables } from "../../../../core/mod.ts";
import type { RunningServer } from "../../../../server/node/running_server.ts";
import { startServer } from "../../../../server/node/start_server.ts";
import type { UnixSocket } from "../../../../server/node/unix_socket/unix_socket.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { getOverUnix } from "../../_unix_client.ts";
import { withServer } from "../../_with_server.ts";

const test = suite("a server on a Unix socket");

const variables = new ProcessVariables({ storage: new MemoryStorage() });

function start(unixSocket: UnixSocket, further: object = {}): Promise<RunningServer> {
  return Reflect.apply(startServer, undefined, [{ variables, unixSocket, ...further }]);
}

/** Leaves the socket file of a process that was killed. */
async function leaveSocket(path: string): Promise<void> {
  const code = `require("node:net").createServer().listen(process.argv[1], () => console.log())`;
  const child = spawn(process.execPath, ["-e", code, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  assert.ok(existsSync(path));
}

test("serves loopback hosts and those that are allowed, and warns of nothing", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "v.sock");
    await withServer(
      async ({ port, url, logged }) => {
        assert.deepEqual([port, url], [0, `unix:${path}`]);
        for (const [host, status] of [
          ["localhost", 200],
          ["127.0.0.1:8080", 200],
          ["varpost.example", 200],
          ["evil.example", 403],
        ] as const) {
          assert.equal((await getOverUnix(path, "/version", host)).status, status, host);
        }
        assert.deepEqual(
          logged.filter(({ level }) => level === "warn"),
          [],
        );
      },
      { host: undefined, port: undefined, unixSocket: { path }, allowedHosts: ["varpost.example"] },
    );
    assert.ok(!existsSync(path));
  }));

test("refuses other hosts by itself: a proxy in front passes on what browsers ask it for", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "v.sock");
    await withServer(
      async () => {
        assert.equal((await getOverUnix(path, "/version", "evil.example")).status, 403);
        assert.equal((await getOverUnix(path, "/version")).status, 200);
      },
      { port: undefined, unixSocket: { path } },
    );
  }));

test("gives its file the rights that it is told", () =>
  withTempDir(async (directory) => {
    for (const [mode, rights] of [
      [undefined, 0o600],
      [0o660, 0o660],
      [0o666, 0o666],
    ] as const) {
      const path = join(directory, "v.sock");
      const server = await start({ path, mode });
      assert.equal((await stat(path)).mode & 0o777, rights);
      assert.deepEqual(await readdir(directory), ["v.sock"]);
      await server.close();
    }
  }));

test("takes away what a killed server has left, and takes relative paths", () =>
  withTempDir(async (directory) => {
    const path = relative(process.cwd(), join(directory, "v.sock"));
    await leaveSocket(path);
    const server = await start({ path });
    assert.equal(server.url, `unix:${join(directory, "v.sock")}`);
    assert.equal((await getOverUnix(path, "/version")).status, 200);
    await server.close();
    assert.ok(!existsSync(path));
  }));

test("leaves the socket of a living server", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "v.sock");
    const server = await start({ path });
    await assert.rejects(start({ path }), {
      message: `Cannot listen on 'unix:${path}': another process listens there; take another path`,
    });
    assert.equal((await getOverUnix(path, "/version")).status, 200);
    await server.close();
  }));

test("leaves the file of another server that has come in its place", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "v.sock");
    const first = await start({ path });
    await rename(path, join(directory, "moved.sock"));
    const second = await start({ path });
    await first.close();
    assert.equal((await getOverUnix(path, "/version")).status, 200);
    await second.close();
    assert.deepEqual(await readdir(directory), ["moved.sock"]);
  }));

test("leaves any other file", () =>
  withTempDir(async (directory) => {
    const [file, link, socket] = ["file", "link", "socket"].map((name) => join(directory, name));
    assert.ok(file && link && socket);
    await writeFile(file, "precious");
    await leaveSocket(socket);
    await symlink(socket, link);
    for (const path of [file, link, directory]) {
      await assert.rejects(start({ path }), {
        message: `Cannot listen on 'unix:${path}': there is a file that is no socket; take another path, or remove it`,
      });
    }
    assert.equal(await readFile(file, "utf8"), "precious");
    assert.ok(existsSync(socket));
  }));

test("says what is wrong with a path", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "none", "v.sock");
    await assert.rejects(start({ path }), {
      message: `Cannot listen on 'unix:${path}': there is no such directory; make it`,
    });
    const long = join(directory, "x".repeat(120));
    await assert.rejects(start({ path: long }), { name: "RangeError", message: /give a shorter/ });
    assert.deepEqual(await readdir(directory), []);
    for (const wrong of ["", "\0abstract"]) {
      await assert.rejects(start({ path: wrong }), { name: "TypeError", message: /pass the path/ });
    }
    await assert.rejects(start({ path, mode: 0o1777 }), { name: "RangeError", message: /0o660/ });
    await assert.rejects(start({ path }, { port: 80 }), {
      name: "TypeError",
      message: `Cannot listen on 'unix:${path}': there is 'port', too; leave it out, it is for TCP only`,
    });
    await assert.rejects(start({ path }, { unixSocket: { file: path } }), /there is no 'file'/);
  }));
