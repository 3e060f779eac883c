import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress, zstdDecompressSync } from 'node:zlib'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/**
 * A text as it is stored: small ones as they stand, large ones compressed. Health payloads repeat their keys for
 * every sample, so zstd at its fastest level takes 85-95 % off and costs less than writing the difference.
 */
export interface Packed {
  body: string | null
  body_z: Buffer | null
}

const limitBytes = 4096

/** Packs a text, on another core when it is large; `bytes` is its UTF-8 length. */
export async function pack(text: string): Promise<Packed & { bytes: number }> {
  const bytes = Buffer.byteLength(text)
  if (bytes < limitBytes) return { body: text, body_z: null, bytes }
  const body_z = await compress(Buffer.from(text), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  return { body: null, body_z, bytes }
}

/** The exact text that was packed. */
export const unpack = (row: Packed): string => row.body ?? zstdDecompressSync(zipped(row)).toString('utf8')

/** The exact bytes of the text that was packed, unpacked on another core when they are many. */
export const unpackBytes = async (row: Packed): Promise<Buffer> =>
  row.body === null ? await decompress(zipped(row)) : Buffer.from(row.body)

function zipped(row: Packed): Buffer {
  if (row.body_z === null) throw new Error('A packed text has neither form.')
  return row.body_z
}
