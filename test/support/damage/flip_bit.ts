import { open } from "node:fs/promises";

/** Flips one bit of a file. Bit 0 is the lowest bit of the first byte. */
export async function flipBit(path: string, bit: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    const position = Math.floor(bit / 8);
    const byte = Buffer.alloc(1);
    const { bytesRead } = await file.read(byte, 0, 1, position);
    if (bytesRead === 0) throw new RangeError(`Cannot flip bit ${bit}: '${path}' is shorter`);
    byte.writeUInt8(byte.readUInt8() ^ (1 << (bit % 8)));
    await file.write(byte, 0, 1, position);
  } finally {
    await file.close();
  }
}
