import { Configuration } from "@visaright/camunda-rest-client";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { withOneStorage } from "../server/_storages.ts";
import { withServer } from "../server/_with_server.ts";
import { FormDataStream } from "../support/form_data_stream.ts";

interface Given {
  readonly configuration: Configuration;
  readonly storage: VariableStorage;
}

/** Starts a server and tells the client where it is. */
export function withRestClient(
  run: (given: Given) => Promise<void>,
  { lenient = false } = {},
): Promise<void> {
  return withOneStorage((storage) =>
    withServer(
      ({ url }) => {
        const basePath = `${url}/engine-rest`;
        return run({
          configuration: new Configuration({ basePath, formDataCtor: FormDataStream }),
          storage,
        });
      },
      { storage, variables: new ProcessVariables({ storage, lenient }) },
    ),
  );
}

/** The client's types say of every value that it is an object: an object then, which JSON has as what it stands for. */
export function boxed(value: unknown): object {
  return Object(value);
}
