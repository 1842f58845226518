/**
 * Lets Node read TypeScript, in place of `tsx`: it reads what another process of the same run has transpiled.
 *
 * node --import file:///…/register.mjs?cache=FOLDER FILE
 */
import { register } from "node:module";

const cache = new URL(import.meta.url).searchParams.get("cache");
register("./load_hooks.mjs", import.meta.url, { data: { cache } });
