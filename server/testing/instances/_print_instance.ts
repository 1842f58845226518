import type { Instance } from "./_instances.ts";

/** A process instance in JSON, with its members in the engine's order. */
export function printInstance(instance: Instance): Readonly<Record<string, unknown>> {
  return {
    links: [],
    id: instance.id,
    definitionId: instance.definitionId,
    businessKey: instance.businessKey,
    caseInstanceId: null,
    ended: false,
    suspended: instance.suspended,
    tenantId: instance.tenantId,
    definitionKey: instance.definitionKey,
  };
}
