import { type Bar, ratioBar } from "../../support/bar.ts";
import { GETS_OF_OTHER, OTHER, POSTS_OF_OTHER } from "../contenders.ts";
import { requestsOf } from "../requests.ts";
import { COPY_NAME } from "./bulk.ts";
import { FLOOR_NAME, MEMORY, OURS_NAME } from "./contenders.ts";
import type { PostgresResult } from "./measure.ts";

/** The promises about PostgreSQL but those about growth, each with the figures of its floor in the same run. */
export function postgresBars({ requests, bulk }: PostgresResult): Bar[] {
  const small = (method: "POST" | "GET", contender: string) =>
    requestsOf(requests, contender, { method, shape: "spread", connections: 32 })
      ?.requestsPerSecond;
  const posts = small("POST", OURS_NAME);
  const gets = small("GET", OURS_NAME);
  const large = (name: string) => bulk.find(({ contender }) => contender === name);
  const copy = large(COPY_NAME);
  const ours = large(OURS_NAME);
  const bar = (what: string, atLeast: number, of?: number, to?: number) =>
    ratioBar(`PostgreSQL: ${what}`, { atLeast }, of, to);
  const other = `${OTHER}, PostgreSQL`;
  const isAgainst = small("POST", other) !== undefined;
  return [
    bar(
      "1 KiB posts, 32 connections ÷ a statement a request",
      0.9,
      posts,
      small("POST", FLOOR_NAME),
    ),
    bar("1 KiB gets, 32 connections ÷ a statement a request", 0.8, gets, small("GET", FLOOR_NAME)),
    bar("1 KiB posts, 32 connections ÷ memory", 0.2, posts, small("POST", MEMORY.name)),
    bar("1 GiB up ÷ COPY", 0.7, ours?.up, copy?.up),
    bar("1 GiB down ÷ COPY", 0.7, ours?.down ?? undefined, copy?.down ?? undefined),
    ...(isAgainst
      ? [
          bar(`1 KiB posts ÷ ${OTHER}`, POSTS_OF_OTHER, posts, small("POST", other)),
          bar(`1 KiB gets ÷ ${OTHER}`, GETS_OF_OTHER, gets, small("GET", other)),
        ]
      : []),
  ];
}
