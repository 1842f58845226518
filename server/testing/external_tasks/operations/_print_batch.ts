import { printDate } from "../tasks/_engine_date.ts";

/** Prints the engine's batch that sets retries of so many tasks. */
export function printBatch(size: number, now: number): string {
  return JSON.stringify({
    id: crypto.randomUUID(),
    type: "set-external-task-retries",
    totalJobs: size,
    jobsCreated: 0,
    batchJobsPerSeed: 100,
    invocationsPerBatchJob: 1,
    seedJobDefinitionId: crypto.randomUUID(),
    monitorJobDefinitionId: crypto.randomUUID(),
    batchJobDefinitionId: crypto.randomUUID(),
    suspended: false,
    tenantId: null,
    createUserId: null,
    startTime: printDate(now),
    executionStartTime: null,
  });
}
