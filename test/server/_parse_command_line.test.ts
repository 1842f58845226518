import assert from "node:assert/strict";
import { USAGE } from "../../server/_command_line_options.ts";
import { parseCommandLine, type Settings } from "../../server/_parse_command_line.ts";
import { UsageError } from "../../server/_usage_error.ts";
import { suite } from "../support/suite.ts";

const test = suite("parseCommandLine()");

const DEFAULTS: Settings = {
  host: "127.0.0.1",
  port: 8080,
  storage: "sqlite:varpost.db",
  limits: {},
  javaTypes: [],
  allowedHosts: [],
  allowedOrigins: [],
  lenient: false,
  logLevel: "info",
};

const READ: readonly (readonly [args: string, settings: Partial<Settings>])[] = [
  ["", {}],
  ["--host ::1 --port 0", { host: "::1", port: 0 }],
  ["--port=65535", { port: 65_535 }],
  ["--port 1 --port 2", { port: 2 }],
  ["--storage=filesystem:a=b", { storage: "filesystem:a=b" }],
  ["--max-value-bytes 0", { limits: { maxValueBytes: 0 } }],
  ["--max-json-bytes Infinity", { limits: { maxJsonBytes: Number.POSITIVE_INFINITY } }],
  ["--java-type a.B --java-type c.D", { javaTypes: ["a.B", "c.D"] }],
  ["--allow-origin http://a:1", { allowedOrigins: ["http://a:1"] }],
  ["--allow-host a.example --allow-host ::1", { allowedHosts: ["a.example", "::1"] }],
  ["--lenient", { lenient: true }],
  ["--lenient --port 1", { lenient: true, port: 1 }],
  ["--log-level debug", { logLevel: "debug" }],
];

for (const [args, settings] of READ) {
  test(`reads '${args}'`, () => {
    assert.deepEqual(parseCommandLine(words(args), {}), { ...DEFAULTS, ...settings });
  });
}

test("reads the environment for what is not on the command line", () => {
  const environment = {
    VARPOST_HOST: "::1",
    VARPOST_PORT: "99",
    VARPOST_STORAGE: "memory:",
    VARPOST_MAX_VALUE_BYTES: "5",
    VARPOST_MAX_JSON_BYTES: "6",
    VARPOST_JAVA_TYPE: "a.B, c.D",
    VARPOST_ALLOW_HOST: "a.example,10.0.0.1",
    VARPOST_ALLOW_ORIGIN: "http://a,http://b:2",
    VARPOST_LENIENT: "true",
    VARPOST_LOG_LEVEL: "",
  };
  assert.deepEqual(parseCommandLine(["--port", "1"], environment), {
    ...DEFAULTS,
    host: "::1",
    port: 1,
    storage: "memory:",
    limits: { maxValueBytes: 5, maxJsonBytes: 6 },
    javaTypes: ["a.B", "c.D"],
    allowedHosts: ["a.example", "10.0.0.1"],
    allowedOrigins: ["http://a", "http://b:2"],
    lenient: true,
  });
});

test("knows help and version whatever else is there", () => {
  assert.equal(parseCommandLine(["--port", "1", "--help"], { VARPOST_PORT: "x" }), "help");
  assert.equal(parseCommandLine(["--version"], {}), "version");
});

const REFUSED: readonly (readonly [args: string, message: string])[] = [
  ["--prot 1", "Cannot read the command line: unknown option '--prot'; did you mean '--port'?"],
  ["-p 1", "Cannot read the command line: unknown option '-p'; '--help' lists all there are"],
  ["serve", "Cannot read the command line: unknown argument 'serve'; '--help' lists all there are"],
  ["--port", "Cannot read option '--port': it needs a value"],
  ["--port=", "Cannot read option '--port': it needs a value"],
  ["--host --port 1", "Cannot read option '--host': it needs a value"],
  ["--help=yes", "Cannot read option '--help': it takes no value"],
  ["--lenient=yes", "Cannot read option '--lenient': it takes no value"],
  ["--port 65536", "Cannot use '65536' for '--port': a port is a whole number from 0 to 65535"],
  ["--port 1e3", "Cannot use '1e3' for '--port': a port is a whole number from 0 to 65535"],
  [
    "--max-value-bytes 1GB",
    "Cannot use '1GB' for '--max-value-bytes': give a whole number of bytes, or Infinity",
  ],
  [
    "--max-json-bytes 99999999999999999999",
    "Cannot use '99999999999999999999' for '--max-json-bytes': give a whole number of bytes, or Infinity",
  ],
  [
    "--allow-origin http://a/",
    "Cannot use 'http://a/' for '--allow-origin': an origin looks like https://app.example.com, without a path",
  ],
  [
    "--allow-host https://a",
    "Cannot use 'https://a' for '--allow-host': give a name or an address, as in varpost.example.com, without a port",
  ],
  ["--log-level loud", "Cannot use 'loud' for '--log-level': give one of debug, info, warn, error"],
];

for (const [args, message] of REFUSED) {
  test(`refuses '${args}'`, () => {
    assert.throws(() => parseCommandLine(words(args), {}), new UsageError(message));
  });
}

test("names the environment variable whose value is not fit", () => {
  assert.throws(
    () => parseCommandLine([], { VARPOST_PORT: "x" }),
    new UsageError("Cannot use 'x' for 'VARPOST_PORT': a port is a whole number from 0 to 65535"),
  );
  assert.throws(
    () => parseCommandLine([], { VARPOST_LENIENT: "1" }),
    new UsageError("Cannot use '1' for 'VARPOST_LENIENT': give true or false"),
  );
});

test("tells of every option in its usage", () => {
  for (const name of ["host", "port", "storage", "max-value-bytes", "java-type", "allow-origin"]) {
    assert.match(USAGE, new RegExp(`^  --${name} [A-Z]+ +\\S`, "m"));
  }
  assert.match(USAGE, /^ {2}--lenient +\S/m);
});

function words(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}
