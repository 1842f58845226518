import { MemoryStorage } from "../../../dist/adapters/memory.js";
import { ProcessVariables } from "../../../dist/core/mod.js";
import { ChunkSource } from "../chunk_source.ts";
import type { Contender } from "../contender.ts";
import { ForgettingStorage } from "../forgetting_storage.ts";

/** Our service with a storage that keeps nothing. The storage gets only the part `data` of a form. */
export function createForgetfulService(): Contender {
  const storage = new ForgettingStorage();
  const variables = new ProcessVariables({ storage });
  return {
    name: "setFromForm, forgetting",
    ours: true,
    variablesOnly: true,

    async run({ contentType, chunks }, sink) {
      storage.target = sink.part("data");
      const body = new ChunkSource(chunks);
      await variables.setFromForm("instance", "name", { contentType, body });
    },

    async stream(source, contentType, consume) {
      storage.consume = consume;
      await variables.setFromForm("instance", "name", { contentType, body: source });
      storage.consume = undefined;
    },
  };
}

/** Our service with the storage in memory. */
export function createMemoryService(): Contender {
  const storage = new MemoryStorage();
  const variables = new ProcessVariables({ storage });
  return {
    name: "setFromForm, memory",
    ours: true,
    variablesOnly: true,

    async run({ contentType, chunks }) {
      const body = new ChunkSource(chunks);
      await variables.setFromForm("instance", "name", { contentType, body });
    },

    async deliver(sink) {
      const variable = await variables.openBinary("instance", "name");
      const part = sink.part("data");
      for await (const chunk of variable.read()) part.data(chunk);
      part.end();
      await variable.close();
    },
  };
}
