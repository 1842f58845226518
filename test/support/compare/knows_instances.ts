import type { Send } from "../../server/_client.ts";

/** Whether an engine knows which process instances there are. varpost takes every id for one, if it is not told. */
export async function knowsInstances(send: Send): Promise<boolean> {
  const { status } = await send({ path: "/process-instance/no-such-instance/variables" });
  return status !== 200;
}
