/** The end of a test file's bundle for workerd: it runs the tests when it is asked, and answers line by line. */
import { runTests } from "./suite.ts";

export default {
  /** @param request `first` of its query is the ordinal of the test to begin with. */
  fetch(request: Request): Response {
    const first = Number(new URL(request.url).searchParams.get("first"));
    const encoder = new TextEncoder();
    const lines = new ReadableStream<Uint8Array>({
      async start(controller) {
        await runTests(first, (line) => {
          controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        });
        controller.close();
      },
    });
    return new Response(lines);
  },
};
