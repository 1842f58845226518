export { shorten } from "../_shorten.ts";
