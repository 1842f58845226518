import type { Readable } from "node:stream";
import type { WriteStream } from "node:tty";

// What keys send from a terminal in raw mode.
const ENTER: ReadonlySet<string> = new Set(["\r", "\n", "\x04"]);
const BACKSPACE: ReadonlySet<string> = new Set(["\x7f", "\b"]);
const CLEAR_LINE = "\x15";
const INTERRUPT = "\x03";

/** What is used of a terminal for input. */
export interface SecretInput extends Pick<Readable, "on" | "off" | "pause" | "resume"> {
  /** Whether each key comes at once, and is not shown. */
  setRawMode(isRaw: boolean): unknown;
}

/**
 * Asks for secrets on a terminal, which does not show what is typed.
 *
 * @param questions What is asked, one after the other.
 * @param input The terminal.
 * @param output Shows the questions.
 * @returns What was typed for each question.
 * @throws {Error} If it is interrupted (Ctrl-C), or the terminal is closed.
 */
export async function readSecretly(
  questions: readonly string[],
  input: SecretInput,
  output: Pick<WriteStream, "write">,
): Promise<readonly string[]> {
  const answers: string[] = [];
  const decoder = new TextDecoder();
  let typed: string[] = [];
  output.write(questions[0] ?? "");
  input.setRawMode(true);
  let stop = () => {};
  const done = new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error("Cannot read the password: interrupted"));
    const enter = () => {
      answers.push(typed.join(""));
      typed = [];
      output.write(`\n${questions[answers.length] ?? ""}`);
      if (answers.length === questions.length) resolve();
    };
    // Several answers may come at once, if they are pasted.
    const take = (bytes: Buffer) => {
      for (const key of decoder.decode(bytes, { stream: true })) {
        if (answers.length === questions.length) return;
        if (key === INTERRUPT) fail();
        else if (ENTER.has(key)) enter();
        else if (BACKSPACE.has(key)) typed.pop();
        else if (key === CLEAR_LINE) typed = [];
        else typed.push(key);
      }
    };
    stop = () => input.off("data", take).off("end", fail).pause();
    input.on("data", take).on("end", fail).resume();
  });
  try {
    await done;
  } finally {
    stop();
    input.setRawMode(false);
  }
  return answers;
}
