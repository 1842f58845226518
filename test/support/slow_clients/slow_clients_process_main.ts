/**
 * A process with slow clients. It gets a `SlowTask`, and reports. It is one of its own so that the small calls beside it are timed
 * without waiting for it.
 */
import { Pace } from "./pace.ts";
import {
  type SlowReport,
  type SlowRequest,
  type SlowTask,
  VALUES,
  variableUrl,
  WHOLE,
} from "./slow_messages.ts";
import { SlowReader } from "./slow_reader.ts";
import { SlowUpload } from "./slow_upload.ts";
import { makeValue } from "./values.ts";

/** So many connections are being opened at a time. The queue of a listening socket is short, and who does not fit is reset in the end. */
const AT_A_TIME = 32;

const uploads: SlowUpload[] = [];

process.on("message", (message: SlowRequest) => {
  if (message === "abort") for (const upload of uploads) upload.abort();
  else void run(message);
});

// Who has started it has ended.
process.on("disconnect", () => process.exit());

async function run(task: SlowTask): Promise<void> {
  const pace = new Pace(task.size, task.seconds);
  const results = await (task.kind === "read" ? read(task, pace) : upload(task, pace));
  pace.stop();
  const counts = new Map<string, number>();
  for (const result of results) counts.set(result, (counts.get(result) ?? 0) + 1);
  report({ results: [...counts] });
  process.disconnect();
}

async function read(task: SlowTask, pace: Pace): Promise<readonly string[]> {
  const sums = Array.from({ length: VALUES }, (_, seed) => makeValue(seed, task.size).sha256);
  const results = await runAll(task, (client) => new SlowReader(variableUrl(task, client), pace));
  return results.map((result, client) => (result === sums[client % VALUES] ? WHOLE : result));
}

function upload(task: SlowTask, pace: Pace): Promise<readonly string[]> {
  const values = Array.from({ length: VALUES }, (_, seed) => makeValue(seed, task.size).bytes);
  return runAll(task, (client) => {
    const value = values[client % VALUES] ?? Buffer.alloc(0);
    const upload = new SlowUpload(variableUrl(task, client), value, pace);
    uploads.push(upload);
    return upload;
  });
}

async function runAll(
  { clients }: SlowTask,
  begin: (client: number) => SlowReader | SlowUpload,
): Promise<readonly string[]> {
  const results: Promise<string>[] = [];
  const open = async () => {
    while (results.length < clients) {
      const client = begin(results.length);
      results.push(client.result);
      await client.opened;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, open));
  report("open");
  return Promise.all(results);
}

function report(message: SlowReport): void {
  process.send?.(message);
}
