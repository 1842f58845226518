import assert from "node:assert/strict";
import { suite } from "../support/suite.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { errorOf, type RawConnection, withConnection } from "./_raw_connection.ts";
import { PATH, postRequest, requestHead } from "./_requests.ts";
import { withServer } from "./_with_server.ts";

const test = suite("requests in one packet");

const withClient = (run: (client: RawConnection) => Promise<void>) =>
  withServer(({ port }) => withConnection(port, run));

function post(value: string, fields: readonly string[] = []): string {
  const body = form({ name: "data", content: value }).toString();
  return postRequest(body, PATH, [`Content-Type: ${FORM_TYPE}`, ...fields]);
}

test("are answered in their order, each from what the former left", () =>
  withClient(async (client) => {
    await client.write(post("one") + requestHead("GET") + post("two") + requestHead("GET"));
    assert.equal((await client.read()).status, 204);
    assert.equal((await client.read()).body.toString(), "one");
    assert.equal((await client.read()).status, 204);
    assert.equal((await client.read()).body.toString(), "two");
  }));

test("are answered in their order after a form that is refused, and one that nobody reads", () =>
  withClient(async (client) => {
    const refused = postRequest("--x", PATH, [`Content-Type: ${FORM_TYPE}`]);
    const unread = postRequest("--x", PATH, [`Content-Type: ${FORM_TYPE}`, 'If-Match: "none"']);
    await client.write(refused + unread + post("one") + requestHead("GET"));
    assert.equal((await client.read()).status, 400);
    assert.equal((await client.read()).status, 412);
    assert.equal((await client.read()).status, 204);
    assert.equal((await client.read()).body.toString(), "one");
  }));

test("are more than are answered together", () =>
  withClient(async (client) => {
    await client.write(post("one").repeat(50));
    for (let answered = 0; answered < 50; answered++) {
      assert.equal((await client.read()).status, 204);
    }
  }));

test("are answered up to the first that cannot be read", () =>
  withClient(async (client) => {
    await client.write(`${post("one")}NONSENSE\r\n\r\n`);
    assert.equal((await client.read()).status, 204);
    assert.equal(errorOf(await client.read()).type, "ClientErrorException");
    await client.ends();
  }));

test("are answered up to the one that ends the connection", () =>
  withClient(async (client) => {
    await client.write(post("one", ["Connection: close"]) + post("two"));
    const answer = await client.read();
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get("connection"), "close");
    assert.equal((await client.ends()).length, 0);
  }));
