/** A system call that has returned, as `strace -f -y` wrote it. */
export interface SystemCall {
  readonly name: string;
  /** The text between the parentheses. */
  readonly arguments: string;
  /** The first number behind `=`; -1 if the call failed. */
  readonly result: number;
  /** The path that `-y` shows behind a returned descriptor; `undefined` if there is none. */
  readonly resultPath: string | undefined;
}

/** The start or the end of a call, in the order of the log. A call takes effect between the two. */
export interface SystemCallEvent {
  readonly at: "start" | "end";
  readonly call: SystemCall;
}

/**
 * Reads a log of `strace -f -y -o FILE`. Calls of several threads overlap: strace then writes `<unfinished ...>` at the
 * start and `<... name resumed>` at the end, which are joined here.
 */
export function parseStraceLog(log: string): SystemCallEvent[] {
  const events: SystemCallEvent[] = [];
  const unfinished = new Map<string, { index: number; text: string }>();
  for (const line of log.split("\n")) {
    const [, thread, text] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (thread === undefined || text === undefined) continue;
    const started = /^(.*) <unfinished \.\.\.>$/.exec(text);
    if (started !== null) {
      unfinished.set(thread, { index: events.length, text: started[1] ?? "" });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const start = resumed === null ? undefined : unfinished.get(thread);
    const call = parseCall(start === undefined ? text : start.text + (resumed?.[1] ?? ""));
    if (call === undefined) continue;
    if (start === undefined) {
      events.push({ at: "start", call });
    } else {
      unfinished.delete(thread);
      events.splice(start.index, 0, { at: "start", call });
      for (const other of unfinished.values()) if (other.index >= start.index) other.index++;
    }
    events.push({ at: "end", call });
  }
  return events;
}

function parseCall(text: string): SystemCall | undefined {
  const match = /^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?/.exec(text);
  if (match === null) return undefined;
  const [, name = "", args = "", result = "", resultPath] = match;
  return { name, arguments: args, result: Number(result), resultPath };
}
