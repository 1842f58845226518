/** Whether a value is a `BufferSource` of the web platform: an ArrayBuffer or a view of one. */
export function isBufferSource(value: unknown): boolean {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}
