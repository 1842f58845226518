import assert from "node:assert/strict";
import { HashQueue } from "../../../server/access/_hash_queue.ts";
import { parseHash } from "../../../server/access/_password_hash.ts";
import { UserList } from "../../../server/access/_user_list.ts";
import { suite } from "../../support/suite.ts";
import { cheapHash } from "./_files.ts";

const test = suite("UserList");

/** A queue that counts the hashes that are worked on. */
class CountingQueue extends HashQueue {
  count = 0;

  override run<T>(work: () => Promise<T>): Promise<T> {
    this.count++;
    return super.run(work);
  }
}

function listed() {
  const queue = new CountingQueue();
  const anna = { name: "anna", hash: parseHash(cheapHash("secret")), right: "write" } as const;
  const zoe = { name: "zo\u00eb", hash: parseHash(cheapHash("")), right: "read" } as const;
  return { queue, anna, zoe, list: new UserList([anna, zoe], queue) };
}

test("finds a user by name and password", async () => {
  const { list, anna, zoe } = listed();
  assert.equal(await list.find("anna", "secret"), anna);
  assert.equal(await list.find("zoe\u0308", ""), zoe);
  for (const [name, password] of [
    ["anna", "Secret"],
    ["anna", ""],
    ["Anna", "secret"],
    ["nobody", "secret"],
    ["", ""],
    ["__proto__", "secret"],
  ] as const) {
    assert.equal(await list.find(name, password), undefined);
  }
});

test("remembers a right password, and works on each wrong one and each unknown name", async () => {
  const { list, queue, anna } = listed();
  await list.find("anna", "secret");
  assert.equal(list.find("anna", "secret"), anna);
  assert.equal(queue.count, 1);
  for (let count = 2; count < 4; count++) {
    await list.find("anna", "wrong");
    assert.equal(queue.count, count);
  }
  await list.find("nobody", "secret");
  assert.equal(queue.count, 4);
});

test("works once on what many connections send at once, and refuses many different ones", async () => {
  const { list, queue, anna } = listed();
  const same = await Promise.all(Array.from({ length: 200 }, () => list.find("anna", "secret")));
  assert.ok(same.every((user) => user === anna));
  assert.equal(queue.count, 1);
  const wrong = Array.from({ length: 100 }, async (_, index) => list.find("anna", `${index}`));
  const results = await Promise.allSettled(wrong);
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 66);
  assert.equal(await list.find("anna", "secret"), anna);
  assert.equal(await list.find("anna", "99"), undefined);
});
