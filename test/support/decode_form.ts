import { LimitExceededError } from "../../core/errors/limit_exceeded_error.ts";
import { MultipartDecoder } from "../../core/multipart/multipart_decoder.ts";
import type { MultipartOptions } from "../../core/multipart/multipart_options.ts";
import { MultipartSyntaxError } from "../../core/multipart/multipart_syntax_error.ts";
import { parseMultipart } from "../../core/multipart/parse_multipart.ts";
import type { PartHead } from "../../core/multipart/part.ts";
import { sourceOf } from "./chunked.ts";
import { toLatin1 } from "./multipart_message.ts";

/** Everything that a parser finds in a form. Contents have one character for each byte. Incomplete parts are left out. */
export interface DecodedForm {
  readonly parts: readonly DecodedPart[];
  /** Describes the error; absent if there was none. */
  readonly error?: string;
}

export interface DecodedPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: readonly (readonly [string, string])[];
  readonly content: string;
}

/** Decodes chunks with a `MultipartDecoder`. */
export function decodeForm(chunks: Iterable<Uint8Array>, options: MultipartOptions): DecodedForm {
  const parts: DecodedPart[] = [];
  let head: PartHead | undefined;
  let content = "";
  try {
    const decoder = new MultipartDecoder(
      {
        partBegin(begun) {
          head = begun;
          content = "";
        },
        partData(chunk) {
          content += toLatin1(chunk);
        },
        partEnd() {
          if (head !== undefined) parts.push(describePart(head, content));
        },
      },
      options,
    );
    for (const chunk of chunks) decoder.write(chunk);
    decoder.end();
    return { parts };
  } catch (error) {
    return { parts, error: describeError(error) };
  }
}

/** Decodes chunks with `parseMultipart`. */
export async function parseForm(
  chunks: Iterable<Uint8Array>,
  options: MultipartOptions,
): Promise<DecodedForm> {
  const parts: DecodedPart[] = [];
  try {
    for await (const part of parseMultipart(sourceOf(chunks), options)) {
      let content = "";
      for await (const chunk of part.body) content += toLatin1(chunk);
      parts.push(describePart(part, content));
    }
    return { parts };
  } catch (error) {
    return { parts, error: describeError(error) };
  }
}

function describePart(head: PartHead, content: string): DecodedPart {
  const { name, filename, contentType, headers } = head;
  return { name, filename, contentType, headers: [...headers], content };
}

/** Describes an error in one line: its class, its place or limit, and its message. */
export function describeError(error: unknown): string {
  if (error instanceof MultipartSyntaxError) {
    return `${error.reason} at ${error.offset}: ${error.message}`;
  }
  if (error instanceof LimitExceededError) return `${error.limit} ${error.max}: ${error.message}`;
  return String(error);
}
