import { TellusError } from '../lib/errors.ts'

/** Unpacked size over packed size at which a file counts as a decompression bomb; a real export packs 20 to 30 times. */
const maxRatio = 200

/** Refuses a bomb. Small files may pack very well: the ratio is judged from `fromBytes` unpacked bytes on. */
export function guardRatio(name: string, unpackedBytes: number, packedBytes: number, fromBytes: number): void {
  if (unpackedBytes > fromBytes && unpackedBytes > packedBytes * maxRatio) {
    throw new TellusError(
      'unprocessable',
      `${name} unpacks to more than ${maxRatio} times its size, which no real recording does, and was not read.`,
    )
  }
}
