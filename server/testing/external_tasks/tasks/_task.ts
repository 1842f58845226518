import type { Instance } from "../../instances/_instances.ts";
import { TaskHandle } from "./_task_handle.ts";

/** What is said of a new task. */
export interface NewTask {
  readonly topicName: string;
  readonly instance: Instance;
  /** Id of the activity in the process. Default: `task`. */
  readonly activityId?: string | undefined;
  /** A whole number of 64 bits. Default 0. */
  readonly priority?: number | bigint | undefined;
  /** Default: `null`, as the engine begins. */
  readonly retries?: number | null | undefined;
  /** Default: none. */
  readonly extensionProperties?: Readonly<Record<string, string>> | undefined;
}

/** The engine's column for messages has so many characters. */
const MAX_MESSAGE = 666;

/** An external task. */
export class Task {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly topicName: string;
  readonly instance: Instance;
  readonly executionId: string = crypto.randomUUID();
  readonly activityId: string;
  readonly activityInstanceId: string;
  readonly extensionProperties: Readonly<Record<string, string>>;
  readonly handle: TaskHandle;
  priority: bigint;
  retries: number | null;
  errorMessage: string | null = null;
  errorDetails: string | null = null;
  workerId: string | null = null;
  /** When the lock runs out. Milliseconds since 1970; `null` if it was never locked, or is unlocked. */
  lockedUntil: number | null = null;
  /** Whether it has its variables, so that it may be fetched. */
  isAnnounced = false;

  /**
   * @param id Its id.
   * @param createdAt Milliseconds since 1970.
   * @param task What is said of it.
   */
  constructor(
    id: string,
    createdAt: number,
    {
      topicName,
      instance,
      activityId = "task",
      priority = 0,
      retries = null,
      extensionProperties = {},
    }: NewTask,
  ) {
    this.id = id;
    this.createdAt = createdAt;
    this.topicName = topicName;
    this.instance = instance;
    this.activityId = activityId;
    this.activityInstanceId = `${activityId}:${crypto.randomUUID()}`;
    this.priority = BigInt(priority);
    this.retries = retries;
    this.extensionProperties = { ...extensionProperties };
    const { executionId } = this;
    this.handle = new TaskHandle({ id, executionId, processInstanceId: instance.id, topicName });
  }

  /** Whether it is locked at this time. */
  isLocked(now: number): boolean {
    return this.lockedUntil !== null && this.lockedUntil > now;
  }

  /** Whether it may be tried. */
  get hasRetries(): boolean {
    return this.retries === null || this.retries > 0;
  }

  /** Locks it for a worker. */
  lock(workerId: string, until: number): void {
    this.workerId = workerId;
    this.lockedUntil = until;
  }

  /** Takes the lock off. */
  unlock(): void {
    this.workerId = null;
    this.lockedUntil = null;
  }

  /** Sets how often it may be tried. */
  setRetries(retries: number): void {
    this.retries = retries;
    if (retries > 0) this.handle.retry();
  }

  /** Keeps what a worker said of a failure. Details stay if there are no new ones. */
  setError(message: string | null, details: string | null): void {
    this.errorMessage = message === null ? null : message.slice(0, MAX_MESSAGE);
    this.errorDetails = details ?? this.errorDetails;
  }
}
