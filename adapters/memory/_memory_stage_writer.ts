import type { StageWriter } from "../../core/storage/storage_driver.ts";
import { BlockWriter } from "./_block_writer.ts";
import { MemoryStage } from "./_memory_stage.ts";
import type { TurnBudget } from "./_turn_budget.ts";

/** Copies chunks into blocks. After some bytes it gives other work a turn. */
export class MemoryStageWriter implements StageWriter<MemoryStage> {
  readonly #blocks = new BlockWriter();
  readonly #budget: TurnBudget;

  constructor(budget: TurnBudget) {
    this.#budget = budget;
  }

  write(chunk: Uint8Array): Promise<void> | undefined {
    this.#blocks.write(chunk);
    return this.#budget.spend(chunk.length);
  }

  finish(): MemoryStage {
    return new MemoryStage(this.#blocks.size, this.#blocks.finish());
  }

  abort(): void {}
}
