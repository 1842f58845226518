/** One instruction of a Dockerfile, its continued lines joined by blanks. */
export interface Instruction {
  /** In upper case, such as `RUN`. */
  readonly word: string;
  readonly flags: ReadonlyMap<string, string>;
  /** All behind the word and the flags. */
  readonly rest: string;
}

/** A stage: what stands between two `FROM`. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads the part of the language of Dockerfiles that ours uses.
 *
 * @throws {Error} If the text does not begin with `FROM`.
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: { base: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of joinedLines(text)) {
    const instruction = parseInstruction(line);
    if (instruction.word === "FROM") {
      const [base = "", , name] = instruction.rest.split(/\s+/);
      stages.push({ base, name, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage === undefined)
        throw new Error(`Cannot read the Dockerfile: '${line}' is before FROM`);
      stage.instructions.push(instruction);
    }
  }
  return stages;
}

/** The words of an instruction in its exec form. */
export function execForm(rest: string): readonly string[] {
  const words: unknown = JSON.parse(rest);
  if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
  throw new Error(`Cannot read the Dockerfile: ${rest} is no list of texts`);
}

/** The settings of an `ENV` instruction. */
export function settingsOf(rest: string): readonly (readonly [string, string])[] {
  return rest.split(/\s+/).map((setting) => {
    const at = setting.indexOf("=");
    if (at < 1) throw new Error(`Cannot read the Dockerfile: ENV ${setting} has no '='`);
    return [setting.slice(0, at), setting.slice(at + 1)];
  });
}

function joinedLines(text: string): readonly string[] {
  const lines = text.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
  return lines
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n");
}

function parseInstruction(line: string): Instruction {
  const [, word = "", behind = ""] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  const [flagText = ""] = /^(--\S+\s+)*/.exec(behind) ?? [];
  const flags = [...flagText.matchAll(/--([\w-]+)=(\S+)/g)];
  return {
    word: word.toUpperCase(),
    flags: new Map(flags.map(([, name = "", value = ""]) => [name, value])),
    rest: behind.slice(flagText.length),
  };
}
