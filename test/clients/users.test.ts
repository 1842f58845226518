import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { Configuration, ProcessInstanceApi } from "@visaright/camunda-rest-client";
import { createAccess } from "../../server/mod.ts";
import { type TestServer, withServer } from "../server/_with_server.ts";
import { cheapHash, TOKEN } from "../server/access/_files.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";
import { testUnless } from "../support/test_unless.ts";
import { boxed } from "./with_rest_client.ts";

const test = suite("clients that enter by name and password");

const NAME = "zoë";
const PASSWORD = "päss:wörd€";
const CREDENTIALS = [
  { name: NAME, password: PASSWORD, status: 200 },
  { name: NAME, password: "wrong", status: 401 },
  { name: NAME, password: "", status: 401 },
  { name: "nobody", password: PASSWORD, status: 401 },
];

/** Starts a server that lets in one user, and who has the token. */
function withUser(run: (server: TestServer, directory: string) => Promise<void>): Promise<void> {
  return withTempDir(async (directory) => {
    const [usersFile, tokenFile] = [join(directory, "users"), join(directory, "tokens")];
    await writeFile(usersFile, `${NAME}:${cheapHash(PASSWORD)}\n`);
    await writeFile(tokenFile, `${TOKEN}\n`);
    const { authorize } = await createAccess({ usersFile, tokenFile });
    await withServer((server) => run(server, directory), { authorize });
  });
}

/** Runs curl, and returns the status of the last answer and the heads. */
function curl(...args: readonly string[]): Promise<{ status: number; heads: string }> {
  const all = ["--silent", "--verbose", "--write-out", "%{stderr}\nstatus %{http_code}\n", ...args];
  return new Promise((resolve, reject) => {
    execFile("curl", all, (error, _stdout, heads) => {
      if (error === null) resolve({ status: Number(/\nstatus (\d+)\n$/.exec(heads)?.[1]), heads });
      else reject(error);
    });
  });
}

const { status: curlStatus } = spawnSync("curl", ["--version"]);
const curlTest = testUnless(test, curlStatus === 0 ? undefined : "there is no curl");

curlTest("curl: -u, --anyauth and --oauth2-bearer", () =>
  withUser(async ({ url }) => {
    const version = `${url}/version`;
    for (const { name, password, status } of CREDENTIALS) {
      for (const how of ["--basic", "--anyauth"]) {
        assert.equal((await curl(how, "-u", `${name}:${password}`, version)).status, status);
      }
    }
    assert.equal((await curl(version)).status, 401);
    assert.equal((await curl("--oauth2-bearer", TOKEN, version)).status, 200);
    assert.equal((await curl("--oauth2-bearer", `${TOKEN}0`, version)).status, 401);
  }),
);

curlTest("curl: an upload is refused before it is sent, and stored with the right password", () =>
  withUser(async ({ url, storage }, directory) => {
    const file = join(directory, "large");
    await writeFile(file, Buffer.alloc(20_000_000, 97));
    const target = `${url}/process-instance/i/variables/v/data`;
    const refused = await curl("-u", `${NAME}:wrong`, "-F", `data=@${file}`, target);
    assert.equal(refused.status, 401);
    assert.match(refused.heads, /^> Expect: 100-continue\r?$/m);
    assert.ok(!refused.heads.includes("HTTP/1.1 100 Continue"));
    assert.deepEqual(await storage.instances(), []);
    const posted = await curl("-u", `${NAME}:${PASSWORD}`, "-F", `data=@${file}`, target);
    assert.equal(posted.status, 204);
    assert.equal((await storage.stat("i", "v"))?.size, 20_000_000);
  }),
);

test("@visaright/camunda-rest-client: as axios takes it, and as a header", () =>
  withUser(async ({ url }) => {
    const basePath = `${url}/engine-rest`;
    const variableValueDto = { value: boxed(42), type: "Integer" };
    const set = async (baseOptions: object) => {
      const api = new ProcessInstanceApi(new Configuration({ basePath, baseOptions }));
      const wanted = { id: "i", varName: "v", variableValueDto };
      const answer = await api.setProcessInstanceVariable(wanted, { validateStatus: () => true });
      return { status: answer.status, data: answer.data, headers: answer.headers };
    };
    for (const { name, password, status } of CREDENTIALS) {
      const expected = status === 200 ? 204 : status;
      const field = `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
      assert.equal((await set({ auth: { username: name, password } })).status, expected);
      assert.equal((await set({ headers: { Authorization: field } })).status, expected);
    }
    const { status, data, headers } = await set({});
    assert.equal(status, 401);
    assert.match(JSON.stringify(data), /"type":"NotAuthorizedException"/);
    assert.match(headers["www-authenticate"], /^Basic realm="varpost", charset="UTF-8"/);
  }));

test("fetch and node:http", () =>
  withUser(async ({ url }) => {
    const target = `${url}/version`;
    for (const { name, password, status } of CREDENTIALS) {
      const field = `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
      const byFetch = await fetch(target, { headers: { Authorization: field } });
      assert.equal(byFetch.status, status);

      const outgoing = request(target, { auth: `${name}:${password}` }).end();
      const [byNode]: IncomingMessage[] = await once(outgoing, "response");
      byNode?.resume();
      assert.equal(byNode?.statusCode, status);
    }
    assert.equal((await fetch(target)).status, 401);
    const headers = { Authorization: `Bearer ${TOKEN}` };
    assert.equal((await fetch(target, { headers })).status, 200);
  }));

/** Asks as Java's own client does: without credentials first, and again if it is asked for them. */
const JAVA = `
import java.net.*;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

public class Ask {
  public static void main(String[] args) throws Exception {
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).authenticator(new Authenticator() {
      @Override protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(args[1], args[2].toCharArray());
      }
    }).build();
    var uri = URI.create(args[0] + "/process-instance/i/variables/v");
    var body = BodyPublishers.ofString("{\\"value\\":42}");
    var put = HttpRequest.newBuilder(uri).header("Content-Type", "application/json").PUT(body).build();
    System.out.println(client.send(put, BodyHandlers.ofString()).statusCode());
    var get = HttpRequest.newBuilder(uri).build();
    System.out.println(client.send(get, BodyHandlers.ofString()).body());
  }
}
`;

const { stdout: modules } = spawnSync("java", ["--list-modules"], { encoding: "utf8" });
const hasJava = /jdk\.compiler/.test(modules ?? "") && /java\.net\.http/.test(modules ?? "");

testUnless(test, hasJava ? undefined : "there is no JDK")(
  "Java's HttpClient: once it is asked, also with a body",
  () =>
    withUser(async ({ url }, directory) => {
      const file = join(directory, "Ask.java");
      await writeFile(file, JAVA);
      const java = (password: string) =>
        new Promise<string>((resolve) => {
          const args = [
            "-Dfile.encoding=UTF-8",
            "-Dsun.jnu.encoding=UTF-8",
            file,
            url,
            NAME,
            password,
          ];
          const environment = { ...process.env, LC_ALL: "C.UTF-8" };
          execFile("java", args, { env: environment }, (_error, stdout, stderr) =>
            resolve(stdout + stderr),
          );
        });
      assert.equal(await java(PASSWORD), '204\n{"type":"Integer","value":42,"valueInfo":{}}\n');
      assert.match(await java("wrong"), /too many authentication attempts/);
    }),
);
