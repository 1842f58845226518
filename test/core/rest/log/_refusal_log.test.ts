import assert from "node:assert/strict";
import { RefusalLog } from "../../../../core/rest/log/_refusal_log.ts";
import { withConnection } from "../../../server/_raw_connection.ts";
import { PATH, requestHead } from "../../../server/_requests.ts";
import { type LogLine, withServer } from "../../../server/_with_server.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("RefusalLog");

const REQUEST = { method: "GET", target: "/x" };

function forbidden(message: string) {
  return { status: 403, type: "ForbiddenException", message, code: null };
}

/** Logs refusals, each with a reason and a time, and returns the levels of the lines. */
function levels(refused: readonly (readonly [reason: string, time: number])[]): string[] {
  const written: string[] = [];
  let now = 0;
  const log = new RefusalLog(
    (level) => written.push(level),
    () => now,
  );
  for (const [reason, time] of refused) {
    now = time;
    log.write(REQUEST, forbidden(reason));
  }
  return written;
}

test("tells what is forbidden at info once a minute and reason, else at debug", () => {
  assert.deepEqual(
    levels([
      ["a", 0],
      ["a", 1],
      ["b", 2],
      ["a", 59_999],
      ["a", 60_000],
      ["b", 60_001],
      ["b", 60_002],
      ["a", 119_999],
    ]),
    ["info", "debug", "info", "debug", "info", "debug", "info", "debug"],
  );
});

test("remembers a bounded number of reasons", () => {
  const many = Array.from({ length: 1_000 }, (_, index): [string, number] => [`${index}`, 1]);
  const written = levels([...many, ["one more", 60_001]]);
  assert.equal(written.filter((level) => level === "info").length, 101);
  assert.equal(written.at(-1), "info");
});

test("gets a line for bytes that are not a request, too", () =>
  withServer(({ port, logged }) =>
    withConnection(port, async (client) => {
      await client.write("NONSENSE\r\n\r\n");
      assert.equal((await client.read()).status, 400);
      assert.deepEqual(
        logged.map(({ level, fields }) => [level, fields["status"], fields["type"]]),
        [["debug", 400, "ClientErrorException"]],
      );
    }),
  ));

test("gets a line for each refusal of the server, with an id, status and type", () =>
  withServer(async ({ url, port, logged }) => {
    await fetch(`${url}/none`);
    await fetch(`${url}${PATH}`, { method: "DELETE" });
    await withConnection(port, async (client) => {
      for (let i = 0; i < 2; i++) {
        await client.write(`GET ${PATH} HTTP/1.1\r\nHost: evil.example\r\n\r\n`);
        assert.equal((await client.read()).status, 403);
      }
      await client.write(requestHead("POST", PATH, ["Content-Length: 0", "Origin: http://evil"]));
      assert.equal((await client.read()).status, 403);
    });
    const lines = logged.map(({ level, fields }) => [level, fields["status"], fields["type"]]);
    assert.deepEqual(lines, [
      ["debug", 404, "NotFoundException"],
      ["debug", 405, "NotAllowedException"],
      ["info", 403, "ForbiddenException"],
      ["debug", 403, "ForbiddenException"],
      ["info", 403, "ForbiddenException"],
    ]);
    const id = (line: LogLine) => String(line.fields["id"]);
    assert.equal(new Set(logged.map(id)).size, logged.length);
    assert.match(String(logged[2]?.fields["reason"]), /--allow-host/);
    assert.deepEqual(logged[0]?.fields["url"], "/none");
  }));
