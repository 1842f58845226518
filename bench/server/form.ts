import { randomBytes } from "node:crypto";

const BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gWq";

export const CONTENT_TYPE: string = `multipart/form-data; boundary=${BOUNDARY}`;

/** The bytes before and behind the value in a form that sets a variable of type Bytes. */
export const BEFORE_VALUE: Buffer = Buffer.from(
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"; filename="value.bin"\r\n` +
    "Content-Type: application/octet-stream\r\n\r\n",
);
export const AFTER_VALUE: Buffer = Buffer.from(
  `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="valueType"\r\n\r\nBytes\r\n--${BOUNDARY}--\r\n`,
);

/** A form with a value of 1 KiB. */
export const SMALL_FORM: Buffer = Buffer.concat([BEFORE_VALUE, randomBytes(1024), AFTER_VALUE]);

/** Makes the path of a variable's data. */
export function variablePath(name: string, instance: string): string {
  return `/process-instance/${instance}/variables/${name}/data`;
}
