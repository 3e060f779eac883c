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

/** Packs a text; `bytes` is its UTF-8 length. */
export function pack(text: string): Packed & { bytes: number } {
  const bytes = Buffer.byteLength(text)
  if (bytes < limitBytes) return { body: text, body_z: null, bytes }
  const body_z = zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  return { body: null, body_z, bytes }
}

/** The exact text that was packed. */
export function unpack(row: Packed): string {
  if (row.body !== null) return row.body
  if (row.body_z === null) throw new Error('A packed text has neither form.')
  return zstdDecompressSync(row.body_z).toString('utf8')
}
