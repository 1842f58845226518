import { getData, postData, putBase64 } from "./transfers.ts";

const MIB = 1_048_576;
const VARIABLES = "/process-instance/i/variables";

/** A scenario with large values. */
export interface Scenario {
  readonly name: string;
  /** Runs the scenario. Throws if an answer is not what was sent. */
  run(url: string): Promise<void>;
}

const LISTED = 1_000;
const FILE = '"type":"File","valueInfo":{"filename":"f.bin"}';

/**
 * Makes the scenarios.
 *
 * @param size Size in bytes of the value in a form.
 */
export function scenarios(size: number): readonly Scenario[] {
  return [
    {
      name: `a form of ${size / MIB} MiB up and down`,
      run: (url) => upAndDown(url, (path) => postData(`${path}/data`, size)),
    },
    inBase64("'value' before 'type'", ['{"value":"', `",${FILE}}`]),
    inBase64("'value' after 'type'", [`{${FILE},"value":"`, '"}']),
    { name: `${LISTED} variables of 1 MiB set and listed`, run: setAndList },
  ];
}

function inBase64(order: string, frame: readonly [before: string, behind: string]): Scenario {
  return {
    name: `200 MB of base64 up, ${order}, and down`,
    run: (url) => upAndDown(url, (path) => putBase64(path, 200_000_000, frame)),
  };
}

async function upAndDown(url: string, upload: (path: string) => Promise<string>): Promise<void> {
  const path = `${url}${VARIABLES}/large`;
  const sent = await upload(path);
  const received = await getData(`${path}/data`);
  if (sent !== received) throw new Error(`The sha-256 differs: ${sent} up, ${received} down`);
}

async function setAndList(url: string): Promise<void> {
  for (let index = 0; index < LISTED; index++) {
    await postData(`${url}${VARIABLES}/${index}/data`, MIB);
  }
  for (const path of [VARIABLES, "/variable-instance"]) {
    const answer = await fetch(url + path);
    const variables: { value: unknown; valueInfo: { size: number } }[] = Object.values(
      JSON.parse(await answer.text()),
    );
    const good = variables.every(
      ({ value, valueInfo }) => value === null && valueInfo.size === MIB,
    );
    if (!good || variables.length !== LISTED) throw new Error(`${path} does not list them all`);
  }
}
