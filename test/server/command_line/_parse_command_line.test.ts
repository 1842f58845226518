import assert from "node:assert/strict";
import {
  OPTION_NAMES,
  type OptionName,
  USAGE,
} from "../../../server/command_line/_command_line_options.ts";
import {
  parseCommandLine,
  type Settings,
} from "../../../server/command_line/_parse_command_line.ts";
import { UsageError } from "../../../server/command_line/_usage_error.ts";
import type { UnixSocket } from "../../../server/node/unix_socket/unix_socket.ts";
import { suite } from "../../support/suite.ts";

const test = suite("parseCommandLine()");

const DEFAULTS: Settings = {
  host: "127.0.0.1",
  port: 8080,
  unixSocket: undefined,
  tls: undefined,
  storage: "sqlite:varpost.db",
  limits: {},
  javaTypes: [],
  allowedHosts: [],
  allowedOrigins: [],
  usersFile: undefined,
  tokenFile: undefined,
  keepAliveMs: undefined,
  maxConnections: undefined,
  stopDelayMs: undefined,
  minBodyRate: undefined,
  lenient: false,
  page: true,
  acceptDamage: false,
  logLevel: "info",
  logFormat: "text",
  accessLog: false,
  metrics: false,
};

function onSocket(unixSocket: UnixSocket): Partial<Settings> {
  return { host: undefined, port: undefined, unixSocket };
}

