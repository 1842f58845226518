/** The types that the tests use of a client that has no types of its own. */
declare module "camunda-external-task-client-js" {
  export interface TypedValue {
    readonly type: string;
    readonly value: unknown;
    readonly valueInfo: Readonly<Record<string, unknown>>;
  }

  export class Variables {
    get(name: string): unknown;
    getTyped(name: string): TypedValue;
    set(name: string, value: unknown): this;
    setTyped(name: string, value: TypedValue): this;
  }

  export class File {
    readonly filename: string;
    readonly encoding?: string;
    /** The bytes after they were loaded, or the parsed answer. */
    readonly content: unknown;
    constructor(options: { localPath: string; filename?: string; mimetype?: string });
    load(): Promise<this>;
  }

  export interface Task {
    readonly id: string;
    readonly processInstanceId: string;
    readonly variables: Variables;
  }

  export interface TaskService {
    complete(task: Task, variables?: Variables): Promise<void>;
  }

  export class Client {
    constructor(options: { baseUrl: string; workerId?: string; interval?: number });
    subscribe(
      topic: string,
      handler: (given: { task: Task; taskService: TaskService }) => Promise<void>,
    ): void;
    on(event: "poll:error", listener: (error: Error) => void): this;
    on(event: string, listener: (...given: readonly unknown[]) => void): this;
    stop(): void;
  }
}
