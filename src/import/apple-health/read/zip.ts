import { createReadStream } from 'node:fs'
import { constants, crc32, createInflateRaw } from 'node:zlib'
import yauzl from 'yauzl'
import { TellusError } from '../../../lib/errors.ts'
import { guardRatio } from '../../unpack-ratio.ts'

/** A file inside a zip: where its bytes lie. */
export interface Member {
  name: string
  method: number
  encrypted: boolean
  dataStart: number
  /** Null when the zip's directory is missing and the member does not say. */
  packedBytes: number | null
  unpackedBytes: number | null
  crc: number | null
}

const ratioFromBytes = 64 * 1024 * 1024
const chunkBytes = 64 * 1024
const unpackedChunkBytes = 256 * 1024

/** Says which members are of use, and counts those that are too many. */
export interface Wanted {
  /** Whether to take the next member, which has this name. */
  takes(name: string): boolean
  /** Members not taken only because there were `maxMembers` of their suffix already. */
  readonly left: number
}

/** Members whose name ends in a suffix: of each at most `maxMembers`, so that many routes do not hide the one XML file. */
export function membersWith(suffixes: readonly string[], maxMembers: number): Wanted {
  const counts = new Map<string, number>()
  let left = 0
  return {
    takes(name) {
      const suffix = suffixes.find((each) => name.toLowerCase().endsWith(each))
      if (suffix === undefined) return false
      const count = (counts.get(suffix) ?? 0) + 1
      counts.set(suffix, count)
      if (count > maxMembers) left++
      return count <= maxMembers
    },
    get left() {
      return left
    },
  }
}

/** The wanted members by the zip's directory; null when it has none (cut off). */
export async function listMembers(path: string, wanted: Wanted): Promise<Member[] | null> {
  let zip: yauzl.ZipFile
  try {
    // Names are only compared, never used as paths, so odd ones need not be refused.
    zip = await yauzl.openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: false })
  } catch {
    // Whatever is wrong with the directory, the members may still be found one by one.
    return null
  }
  const members: Member[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8')
      if (!wanted.takes(name)) continue
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
      members.push({
        name,
        method: entry.compressionMethod,
        encrypted: (entry.generalPurposeBitFlag & 1) !== 0,
        dataStart: fileDataStart,
        packedBytes: entry.compressedSize,
        unpackedBytes: entry.uncompressedSize,
        crc: entry.crc32,
      })
    }
  } catch {
    return null
  } finally {
    zip.close()
  }
  return members
}

/** How the reading of a member went. */
export interface MemberReading {
  /** Bytes of the zip read so far, as a position in it. */
  position: number
  /** Set when the bytes ended early or are not those that were packed. */
  damaged: boolean
}

/**
 * The unpacked bytes of a member, as far as they can be had: a stream that breaks off gives what was readable and sets
 * `damaged`. Throws `TellusError` for a zip bomb and for a way of packing that is not deflate.
 */
export async function* bytesOf(
  path: string,
  member: Member,
  reading: MemberReading,
): AsyncGenerator<Buffer, void, undefined> {
  if (member.method !== 0 && member.method !== 8) {
    throw new TellusError(
      'unprocessable',
      `${member.name} is packed in a way that is not supported: pack it again as a plain zip.`,
    )
  }
  reading.position = member.dataStart
  if (member.packedBytes === 0) return
  const packed = createReadStream(path, {
    start: member.dataStart,
    ...(member.packedBytes !== null && { end: member.dataStart + member.packedBytes - 1 }),
    highWaterMark: chunkBytes,
  })
  // With a sync flush at the end a stream that was cut gives all it held, not an error instead.
  const inflate =
    member.method === 8
      ? createInflateRaw({ chunkSize: unpackedChunkBytes, finishFlush: constants.Z_SYNC_FLUSH })
      : null
  if (inflate) {
    packed.on('error', (error) => inflate.destroy(error))
    packed.pipe(inflate)
  }
  let unpackedBytes = 0
  let crc = 0
  try {
    for await (const chunk of inflate ?? packed) {
      unpackedBytes += chunk.length
      reading.position = member.dataStart + packed.bytesRead
      guardRatio(member.name, unpackedBytes, packed.bytesRead, ratioFromBytes)
      if (member.crc !== null) crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    if (!isDataError(error)) throw error
    reading.damaged = true
    return
  } finally {
    packed.destroy()
    inflate?.destroy()
  }
  if (member.unpackedBytes !== null && member.unpackedBytes !== unpackedBytes) reading.damaged = true
  if (member.crc !== null && member.crc !== crc) reading.damaged = true
}

const isDataError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'Z_DATA_ERROR' || error.code === 'Z_BUF_ERROR')

/** A small member whole, or null when it is larger than `limitBytes`. */
export async function wholeMember(path: string, member: Member, limitBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of bytesOf(path, member, { position: 0, damaged: false })) {
    bytes += chunk.length
    if (bytes > limitBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The first bytes of a member. */
export async function headOf(path: string, member: Member, wantedBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of bytesOf(path, member, { position: 0, damaged: false })) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= wantedBytes) break
  }
  return Buffer.concat(chunks).subarray(0, wantedBytes)
}
