import assert from "node:assert/strict";
import { createVersionSource } from "../../../core/storage/create_version_source.ts";
import { suite } from "../../support/suite.ts";

const test = suite("createVersionSource()");

test("gives new versions, fit for an ETag, that two sources never share", () => {
  const [one, other] = [createVersionSource(), createVersionSource()];
  const versions = Array.from({ length: 1_000 }, () => [one(), other()]).flat();
  assert.equal(new Set(versions).size, versions.length);
  for (const version of versions) assert.match(version, /^[A-Za-z0-9_-]{1,64}$/);
});

test("takes nothing random before the first version: a worker may open a store while its module is read", () => {
  let calls = 0;
  const { randomUUID } = crypto;
  const value = () => {
    calls++;
    return randomUUID.call(crypto);
  };
  Object.defineProperty(crypto, "randomUUID", { configurable: true, value });
  try {
    const nextVersion = createVersionSource();
    assert.equal(calls, 0);
    nextVersion();
    nextVersion();
    assert.equal(calls, 1);
  } finally {
    Reflect.deleteProperty(crypto, "randomUUID");
  }
  assert.equal(crypto.randomUUID, randomUUID);
});
