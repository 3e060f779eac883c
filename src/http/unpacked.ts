import { promisify } from 'node:util'
import { constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'
import { TellusError } from '../lib/errors.ts'

type Unpack = (packed: Buffer, mostBytes: number) => Promise<Buffer>

const chunkSize = 64 * 1024
/** A frame may ask its reader to hold a window of gigabytes; the usual levels of zstd need 8 MiB. */
const largestWindowLog = 24

const [gunzipped, inflated, inflatedRaw, unzstd] = [
  promisify(gunzip),
  promisify(inflate),
  promisify(inflateRaw),
  promisify(zstdDecompress),
]

/** `deflate` is the format of zlib by its standard, and without its header with those who read that otherwise. */
const hasZlibHeader = (packed: Buffer): boolean =>
  packed.length > 1 && ((packed[0] ?? 0) & 0x0f) === 8 && packed.readUInt16BE(0) % 31 === 0

const encodings: Readonly<Record<string, Unpack>> = {
  identity: async (packed) => packed,
  gzip: (packed, maxOutputLength) => gunzipped(packed, { chunkSize, maxOutputLength }),
  deflate: (packed, maxOutputLength) =>
    (hasZlibHeader(packed) ? inflated : inflatedRaw)(packed, { chunkSize, maxOutputLength }),
  zstd: (packed, maxOutputLength) =>
    unzstd(packed, {
      chunkSize,
      maxOutputLength,
      params: { [constants.ZSTD_d_windowLogMax]: largestWindowLog },
    }),
}

/** Throws 415 for a Content-Encoding that is not taken. */
export function demandEncoding(encoding: string | undefined): void {
  unpackOf(encoding)
}

function unpackOf(encoding: string | undefined): Unpack {
  const name = (encoding ?? 'identity').trim().toLowerCase()
  const unpack = Object.hasOwn(encodings, name) ? encodings[name] : undefined
  if (unpack !== undefined) return unpack
  throw new TellusError(
    'unsupported_media_type',
    `the Content-Encoding ${name.slice(0, 60)} is not taken here: send ${Object.keys(encodings).join(', ')}`,
    { headers: { 'Accept-Encoding': Object.keys(encodings).join(', ') } },
  )
}

/**
 * A body without its Content-Encoding, off the main thread and never more than `mostBytes` of it: 413 as soon as it is longer. Throws
 * 415 for an encoding that is not taken, 400 for a body that is not encoded so.
 */
export async function unpacked(body: Buffer, encoding: string | undefined, mostBytes: number): Promise<Buffer> {
  const unpack = unpackOf(encoding)
  try {
    return await unpack(body, mostBytes)
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new TellusError(
        'too_large',
        `the body is larger than ${mostBytes} bytes when it is unpacked: send less at once`,
      )
    throw new TellusError('bad_request', `the body is not ${encoding}, or breaks off`, { cause: error })
  }
}
