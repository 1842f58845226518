import assert from "node:assert/strict";
import { hashPassword, isPassword, parseHash } from "../../../server/access/_password_hash.ts";
import { suite } from "../../support/suite.ts";

const test = suite("hashes of passwords");

const SALT = "c2FsdHNhbHQ";
const HASH = "aGFzaGhhc2hoYXNoaGFzaA";

test("are made anew each time, and only one password has them", async () => {
  const [one, other] = await Promise.all([hashPassword("pässword"), hashPassword("pässword")]);
  assert.notEqual(one, other);
  assert.match(one, /^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/);
  const hash = parseHash(one);
  assert.equal(await isPassword("pässword", hash), true);
  assert.equal(await isPassword("passw\u0308ord", hash), false);
  assert.equal(await isPassword("", hash), false);
});

test("are the same for a letter that is typed as one character or as two", async () => {
  const hash = parseHash(await hashPassword("p\u00e4ss"));
  assert.equal(await isPassword("pa\u0308ss", hash), true);
});

test("are those of other programs", async () => {
  // RFC 7914, section 12.
  const salt = Buffer.from("SodiumChloride").toString("base64").replace(/=+$/, "");
  const hash = `
    7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
    d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887`.replaceAll(/\s/g, "");
  const hash64 = Buffer.from(hash, "hex").toString("base64").replace(/=+$/, "");
  const known = parseHash(`$scrypt$ln=14,r=8,p=1$${salt}$${hash64}`);
  assert.equal(await isPassword("pleaseletmein", known), true);
  assert.equal(await isPassword("pleaseletmeout", known), false);
});

test("that are malformed, or cost too little or too much, are refused without showing them", () => {
  const cases: [text: string, message: RegExp][] = [
    ["", /does not look like/],
    ["secret", /does not look like/],
    ["$2y$10$abcdefghijklmnopqrstuv", /does not look like/],
    [`$argon2id$ln=15,r=8,p=1$${SALT}$${HASH}`, /does not look like/],
    [`$scrypt$ln=15,r=8,p=1$${SALT}`, /does not look like/],
    [`$scrypt$ln=15,r=8,p=1$${SALT}=$${HASH}`, /does not look like/],
    [`$scrypt$r=8,ln=15,p=1$${SALT}$${HASH}`, /does not look like/],
    [`$scrypt$ln=0,r=8,p=1$${SALT}$${HASH}`, /does not look like/],
    [`$scrypt$ln=015,r=8,p=1$${SALT}$${HASH}`, /does not look like/],
    [`$scrypt$ln=9,r=8,p=1$${SALT}$${HASH}`, /too cheap/],
    [`$scrypt$ln=18,r=8,p=1$${SALT}$${HASH}`, /costs too much/],
    [`$scrypt$ln=99,r=8,p=1$${SALT}$${HASH}`, /costs too much/],
    [`$scrypt$ln=31,r=2,p=1$${SALT}$${HASH}`, /costs too much/],
    [`$scrypt$ln=16,r=1,p=1$${SALT}$${HASH}`, /cannot be made: ln is 16, not below 16 \* r/],
    [`$scrypt$ln=10,r=999,p=9$${SALT}$${HASH}`, /costs too much/],
    [`$scrypt$ln=16,r=8,p=999$${SALT}$${HASH}`, /costs too much/],
    [`$scrypt$ln=15,r=8,p=1$c2FsdA$${HASH}`, /its salt has not 8 to 64 bytes/],
    [`$scrypt$ln=15,r=8,p=1$${SALT}$${SALT}`, /its hash has not 16 to 64 bytes/],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => parseHash(text),
      (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, message);
        assert.ok(!error.message.includes(SALT) && !error.message.includes(HASH));
        return true;
      },
    );
  }
  parseHash(`$scrypt$ln=17,r=7,p=1$${SALT}$${HASH}`);
});

test("that are read can be made", async () => {
  for (const cost of ["ln=10,r=1,p=1", "ln=15,r=1,p=1", "ln=10,r=2,p=9", "ln=16,r=2,p=1"]) {
    assert.equal(await isPassword("x", parseHash(`$scrypt$${cost}$${SALT}$${HASH}`)), false);
  }
});
