import {
  ProcessVariables,
  type SetResult,
  type VariableForm,
  type VariableStorage,
} from "../../core/mod.ts";
import { chunksOf } from "../support/chunks_of.ts";

/** Stores each body as it is, without parsing it, for tests of the code around it. */
export class PlainVariables extends ProcessVariables {
  readonly #storage: VariableStorage;

  constructor(storage: VariableStorage) {
    super({ storage });
    this.#storage = storage;
  }

  override async setFromForm(
    instanceId: string,
    name: string,
    { body }: VariableForm,
  ): Promise<SetResult> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of chunksOf(body)) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    const [record] = await this.#storage.apply(instanceId, [
      { op: "put", name, type: "Bytes", valueInfo: {}, content },
    ]);
    return { record, deprecated: false, hints: [] };
  }
}