const READ: readonly (readonly [args: string, settings: Partial<Settings>])[] = [
  ["", {}],
  ["--host ::1 --port 0", { host: "::1", port: 0 }],
  ["--port=65535", { port: 65_535 }],
  ["-p 1", { port: 1 }],
  ["--users u --token-file=t", { usersFile: "u", tokenFile: "t" }],
  ["-p1", { port: 1 }],
  ["--listen unix:/run/v.sock", onSocket({ path: "/run/v.sock" })],
  ["--listen unix:v?.sock?mode=0660", onSocket({ path: "v?.sock", mode: 0o660 })],
  ["--listen=unix:v?mode=600", onSocket({ path: "v", mode: 0o600 })],
  ["--tls-cert c --tls-key k", { tls: { certFile: "c", keyFile: "k" } }],
  ["--storage=filesystem:a=b", { storage: "filesystem:a=b" }],
  ["--max-value-bytes 0", { limits: { maxValueBytes: 0 } }],
  ["--max-value-bytes 512MiB", { limits: { maxValueBytes: 536_870_912 } }],
  ["--max-value-bytes 1GB", { limits: { maxValueBytes: 1_000_000_000 } }],
  ["--max-value-bytes 1gib", { limits: { maxValueBytes: 1_073_741_824 } }],
  ["--max-value-bytes 2TB", { limits: { maxValueBytes: 2_000_000_000_000 } }],
  ["--max-json-bytes 64kB", { limits: { maxJsonBytes: 64_000 } }],
  ["--max-json-bytes=64KiB", { limits: { maxJsonBytes: 65_536 } }],
  ["--max-json-bytes 7B", { limits: { maxJsonBytes: 7 } }],
  ["--keep-alive-timeout 5", { keepAliveMs: 5_000 }],
  ["--keep-alive-timeout 0.5", { keepAliveMs: 500 }],
  ["--stop-delay 0", { stopDelayMs: 0 }],
  ["--stop-delay 2.5", { stopDelayMs: 2_500 }],
  ["--max-connections 5", { maxConnections: 5 }],
  ["--max-connections Infinity", { maxConnections: Number.POSITIVE_INFINITY }],
  ["--min-body-rate 2KiB", { minBodyRate: 2_048 }],
  ["--min-body-rate 0", { minBodyRate: 0 }],
  ["--keep-alive-timeout Infinity", { keepAliveMs: Number.POSITIVE_INFINITY }],
  ["--max-json-bytes Infinity", { limits: { maxJsonBytes: Number.POSITIVE_INFINITY } }],
  ["--java-type a.B --java-type c.D", { javaTypes: ["a.B", "c.D"] }],
  ["--allow-origin http://a:1", { allowedOrigins: ["http://a:1"] }],
  ["--allow-host a.example --allow-host ::1", { allowedHosts: ["a.example", "::1"] }],
  ["--lenient", { lenient: true }],
  ["--no-page", { page: false }],
  ["--accept-damage", { acceptDamage: true }],
  ["--lenient --port 1", { lenient: true, port: 1 }],
  ["--log-level debug", { logLevel: "debug" }],
  ["--log-format json --access-log", { logFormat: "json", accessLog: true }],
  ["--metrics", { metrics: true }],
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

test("takes PORT where VARPOST_PORT is not set", () => {
  const port = (args: string, environment: Readonly<Record<string, string>>) => {
    const settings = parseCommandLine(words(args), environment);
    return typeof settings === "string" ? settings : settings.port;
  };
  assert.equal(port("", { PORT: "9" }), 9);
  assert.equal(port("", { PORT: "9", VARPOST_PORT: " " }), 9);
  assert.equal(port("", { PORT: "9", VARPOST_PORT: "8" }), 8);
  assert.equal(port("-p 7", { PORT: "9", VARPOST_PORT: "8" }), 7);
  assert.equal(port("", { PORT: "" }), 8080);
  assert.throws(() => port("", { PORT: "x" }), /^UsageError: Cannot use 'x' for 'PORT'/);
});

test("passes over PORT beside a Unix socket, and no other variable", () => {
  const environment = { VARPOST_LISTEN: "unix:v", PORT: "9" };
  assert.deepEqual(parseCommandLine([], environment), { ...DEFAULTS, ...onSocket({ path: "v" }) });
  assert.throws(
    () => parseCommandLine(["--host", "::1"], environment),
    new UsageError(
      "Cannot use '--host' beside 'VARPOST_LISTEN': it is for TCP only; leave one of them out",
    ),
  );
});

test("reads a variable without the blanks and the commas around it", () => {
  const environment = { VARPOST_PORT: " 9\n", VARPOST_JAVA_TYPE: "a.B, ,c.D,", VARPOST_HOST: " " };
  assert.deepEqual(parseCommandLine([], environment), {
    ...DEFAULTS,
    port: 9,
    javaTypes: ["a.B", "c.D"],
  });
});

test("refuses a misspelt variable, and says which was meant", () => {
  for (const [name, hint] of [
    ["VARPOST_PROT", "did you mean 'VARPOST_PORT'?"],
    ["VARPOST_MAXVALUEBYTES", "did you mean 'VARPOST_MAX_VALUE_BYTES'?"],
    ["varpost_port", "did you mean 'VARPOST_PORT'?"],
    ["VARPOST_", "'--help' lists the options there are"],
    ["VARPOST_HELP_ME_PLEASE", "'--help' lists the options there are"],
  ] as const) {
    assert.throws(
      () => parseCommandLine([], { [name]: "1" }),
      new UsageError(`Cannot read the environment: unknown variable '${name}'; ${hint}`),
    );
  }
});

test("passes over what Kubernetes sets for a service of that name", () => {
  const environment = {
    VARPOST_SERVICE_HOST: "10.0.0.1",
    VARPOST_SERVICE_PORT: "80",
    VARPOST_SERVICE_PORT_HTTP: "80",
    VARPOST_PORT: "tcp://10.0.0.1:80",
    VARPOST_PORT_80_TCP: "tcp://10.0.0.1:80",
    VARPOST_PORT_80_TCP_ADDR: "10.0.0.1",
  };
  assert.deepEqual(parseCommandLine(["-p", "80"], environment), { ...DEFAULTS, port: 80 });
  assert.throws(() => parseCommandLine([], environment), /enableServiceLinks/);
});

test("passes over what it sets for services whose names begin so", () => {
  const environment = {
    VARPOST_HEADLESS_SERVICE_HOST: "10.0.0.2",
    VARPOST_HEADLESS_SERVICE_PORT_HTTP: "80",
    VARPOST_HEADLESS_PORT: "tcp://10.0.0.2:80",
    VARPOST_HEADLESS_PORT_80_TCP_PROTO: "tcp",
  };
  assert.deepEqual(parseCommandLine([], environment), DEFAULTS);
});

test("knows help and version whatever else is there", () => {
  assert.equal(parseCommandLine(["--port", "1", "--help"], { VARPOST_PORT: "x" }), "help");
  assert.equal(parseCommandLine(["-h"], {}), "help");
  assert.equal(parseCommandLine(["--version"], {}), "version");
});

const SIZE =
  "give a whole number of bytes, or Infinity; units are kB, MB, GB, TB and KiB, MiB, GiB, TiB, as in 512MiB";

const REFUSED: readonly (readonly [args: string, message: string])[] = [
  ["--prot 1", "Cannot read the command line: unknown option '--prot'; did you mean '--port'?"],
  ["-q 1", "Cannot read the command line: unknown option '-q'; '--help' lists all there are"],
  ["-p", "Cannot read option '-p': it needs a value"],
  ["--host -p 1", "Cannot read option '--host': it needs a value"],
  ["--port 1 --port 2", "Cannot read option '--port': it is given twice"],
  ["--port 1 -p 1", "Cannot read option '-p': it is given twice"],
  ["--lenient --lenient", "Cannot read option '--lenient': it is given twice"],
  ["-p=1", "Cannot use '=1' for '-p': a port is a whole number from 0 to 65535"],
  [
    "--max-connections 0",
    "Cannot use '0' for '--max-connections': give a whole number from 1, or Infinity",
  ],
  [
    "--min-body-rate Infinity",
    "Cannot use 'Infinity' for '--min-body-rate': give a whole number of bytes a second, or 0 for any rate",
  ],
  [
    "--stop-delay Infinity",
    "Cannot use 'Infinity' for '--stop-delay': give a number of seconds, or 0 for no delay",
  ],
  [
    "--keep-alive-timeout 0",
    "Cannot use '0' for '--keep-alive-timeout': give a number of seconds above 0, at most 2147483, or Infinity",
  ],
  [
    "--keep-alive-timeout 2147484",
    "Cannot use '2147484' for '--keep-alive-timeout': give a number of seconds above 0, at most 2147483, or Infinity",
  ],
  [
    "--keep-alive-timeout 72s",
    "Cannot use '72s' for '--keep-alive-timeout': give a number of seconds above 0, at most 2147483, or Infinity",
  ],
  ["serve", "Cannot read the command line: unknown argument 'serve'; '--help' lists all there are"],
  [
    "postgres://u:secret@h/d",
    "Cannot read the command line: unknown argument 'postgres://u:***@h/d'; '--help' lists all there are",
  ],
  ["--port", "Cannot read option '--port': it needs a value"],
  ["--port=", "Cannot read option '--port': it needs a value"],
  ["--host --port 1", "Cannot read option '--host': it needs a value"],
  ["--help=yes", "Cannot read option '--help': it takes no value"],
  ["--lenient=yes", "Cannot read option '--lenient': it takes no value"],
  ["--port 65536", "Cannot use '65536' for '--port': a port is a whole number from 0 to 65535"],
  ["--port 1e3", "Cannot use '1e3' for '--port': a port is a whole number from 0 to 65535"],
  ["--max-value-bytes 64k", `Cannot use '64k' for '--max-value-bytes': ${SIZE}`],
  ["--max-value-bytes 1.5GB", `Cannot use '1.5GB' for '--max-value-bytes': ${SIZE}`],
  ["--max-value-bytes -1", "Cannot read option '--max-value-bytes': it needs a value"],
  ["--max-value-bytes=-1", `Cannot use '-1' for '--max-value-bytes': ${SIZE}`],
  ["--max-value-bytes MiB", `Cannot use 'MiB' for '--max-value-bytes': ${SIZE}`],
  ["--max-json-bytes 9999999TiB", `Cannot use '9999999TiB' for '--max-json-bytes': ${SIZE}`],
  [
    "--max-json-bytes 99999999999999999999",
    `Cannot use '99999999999999999999' for '--max-json-bytes': ${SIZE}`,
  ],
  [
    "--allow-origin http://a/",
    "Cannot use 'http://a/' for '--allow-origin': an origin looks like https://app.example.com, without a path",
  ],
  [
    "--allow-host https://a",
    "Cannot use 'https://a' for '--allow-host': give a name or an address, as in varpost.example.com, without a port",
  ],
  [
    "--listen /run/v.sock",
    "Cannot use '/run/v.sock' for '--listen': give unix: and a path; --host and --port are for TCP",
  ],
  [
    "--listen unix:",
    "Cannot use 'unix:' for '--listen': give unix: and a path; --host and --port are for TCP",
  ],
  [
    "--listen unix:v?mode=rw",
    "Cannot use 'unix:v?mode=rw' for '--listen': behind the '?' stands the mode, as in ?mode=660",
  ],
  [
    "--listen unix:v --port 1",
    "Cannot use '--port' beside '--listen': it is for TCP only; leave one of them out",
  ],
  [
    "--tls-cert c --tls-key k --listen unix:v",
    "Cannot use '--tls-cert' beside '--listen': it is for TCP only; leave one of them out",
  ],
  ["--tls-cert c", "Cannot use '--tls-cert' alone: give '--tls-key', too"],
  ["--tls-key k", "Cannot use '--tls-key' alone: give '--tls-cert', too"],
  ["--log-format xml", "Cannot use 'xml' for '--log-format': give text or json"],
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

/** Options that take no value. */
const SWITCHES: readonly OptionName[] = [
  "lenient",
  "no-page",
  "accept-damage",
  "access-log",
  "metrics",
];

test("tells of every option in its usage", () => {
  for (const name of OPTION_NAMES.filter((name) => !SWITCHES.includes(name))) {
    assert.match(USAGE, new RegExp(`^  --${name} (?:unix:)?[A-Z]+ +\\S`, "m"));
  }
  for (const name of SWITCHES) assert.match(USAGE, new RegExp(`^ {2}--${name} +\\S`, "m"));
  assert.match(USAGE, /^ {2}--port .* -p$/m);
  assert.match(USAGE, /^ {2}--help .* -h$/m);
});

function words(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}

test("needs more than blanks for a value", () => {
  for (const args of [["--host", " "], ["--host= "], ["--storage", ""]]) {
    assert.throws(() => parseCommandLine(args, {}), /it needs a value$/);
  }
  const spaced = parseCommandLine(["--max-value-bytes", "512 MiB"], {});
  assert.deepEqual(spaced, { ...DEFAULTS, limits: { maxValueBytes: 536_870_912 } });
});
