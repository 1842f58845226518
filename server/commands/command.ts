import type { Readable } from "node:stream";

/** What a command reads from and writes to. */
export interface CommandStreams {
  /** Gets the result. */
  readonly stdout: { write(text: string): boolean };
  /** Gets the progress, and what is logged. */
  readonly stderr: ProgressStream;
  /** Password and the like are read from it. */
  readonly stdin: Readable;
  /** Takes the signals that would end the process. What it returns is aborted when the user wants the command to end. */
  takeSignals(): AbortSignal;
}

/** A stream for progress: a terminal, or another one. */
export interface ProgressStream {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters. */
  readonly columns?: number | undefined;
  write(text: string): boolean;
}

/** A command besides serving, such as `varpost copy`. */
export interface Command {
  /** Its arguments for the usage, such as `FROM TO`. */
  readonly synopsis: string;
  /** One line for the usage of the program. */
  readonly summary: string;
  /** The text of its `--help`. */
  readonly usage: string;
  /**
   * Runs it.
   *
   * @param args The arguments behind its name, without `--help`.
   * @returns The exit code.
   * @throws {UsageError} If the arguments are wrong.
   */
  run(args: readonly string[], streams: CommandStreams): Promise<number>;
}
