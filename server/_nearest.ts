export { nearest } from "../core/_nearest.ts";
