/** A process instance in JSON, with its members in the engine's order. */
export interface ProcessInstance {
  readonly links: readonly [];
  readonly id: string;
  readonly definitionId: null;
  readonly businessKey: null;
  readonly caseInstanceId: null;
  readonly ended: false;
  readonly suspended: false;
  readonly tenantId: null;
  readonly definitionKey: null;
}

/** Describes a process instance. varpost knows only its id and that it exists. */
export function processInstance(id: string): ProcessInstance {
  return {
    links: [],
    id,
    definitionId: null,
    businessKey: null,
    caseInstanceId: null,
    ended: false,
    suspended: false,
    tenantId: null,
    definitionKey: null,
  };
}
