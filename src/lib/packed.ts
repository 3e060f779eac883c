import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * A text as it is stored: small ones as they stand, large ones compressed. Health payloads repeat their keys for
 * every sample, so zstd at its fastest level takes 85-95 % off and costs less than writing the difference.
 */
export interface Packed {
  body: string | null
  body_z: Buffer | null
}

const limitBytes = 4096

/** Results come in pieces of this size: larger and smaller ones are slower. */
const chunkSize = 64 * 1024
const compressing = { chunkSize, params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/**
 * Packs a text; `bytes` is its UTF-8 length. Bytes given must be valid UTF-8. At about 1 GB/s on the spot: handing it to
 * another thread cost three times as much.
 */
export function pack(text: string | Buffer): Packed & { bytes: number } {
  const bytes = Buffer.byteLength(text)
  if (bytes < limitBytes) return { body: text.toString(), body_z: null, bytes }
  return { body: null, body_z: trimmed(zstdCompressSync(text, compressing)), bytes }
}

/** A short result is a view of a whole piece and would keep all of it in memory for as long as it is kept itself. */
const trimmed = (result: Buffer): Buffer =>
  result.length < result.buffer.byteLength / 2 ? Buffer.from(result) : result

/** What is stored of a text; with its length in bytes, where that is at hand, it is unpacked in one piece. */
type Stored = Packed & { bytes?: number }

/** The exact bytes of the text that was packed. */
export const unpackBytes = (row: Stored): Buffer =>
  row.body === null ? trimmed(decompressed(row)) : Buffer.from(row.body)

/** The exact text that was packed. */
export const unpack = (row: Stored): string => row.body ?? decompressed(row).toString('utf8')

function decompressed({ body_z: compressed, bytes }: Stored): Buffer {
  if (compressed === null) throw new Error('A packed text has neither form.')
  // A little more than it takes: a piece that is filled to the last byte is followed by another one, to see that no more comes.
  return zstdDecompressSync(compressed, { chunkSize: bytes === undefined ? chunkSize : bytes + 64 })
}
