export { createRandom } from "../../../adapters/contract/_create_random.ts";
