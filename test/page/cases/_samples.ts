import { crc32, deflateSync } from "node:zlib";
import type { ProcessVariables } from "../../../core/mod.ts";

/** A picture of three stripes. */
export function picture(width = 240, height = 90): Uint8Array {
  const row = (y: number) => {
    const colors = [
      [20, 110, 180],
      [240, 240, 235],
      [200, 60, 50],
    ];
    const color = colors[Math.floor((y * 3) / height)] ?? [];
    return Buffer.from([0, ...Array.from({ length: width }, () => color).flat()]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => row(y))));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Fills an instance as an order has it. */
export async function fillOrder(variables: ProcessVariables): Promise<void> {
  await variables.set("order-7", "customer", { value: "Ada Lovelace" });
  await variables.set("order-7", "total", { type: "Long", value: 9_007_199_254_740_993n });
  await variables.set("order-7", "paid", { value: false });
  await variables.set("order-7", "lines", {
    type: "Json",
    value:
      '{"currency":"EUR","lines":[{"item":"pump","price":1250.00},{"item":"hose","price":18.5}],"notes":[]}',
  });
  await setFile(variables, "order-7", "label.png", "image/png", picture());
  await setFile(
    variables,
    "order-7",
    "terms.txt",
    "text/plain",
    "Delivery within 14 days.\nNo returns of hoses.\n",
  );
}

/** Stores a File by a form, as clients do. */
export async function setFile(
  variables: ProcessVariables,
  instanceId: string,
  name: string,
  type: string,
  content: Uint8Array | string,
  filename: string = name,
): Promise<void> {
  const form = new FormData();
  form.set("valueType", "File");
  const bytes = typeof content === "string" ? content : Uint8Array.from(content);
  form.set("data", new Blob([bytes], { type }), filename);
  const { headers, body } = new Request("http://localhost", { method: "POST", body: form });
  await variables.setFromForm(instanceId, name, { contentType: headers.get("content-type"), body });
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
