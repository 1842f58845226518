import assert from "node:assert/strict";
import { sendOnce } from "./send_once.ts";

const PATH = "/process-instance/nodes/variables/counts";
const LONGEST_PAUSE_EXPONENT = 8;

/** What became of increments. */
export interface Counted {
  /** The sum that the store has in the end. */
  readonly sum: number;
  /** Number of PUTs that another client was faster than. */
  readonly conflicts: number;
  /** Number of PUTs without a clear answer. */
  readonly doubtful: number;
}

/**
 * Several clients count together by GET, and PUT with If-Match. The variable has a count for each client, so that a client whose
 * connection broke can see whether it was counted.
 *
 * @param url Where to send the requests.
 * @param onCount Called after each increment, with the number of increments so far.
 */
export async function countTogether(
  url: string,
  { clients, increments }: { readonly clients: number; readonly increments: number },
  onCount: (count: number) => void,
): Promise<Counted> {
  const address = `${url}${PATH}`;
  let [done, begun, conflicts, doubtful] = [0, 0, 0, 0];
  await put(address, new Array<number>(clients).fill(0), { "if-none-match": "*" });

  const count = async (client: number): Promise<number> => {
    let own = 0;
    while (begun < increments) {
      begun++;
      let isUnknown = false;
      for (let turn = 1; ; turn++) {
        const { counts, etag } = await get(address);
        const stored = counts[client];
        if (isUnknown && stored === own + 1) break;
        assert.equal(stored, own, "a client's count is what it has counted");
        const next = counts.with(client, own + 1);
        const status = await put(address, next, { "if-match": etag });
        if (status === 204) break;
        if (status === 412) conflicts++;
        else {
          doubtful++;
          isUnknown = true;
        }
        await someTime(turn);
      }
      own++;
      onCount(++done);
    }
    return own;
  };
  const owns = await Promise.all(Array.from({ length: clients }, (_, client) => count(client)));
  const { counts } = await get(address);
  assert.deepEqual(counts, owns);
  return { sum: counts.reduce((sum, each) => sum + each, 0), conflicts, doubtful };
}

/** Reads the counts. A read can be repeated. */
async function get(address: string): Promise<{ counts: readonly number[]; etag: string }> {
  for (let turn = 1; ; turn++) {
    const answer = await sendOnce(address);
    if (answer?.status === 200) {
      const { value } = JSON.parse(answer.body.toString());
      return { counts: JSON.parse(value), etag: answer.etag };
    }
    assert.ok(answer === undefined || answer.status === 503, String(answer?.body));
    await someTime(turn);
  }
}

/** Writes the counts. Returns 204, 412, or 503, which also stands for a connection that broke. */
async function put(
  address: string,
  counts: readonly number[],
  condition: Record<string, string>,
): Promise<number> {
  const headers = { "content-type": "application/json", ...condition };
  const body = JSON.stringify({ type: "String", value: JSON.stringify(counts) });
  const answer = await sendOnce(address, { method: "PUT", headers, body });
  const status = answer?.status ?? 503;
  assert.ok([204, 412, 503].includes(status), `${status}: ${answer?.body}`);
  return status;
}

/** Waits longer after each conflict. Without this, the clients would conflict again and again. */
function someTime(turn: number): Promise<void> {
  const limit = 2 ** Math.min(turn, LONGEST_PAUSE_EXPONENT);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * limit));
}
