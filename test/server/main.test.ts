import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, copyFile, open, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { withTestSchema } from "../support/postgres/test_schema.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { CLIENT, SERVER } from "../support/tls/certificates.ts";
import { SOURCE_FLAGS } from "../support/transpiling/source_flags.ts";
import { until } from "../support/until.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { getSecurely } from "./_https_client.ts";
import { RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, requestHead } from "./_requests.ts";
import { getOverUnix } from "./_unix_client.ts";
import { withServer } from "./_with_server.ts";
import { cheapHash, TOKEN } from "./access/_files.ts";

const test = suite("varpost");

/** The command line in a process of its own. */
class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  stdout = "";
  stderr = "";

  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [...SOURCE_FLAGS, "server/main.ts", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.#ended = once(this.#child, "close");
  }

  /** Waits until it listens, and returns the port. */
  async port(): Promise<number> {
    const match = () => /^varpost listening on http:\/\/127\.0\.0\.1:(\d+)\n$/.exec(this.stdout);
    await until(() => match() !== null || this.#child.exitCode !== null);
    const port = match()?.[1];
    if (port === undefined) throw new Error(`It does not listen: ${this.stdout}${this.stderr}`);
    return Number(port);
  }

  /** Waits until it listens, and returns the URL. */
  async url(): Promise<string> {
    const match = () => /^varpost listening on (\S+)\n$/.exec(this.stdout);
    await until(() => match() !== null || this.#child.exitCode !== null);
    const url = match()?.[1];
    if (url === undefined) throw new Error(`It does not listen: ${this.stdout}${this.stderr}`);
    return url;
  }

  /** What 'ps' shows of it, where that is known. */
  async shown(): Promise<string> {
    const file = `/proc/${this.#child.pid}/cmdline`;
    return existsSync(file) ? readFile(file, "utf8") : "";
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Reads no more of its standard output. */
  pauseStdout(): void {
    this.#child.stdout?.pause();
  }

  /** Waits for its end, though not all of its output was read. */
  async exit(): Promise<number | string> {
    const [code, signal] = await once(this.#child, "exit");
    this.#child.stdout?.destroy();
    return typeof code === "number" ? code : String(signal);
  }

  /** Closes the reading end of its standard error. */
  leaveStderr(): void {
    this.#child.stderr?.destroy();
  }

  /** Waits for its end, and returns the exit code or the signal that ended it. */
  async end(): Promise<number | string> {
    const [code, signal] = await this.#ended;
    return typeof code === "number" ? code : String(signal);
  }
}

async function withProgram<T>(
  args: readonly string[],
  run: (program: Program) => Promise<T>,
  environment?: Readonly<Record<string, string>>,
): Promise<T> {
  const program = new Program(args, environment);
  try {
    return await run(program);
  } finally {
    program.signal("SIGKILL");
    await program.end();
  }
}

test("prints its usage and its version", async () => {
  const help = new Program(["--help"]);
  const version = new Program(["--version"]);
  assert.deepEqual([await help.end(), await version.end()], [0, 0]);
  assert.match(help.stdout, /^Usage: varpost /);
  const manifest: unknown = JSON.parse(await readFile("package.json", "utf8"));
  assert.ok(typeof manifest === "object" && manifest !== null && "version" in manifest);
  assert.equal(version.stdout, `${manifest.version}\n`);
});

test("says in one line what is wrong with the command line", async () => {
  const flag = new Program(["--prot", "1"]);
  const storage = new Program([], { VARPOST_STORAGE: "memroy:" });
  assert.deepEqual([await flag.end(), await storage.end()], [2, 2]);
  assert.equal(
    flag.stderr,
    "varpost: Cannot read the command line: unknown option '--prot'; did you mean '--port'?\n",
  );
  assert.equal(
    storage.stderr,
    "varpost: Cannot use storage 'memroy:': unknown kind 'memroy'; did you mean 'memory:'?\n",
  );
});

test("writes its last error so that no name in it controls the terminal", async () => {
  const program = new Program(["--storage", "sqlite:none\u001b[31m\u2028/varpost.db"]);
  assert.equal(await program.exit(), 1);
  assert.match(
    program.stderr,
    /^varpost: [\x20-\x7e]*none\\u001b\[31m\\u2028\/varpost\.db[\x20-\x7e]*\n$/,
  );
});

test("lets in only users and tokens of its files, and logs nothing of them", () =>
  withTempDir(async (directory) => {
    const [users, tokens] = [`${directory}/users`, `${directory}/tokens`];
    await writeFile(users, `anna:${cheapHash("swordfish")}\n`);
    await writeFile(tokens, `${TOKEN}\n`);
    const args = ["--storage", "memory:", "--port", "0", "--log-level", "debug"];
    await withProgram([...args, "--users", users, "--token-file", tokens], async (program) => {
      const url = `http://127.0.0.1:${await program.port()}/version`;
      const statusFor = async (authorization: string) =>
        (await fetch(url, { headers: { authorization } })).status;
      assert.equal((await fetch(url)).status, 401);
      assert.equal(await statusFor(`Basic ${btoa("anna:swordfish")}`), 200);
      assert.equal(await statusFor(`Basic ${btoa("anna:swordfish2")}`), 401);
      assert.equal(await statusFor(`Bearer ${TOKEN}`), 200);
      assert.equal(await statusFor(`Bearer ${TOKEN}2`), 401);
      program.signal("SIGTERM");
      assert.equal(await program.end(), 0);
      assert.equal(program.stderr.match(/ debug Refuses a request /g)?.length, 3);
      for (const secret of ["swordfish", btoa("anna:swordfish"), TOKEN, "scrypt"]) {
        assert.ok(!program.stderr.includes(secret));
      }
    });
  }));

test("does not start with a wrong line in a file of users, and says in one line which", () =>
  withTempDir(async (directory) => {
    const users = `${directory}/users`;
    await writeFile(users, "\nanna:swordfish\n");
    const program = new Program(["--storage", `sqlite:${directory}/db`, "--users", users]);
    assert.equal(await program.end(), 1);
    assert.equal(
      program.stderr,
      `varpost: Cannot read the users file '${users}': line 2: its hash does not look like '$scrypt$ln=15,r=8,p=1$SALT$HASH'; make one by 'varpost hash-password'\n`,
    );
    assert.ok(!existsSync(`${directory}/db`));
  }));

test("prints the hash of a password, and takes none from its command line", async () => {
  const empty = new Program(["hash-password"]);
  assert.equal(await empty.end(), 1);
  assert.equal(empty.stderr, "varpost: Cannot hash the password: it is empty\n");
  const given = new Program(["hash-password", "swordfish"]);
  assert.equal(await given.end(), 2);
  assert.ok(!given.stderr.includes("swordfish"));
  const help = new Program(["hash-password", "--help"]);
  assert.equal(await help.end(), 0);
  assert.match(help.stdout, /^Usage: varpost hash-password\n/);
});

test("says in one line that its port is taken", () =>
  withServer(async ({ port }) => {
    const program = new Program(["--storage", "memory:", "--port", String(port)]);
    assert.equal(await program.end(), 1);
    assert.equal(
      program.stderr,
      `varpost: Cannot listen on 127.0.0.1:${port}: another process listens there; take another port\n`,
    );
  }));

test("serves, and ends with 0 on SIGTERM, SIGINT and SIGHUP", async () => {
  const memory = { VARPOST_STORAGE: "memory:", VARPOST_PORT: "0" };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    await withProgram(
      [],
      async (program) => {
        const response = await fetch(`http://127.0.0.1:${await program.port()}${PATH}`);
        assert.equal(response.status, 404);
        program.signal(signal);
        assert.equal(await program.end(), 0);
        assert.equal(program.stderr, "");
      },
      memory,
    );
  }
});

test("writes a line for each request on its standard output, without names", () =>
  withProgram(["--storage", "memory:", "--port", "0", "--access-log"], async (program) => {
    await fetch(`http://127.0.0.1:${await program.port()}${PATH}?a=b`);
    const line =
      /^varpost .*\n\S+Z access GET getProcessInstanceVariableBinary 404 0 \d+ [\d.]+ - answered InvalidRequestException\n$/;
    await until(() => line.test(program.stdout));
    program.signal("SIGTERM");
    assert.equal(await program.end(), 0);
  }));

test("writes only JSON, a line each, on both streams", async () => {
  const format = { VARPOST_LOG_FORMAT: "json" };
  const options = ["--storage", "memory:", "--port", "0", "--access-log", "--log-level", "debug"];
  const lines = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  await withProgram(
    options,
    async (program) => {
      await until(() => program.stdout.includes("\n"));
      const [{ url, message }] = lines(program.stdout);
      assert.equal(message, `varpost listening on ${url}`);
      await fetch(`${url}${PATH}?a=b`);
      await until(() => program.stdout.includes("access"));
      assert.equal(lines(program.stdout)[1].url, `${PATH}?a=b`);
      assert.equal(lines(program.stderr)[0].message, "Refuses a request");
      program.signal("SIGTERM");
      assert.equal(await program.end(), 0);
    },
    format,
  );
  const wrong = new Program(["--prot", "1", "--log-format", "json"]);
  assert.equal(await wrong.end(), 2);
  assert.match(lines(wrong.stderr)[0].message, /^Cannot read the command line/);
});

test("serves metrics, and ends", () =>
  withProgram(["--storage", "memory:", "--port", "0", "--metrics"], async (program) => {
    const url = `http://127.0.0.1:${await program.port()}`;
    await fetch(`${url}${PATH}`);
    const text = await (await fetch(`${url}/metrics`)).text();
    assert.match(text, /^varpost_storage_seconds_count\{operation="open"\} 1$/m);
    program.signal("SIGTERM");
    assert.equal(await program.end(), 0);
    assert.equal(program.stderr, "");
  }));

test("ends though nobody reads its standard output", () =>
  withProgram(["--storage", "memory:", "--port", "0", "--access-log"], async (program) => {
    const url = `http://127.0.0.1:${await program.port()}/`;
    program.pauseStdout();
    // More lines than the pipe and the buffers of this process take.
    for (let i = 0; i < 100; i++) {
      await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}${"x".repeat(50)}`)));
    }
    program.signal("SIGTERM");
    assert.equal(await program.exit(), 0);
  }));

test("serves from PostgreSQL, and shows its password to nobody", () =>
  withTestSchema(async ({ connectionString, schema }) => {
    const url = new URL(connectionString);
    url.password ||= "swordfish";
    url.searchParams.set("schema", schema);
    await withProgram(["--storage", url.href, "--port", "0"], async (program) => {
      const target = `http://127.0.0.1:${await program.port()}${PATH}`;
      const body = form({ name: "data", content: "kept" });
      const headers = { "content-type": FORM_TYPE };
      assert.equal((await fetch(target, { method: "POST", headers, body })).status, 204);
      assert.equal(await (await fetch(target)).text(), "kept");
      assert.ok(!(await program.shown()).includes(url.password));
      program.signal("SIGTERM");
      assert.equal(await program.end(), 0);
      assert.equal(program.stderr, "");
    });
  }));

test("says why it cannot reach PostgreSQL, and ends", async () => {
  const address = "127.0.0.1:1/db?sslmode=disable";
  const program = new Program(["--storage", `postgres://me:swordfish@${address}`]);
  assert.equal(await program.end(), 1);
  assert.equal(
    program.stderr,
    "varpost: Cannot open 'postgres://me@127.0.0.1:1/db': the database cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n",
  );
  const wrong = new Program(["--storage", "postgres://me:swordfish@h/db?sslmod=disable"]);
  assert.equal(await wrong.end(), 2);
  assert.equal(
    wrong.stderr,
    "varpost: Cannot read the URL of PostgreSQL: there is no parameter 'sslmod'; did you mean 'sslmode'?\n",
  );
});

test("finishes an upload that runs when it is told to stop, and keeps it", () =>
  withTempDir(async (directory) => {
    const args = ["--storage", `sqlite:${directory}/varpost.db`, "--port", "0"];
    const body = form({ name: "data", content: "kept" });
    await withProgram(args, async (program) => {
      const port = await program.port();
      await withConnection(port, async (client) => {
        await client.write(requestHead("POST", PATH, formFields(body)));
        await client.write(body.subarray(0, -9));
        await refuses(port, () => program.signal("SIGTERM"));
        await client.write(body.subarray(-9));
        assert.equal((await client.read()).status, 204);
        assert.equal(await program.end(), 0);
      });
    });
    await withProgram(args, async (program) => {
      const response = await fetch(`http://127.0.0.1:${await program.port()}${PATH}`);
      assert.equal(await response.text(), "kept");
    });
  }));

test("stops when npm start is told to", async () => {
  const npm = spawn("npm", ["start", "--silent", "--", "--storage", "memory:", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    // It reads the sources by tsx. This coverage could not be merged with that of others, and Node adds its own if this is not there.
    env: { ...process.env, NODE_V8_COVERAGE: undefined },
  });
  // The output ends only when all its writers have ended, also the server, which is a child of npm.
  const ended = once(npm, "close");
  const [line] = await once(npm.stdout, "data");
  const port = Number(/:(\d+)\s*$/.exec(String(line))?.[1]);
  const response = await fetch(`http://127.0.0.1:${port}${PATH}`);
  assert.equal(response.status, 404);
  npm.kill("SIGTERM");
  await ended;
  await assert.rejects(RawConnection.open(port), /ECONNREFUSED/);
});

test("ends at once on the second signal", () =>
  withProgram(["--storage", "memory:", "--port", "0"], async (program) => {
    const port = await program.port();
    await withConnection(port, async (client) => {
      const body = form({ name: "data", content: "lost" });
      await client.write(requestHead("POST", PATH, formFields(body)));
      await client.write(body.subarray(0, -9));
      await refuses(port, () => program.signal("SIGTERM"));
      program.signal("SIGINT");
      assert.equal(await program.end(), "SIGINT");
    });
  }));

function formFields(body: Uint8Array): string[] {
  return [`Content-Type: ${FORM_TYPE}`, `Content-Length: ${body.length}`];
}

/** Stops a program, and waits until it accepts no more connections. */
async function refuses(port: number, stop: () => void): Promise<void> {
  stop();
  await until(() =>
    RawConnection.open(port).then(
      (connection) => {
        connection.close();
        return false;
      },
      () => true,
    ),
  );
}

test("serves on when nobody reads its log any more", () =>
  withProgram(["--storage", "memory:", "--port", "0", "--log-level", "debug"], async (program) => {
    const port = await program.port();
    program.leaveStderr();
    const hinted = form({ name: "data", content: "x", filename: "a.txt" });
    const fields = [`Content-Type: ${FORM_TYPE}`, `Content-Length: ${hinted.length}`];
    await withConnection(port, async (client) => {
      for (let round = 0; round < 3; round++) {
        await client.write(requestHead("POST", PATH, fields));
        await client.write(hinted);
        assert.equal((await client.read()).status, 204);
      }
    });
  }));

test("serves HTTPS, and reads users and certificates anew on SIGHUP", () =>
  withTempDir(async (directory) => {
    const [users, cert, key] = ["users", "cert", "key"].map((name) => join(directory, name));
    assert.ok(users && cert && key);
    await writeFile(users, `anna:${cheapHash("one")}\n`);
    await copyFile(SERVER.cert, cert);
    await copyFile(SERVER.key, key);
    await chmod(users, 0o644);
    await chmod(key, 0o600);
    const args = ["--storage", "memory:", "--port", "0", "--users", users];
    await withProgram([...args, "--tls-cert", cert, "--tls-key", key], async (program) => {
      const url = await program.url();
      assert.match(url, /^https:/);
      const enter = async (password: string) => {
        const { status, name } = await getSecurely(`${url}/version`, { auth: `anna:${password}` });
        return [status, name];
      };
      /** Sends SIGHUP, and waits for a line of the log. */
      const hangUp = async (line: RegExp) => {
        const before = program.stderr.length;
        program.signal("SIGHUP");
        await until(() => line.test(program.stderr.slice(before)));
      };
      assert.deepEqual(await enter("one"), [200, "localhost"]);
      assert.match(program.stderr, / warn Others may read or change the users file '\S+': run /);
      assert.doesNotMatch(program.stderr, /the key/);

      const changed = cheapHash("two");
      await writeFile(users, `anna:${changed}\n`);
      await copyFile(CLIENT.cert, cert);
      await hangUp(
        / error Cannot read the certificate anew, so all stays as it was: .*another one/,
      );
      assert.match(program.stderr, / info Has read users and tokens anew$/m);
      assert.deepEqual(await enter("one"), [401, "localhost"]);
      assert.deepEqual(await enter("two"), [200, "localhost"]);

      await writeFile(users, "anna:swordfish\n");
      await copyFile(CLIENT.key, key);
      await hangUp(/ info Has read the certificate anew$/m);
      assert.match(program.stderr, / error Cannot read users and tokens anew, .*line 1/);
      assert.deepEqual(await enter("two"), [200, "cert_role"]);

      await writeFile(users, "# nobody\n");
      await hangUp(/ warn Lets in nobody: .*; add one, and send SIGHUP$/m);
      assert.deepEqual(await enter("two"), [401, "cert_role"]);

      program.signal("SIGTERM");
      assert.equal(await program.end(), 0);
      for (const secret of ["swordfish", changed, "BEGIN PRIVATE KEY"]) {
        assert.ok(!program.stderr.includes(secret), secret);
      }
    });
  }));

test("reads users anew after the start if SIGHUP comes during the start", () =>
  withTempDir(async (directory) => {
    const users = join(directory, "users");
    await promisify(execFile)("mkfifo", [users]);
    const args = ["--storage", "memory:", "--port", "0", "--users", users];
    await withProgram(args, async (program) => {
      // Each opening waits until the program reads.
      const first = await open(users, "w");
      program.signal("SIGHUP");
      await first.writeFile(`anna:${cheapHash("one")}\n`);
      await first.close();
      const url = `${await program.url()}/version`;
      await writeFile(users, `anna:${cheapHash("two")}\n`);
      await until(() => program.stderr.includes("Has read users and tokens anew"));
      for (const [password, status] of [
        ["one", 401],
        ["two", 200],
      ] as const) {
        const authorization = `Basic ${Buffer.from(`anna:${password}`).toString("base64")}`;
        assert.equal((await fetch(url, { headers: { authorization } })).status, status);
      }
      program.signal("SIGTERM");
      assert.equal(await program.end(), 0);
    });
  }));

test("says in one line why it cannot use a certificate", async () => {
  const args = ["--storage", "memory:", "--tls-cert", SERVER.cert, "--tls-key", CLIENT.key];
  const program = new Program(args);
  assert.equal(await program.end(), 1);
  assert.match(program.stderr, /^varpost: Cannot use the key of '.*client\.key': .*\n$/);
});

test("serves a Unix socket, and takes its file away at the end and after a kill", () =>
  withTempDir(async (directory) => {
    const path = join(directory, "v.sock");
    const args = ["--storage", "memory:", "--listen", `unix:${path}?mode=660`];
    for (const signal of ["SIGKILL", "SIGHUP"] as const) {
      await withProgram(args, async (program) => {
        assert.equal(await program.url(), `unix:${path}`);
        assert.equal((await stat(path)).mode & 0o777, 0o660);
        assert.equal((await getOverUnix(path, PATH)).status, 404);
        program.signal(signal);
        await program.end();
        assert.equal(existsSync(path), signal === "SIGKILL");
      });
    }
  }));
