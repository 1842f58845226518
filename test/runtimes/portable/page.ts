/** The end of a test file's bundle for a browser page: it runs the tests and hands each line to the function that DevTools has put there. */
import { runTests } from "./suite.ts";

declare const report: (line: string) => void;

const first = Number(new URL(location.href).searchParams.get("first"));
await runTests(first, (line) => report(JSON.stringify(line)));
