/** The floor: reads each request, keeps nothing, and answers each GET with the same 1 KiB. */
import { serve } from "./serve.ts";

const answer = Buffer.alloc(1024, 7);

serve((request, response) => {
  request.resume();
  request.on("end", () => {
    if (request.method !== "POST") {
      response.writeHead(200, {
        "Content-Type": "application/octet-stream",
        "Content-Length": answer.length,
      });
      response.end(answer);
      return;
    }
    response.writeHead(204);
    response.end();
  });
});
