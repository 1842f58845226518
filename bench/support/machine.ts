import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";

/** The machine and the versions with which a benchmark ran. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  readonly varpost: string;
  /** Versions of the installed peers, by name. */
  readonly peers: Readonly<Record<string, string>>;
}

/** Describes this machine, this Node, this commit and these peers. */
export function describeMachine(peers: readonly string[]): Machine {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${processors.length} × ${processors[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.version,
    varpost: commit(),
    peers: Object.fromEntries(peers.map((name) => [name, versionOf(name)])),
  };
}

/** Prints the description in one paragraph. */
export function machineText({ date, cpu, memory, system, node, varpost, peers }: Machine): string {
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${cpu}, ${memory}, ${system}, Node ${node}, varpost ${varpost}, ${versions.join(", ")}.`;
}

function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return version;
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
  } catch {
    return "of no commit";
  }
}
