/**
 * `npm run test:systemd [DEBIAN]`: installs `docs/varpost.service` as `docs/operate.md` says, in a folder that debootstrap has made and
 * in which systemd runs as process 1, and looks at what the unit does. It needs root, debootstrap, and the registries of Debian and
 * npm. DEBIAN is a folder into which `debootstrap --variant=minbase bookworm` was run already.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../../core/rest/_version.ts";
import { makeBaseImage } from "../image/base_image.ts";
import { unshareArguments } from "../image/change_root.ts";
import { inherited } from "../image/inherited.ts";
import { withTempDir } from "../temp_dir.ts";
import { until } from "../until.ts";
import { BootedSystem } from "./booted_system.ts";

const UNIT = "docs/varpost.service";
/** The largest exposure level that the unit may have. */
const MOST_EXPOSED = 1.5;
const PACKAGES = "systemd curl openssl";
const URL_OF_VALUE = "http://127.0.0.1:8080/process-instance/order-7/variables/terms/data";
const STATUS = "curl -sS -o /dev/null -w '%{http_code}'";
const KNOWN = `-H "Authorization: Bearer $(head -n 1 /etc/varpost/tokens)"`;
const DROP_IN = "/etc/systemd/system/varpost.service.d";

let passed = 0;
let failed = 0;

function report(what: string, good: boolean, found: string): void {
  if (good) passed++;
  else failed++;
  console.log(`${good ? "ok    " : "FAILED"} ${what.padEnd(64)} ${found.replaceAll(/\s+/g, " ")}`);
}

/** The commands of `docs/operate.md`, less that of npm, which runs outside. */
function installation(): string {
  const [, section = ""] = readFileSync("docs/operate.md", "utf8").split("### systemd\n");
  const [, commands = ""] = /```sh\n(.*?)```/s.exec(section) ?? [];
  return commands
    .split("\n")
    .filter((line) => !line.startsWith("npm "))
    .join("\n");
}

function makeSystem(root: string): void {
  const command = [
    "sh",
    "-c",
    `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${PACKAGES}`,
  ];
  const env = new Map([["DEBIAN_FRONTEND", "noninteractive"]]);
  inherited("unshare", unshareArguments({ root, cwd: "/", env, command }));
  symlinkSync("/usr/local/bin/node", join(root, "usr/bin/node"));
  const prefix = join(root, "opt/varpost");
  mkdirSync(prefix);
  inherited("npm", ["pack", "--silent", "--pack-destination", root]);
  const file = join(root, `varpost-${VERSION}.tgz`);
  // SQLite was built by 'npm ci' already.
  inherited("npm", [
    "install",
    "--silent",
    "--no-package-lock",
    "--ignore-scripts",
    "--prefix",
    prefix,
    file,
  ]);
  const built = "node_modules/better-sqlite3/build";
  cpSync(built, join(prefix, built), { recursive: true });
}

async function look(system: BootedSystem): Promise<void> {
  const active = async () =>
    (await system.run(`${STATUS} http://127.0.0.1:8080/health/ready`)).output === "200";
  const check = async (what: string, script: string, wanted: RegExp) => {
    const { code, output } = await system.run(script);
    report(what, wanted.test(output), `${code}: ${output.slice(-200)}`);
  };
  const installed = await system.run(`set -e\n${installation()}`);
  report("the commands of docs/operate.md install it", installed.code === 0, installed.output);
  await until(active);
  await check("without a token: 401", `${STATUS} ${URL_OF_VALUE}`, /^401$/);
  await check(
    "with a token a value is stored",
    `${STATUS} ${KNOWN} -F data=hello ${URL_OF_VALUE}`,
    /^204$/,
  );
  const rights =
    "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/$(systemctl show -P MainPID varpost)/status";
  await check(
    "no capability, no new privileges, a filter of calls",
    rights,
    /CapEff:\t0+\nCapBnd:\t0+\nNoNewPrivs:\t1\nSeccomp:\t2/,
  );
  const inside = "nsenter --mount --target $(systemctl show -P MainPID varpost) touch";
  await check("/usr is read-only for it", `${inside} /usr/probe 2>&1`, /Read-only file system/);
  const reload = `T=$(head -n 1 /etc/varpost/tokens); openssl rand -hex 32 > /etc/varpost/tokens; systemctl reload varpost; sleep 2
    ${STATUS} -H "Authorization: Bearer $T" ${URL_OF_VALUE}; echo; ${STATUS} ${KNOWN} ${URL_OF_VALUE}`;
  await check("after a reload the new token counts, and the old one not", reload, /^401\n200$/);
  await system.run("kill -9 $(systemctl show -P MainPID varpost)");
  await until(async () => !(await active()));
  await until(active);
  await check(
    "killed, it is started again, with the value",
    `curl -sS ${KNOWN} ${URL_OF_VALUE}`,
    /^hello$/,
  );
  const stopped = "systemctl stop varpost; systemctl show -P Result varpost; ls /var/lib/varpost";
  await check("it stops in order", stopped, /^success\nvarpost.db$/);
  const wrong = `echo VARPOST_PROT=1 > /etc/varpost/environment; systemctl start varpost; sleep 5
    echo $(systemctl show -P NRestarts varpost) $(systemctl show -P ExecMainStatus varpost) $(systemctl show -P SubState varpost); rm /etc/varpost/environment`;
  await check("a wrong option ends it with 2, and it is not tried again", wrong, /^0 2 failed$/);
  const executing = `mkdir ${DROP_IN}; printf '[Service]\\nMemoryDenyWriteExecute=yes\\n' > ${DROP_IN}/no.conf
    systemctl daemon-reload; systemctl start varpost; sleep 8; systemctl show -P NRestarts varpost; systemctl stop varpost`;
  await check("with MemoryDenyWriteExecute=yes it ends again and again", executing, /^[1-9]/);
}

await withTempDir(async (directory) => {
  const verified = spawnSync("systemd-analyze", ["verify", UNIT], { encoding: "utf8" });
  report("systemd-analyze verify", verified.status === 0, verified.stderr);
  const security = ["security", "--offline=true", UNIT];
  const { stdout } = spawnSync("systemd-analyze", security, { encoding: "utf8" });
  const [, level = ""] = /Overall exposure level for \S+: (\S+)/.exec(stdout) ?? [];
  report("systemd-analyze security", Number(level || "10") <= MOST_EXPOSED, level);
  const root = join(directory, "root");
  await makeBaseImage(root, process.argv[2]);
  makeSystem(root);
  const system = await BootedSystem.boot(root);
  try {
    await look(system);
  } finally {
    system.end();
  }
});
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
