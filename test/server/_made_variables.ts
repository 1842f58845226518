import { MemoryStorage } from "../../adapters/memory.ts";
import { type OpenVariable, ProcessVariables, type VariableRecord } from "../../core/mod.ts";
import { wrapVariable } from "../support/wrap_variable.ts";

/** The bytes of one read. */
export const BLOCK: Buffer = Buffer.alloc(65_536, "x");

/** One variable whose bytes are made while they are read. It records the calls on it. */
export class MadeVariables extends ProcessVariables {
  /** Number of blocks that were requested. */
  read = 0;
  closed = 0;
  readonly #blocks: number;
  /** The index of the block whose read fails. */
  readonly #failing: number;

  constructor(blocks: number, failing = Number.POSITIVE_INFINITY) {
    super({ storage: new MemoryStorage() });
    this.#blocks = blocks;
    this.#failing = failing;
  }

  override async openBinary(): Promise<OpenVariable> {
    const record: VariableRecord = {
      name: "v",
      type: "File",
      valueInfo: { filename: "v" },
      isNull: false,
      size: this.#blocks * BLOCK.length,
      version: "1",
      updatedAt: new Date(),
    };
    const close = async () => {
      this.closed++;
    };
    return wrapVariable({ record, read: () => this.#make(), close });
  }

  async *#make(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < this.#blocks; index++) {
      this.read++;
      if (index === this.#failing) throw new Error("The disk is gone");
      yield BLOCK;
    }
  }
}
