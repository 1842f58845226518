/** What workerd serves in the tests. */
import { servedApp } from "./served_app.ts";

export default { fetch: servedApp("") };
