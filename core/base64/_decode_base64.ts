import { Base64Decoder } from "./_base64_decoder.ts";

/**
 * Decodes a whole text from base64, by the rules of {@linkcode Base64Decoder}.
 *
 * @returns The bytes; `undefined` if the text is not base64.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const decoder = new Base64Decoder(0);
  const bytes = decoder.write(text);
  return decoder.isWhole ? bytes : undefined;
}
