import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readTlsFiles } from "../../../../server/node/tls/_read_tls_files.ts";
import { suite } from "../../../support/suite.ts";
import { withTempDir } from "../../../support/temp_dir.ts";
import { CA, CLIENT, SERVER } from "../../../support/tls/certificates.ts";

const test = suite("readTlsFiles()");

const PAIR = { certFile: SERVER.cert, keyFile: SERVER.key };

test("reads a certificate, its chain and its key", () =>
  withTempDir(async (directory) => {
    const certFile = join(directory, "fullchain.pem");
    const chain = (await readFile(SERVER.cert, "utf8")) + (await readFile(CA, "utf8"));
    await writeFile(certFile, chain);
    const { cert, key } = await readTlsFiles({ ...PAIR, certFile });
    assert.equal(String(cert), chain);
    assert.equal(String(key), await readFile(SERVER.key, "utf8"));
  }));

test("names the file that cannot be used, and says what to do", () =>
  withTempDir(async (directory) => {
    const path = (name: string) => join(directory, name);
    const [missing, text, encrypted, turned] = ["none", "text", "encrypted", "turned"].map(path);
    assert.ok(missing && text && encrypted && turned);
    const key = await readFile(SERVER.key, "utf8");
    await writeFile(text, "-----BEGIN NOTHING-----\n");
    const cipher = { cipher: "aes-256-cbc", passphrase: "swordfish" };
    await writeFile(
      encrypted,
      createPrivateKey(key).export({ type: "pkcs8", format: "pem", ...cipher }),
    );
    await writeFile(turned, (await readFile(CA, "utf8")) + (await readFile(SERVER.cert, "utf8")));
    const another = (certFile: string, keyFile: string) =>
      `Cannot use the key of '${keyFile}': the certificate of '${certFile}' has another one; give both of one pair, and in the file of the certificate the server's own one first`;
    for (const [certFile, keyFile, message] of [
      [missing, SERVER.key, `Cannot read the certificate of '${missing}': there is no such file`],
      [SERVER.cert, missing, `Cannot read the key of '${missing}': there is no such file`],
      [
        SERVER.cert,
        directory,
        `Cannot read the key of '${directory}': it is a directory; give a file`,
      ],
      [
        text,
        SERVER.key,
        `Cannot use the certificate of '${text}': it holds none in PEM; a certificate begins with '-----BEGIN CERTIFICATE-----'`,
      ],
      [
        SERVER.key,
        SERVER.cert,
        `Cannot use the certificate of '${SERVER.key}': it holds none in PEM; a certificate begins with '-----BEGIN CERTIFICATE-----'`,
      ],
      [
        SERVER.cert,
        text,
        `Cannot use the key of '${text}': it holds no private key in PEM, which begins with '-----BEGIN PRIVATE KEY-----'`,
      ],
      [
        SERVER.cert,
        encrypted,
        `Cannot use the key of '${encrypted}': it is encrypted; 'openssl pkey -in FILE -out PLAIN' decrypts it`,
      ],
      [SERVER.cert, CLIENT.key, another(SERVER.cert, CLIENT.key)],
      [turned, SERVER.key, another(turned, SERVER.key)],
    ] as const) {
      await assert.rejects(readTlsFiles({ certFile, keyFile }), (error: Error) => {
        assert.equal(error.message, message);
        return true;
      });
    }
  }));
