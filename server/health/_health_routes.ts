import type { Context, Operation } from "../../core/rest/_context.ts";
import { wholeAnswer } from "../../core/rest/answers/_whole_answer.ts";
import type { DescribedRoute } from "../../core/rest/routes/_route_table.ts";
import { PROBE_LIVE, PROBE_READY } from "./_health_descriptions.ts";
import type { ProbeResult, ServerHealth } from "./_server_health.ts";

const ENCODER = new TextEncoder();
const HEADERS = { "Content-Type": "application/json", "Cache-Control": "no-store" };

/**
 * Makes the routes that tell an orchestrator or a proxy how a server is. They are no paths of the engine, and everybody may ask.
 *
 * @param health The server's.
 */
export function healthRoutes(health: ServerHealth): readonly DescribedRoute[] {
  const isOpen = true;
  const live = probe(() => health.live());
  const ready = probe(() => health.ready());
  return [
    {
      path: "/health/live",
      isOfServer: true,
      operations: { GET: { id: "probeLive", run: live, description: PROBE_LIVE, isOpen } },
    },
    {
      path: "/health/ready",
      isOfServer: true,
      operations: { GET: { id: "probeReady", run: ready, description: PROBE_READY, isOpen } },
    },
  ];
}

function probe(ask: () => Promise<ProbeResult>): Operation {
  return async ({ request }: Context) => {
    const reason = await ask();
    const body = reason === undefined ? { status: "up" } : { status: "down", reason };
    const bytes = ENCODER.encode(JSON.stringify(body));
    return wholeAnswer(request, reason === undefined ? 200 : 503, HEADERS, bytes);
  };
}
