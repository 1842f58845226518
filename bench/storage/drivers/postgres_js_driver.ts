import postgres, { type ParameterOrJSON } from "postgres";
import { CONNECTIONS, type Driver } from "./driver.ts";

/** postgres, also called Postgres.js. It has COPY of its own. */
export function openPostgresJs(url: string): Driver {
  const sql = postgres(url, { max: CONNECTIONS, onnotice: () => {} });
  return {
    name: "postgres",
    run: async ({ text }, values) =>
      await sql.unsafe(text, values.filter(isParameter), { prepare: true }).values(),
    copyIn: async (text) => await sql.unsafe(text).writable(),
    copyOut: async (text) => await sql.unsafe(text).readable(),
    close: () => sql.end(),
  };
}

/** All that `Driver` takes is a parameter. */
function isParameter(value: unknown): value is ParameterOrJSON<never> {
  return value !== undefined;
}
