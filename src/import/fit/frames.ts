import { crc16 } from '../../lib/crc16.ts'

/**
 * The outer shape of a FIT file: headers, message boundaries and checksums. The decoder behind it gives up on the
 * whole file at the first fault; walking the messages first finds the part that can be read, the files chained one
 * behind the other, and the order of messages that the decoder does not keep.
 */

/** One of the FIT files chained in an upload. */
export interface FitFrame {
  /** Header and the readable messages; the data size in its header says exactly that. */
  bytes: Buffer<ArrayBuffer>
  /** Offset in the upload behind the last readable message. */
  readableTo: number
  /** False when messages are missing or unreadable behind `readableTo`. */
  complete: boolean
  /** False when the checksum is missing or not that of the bytes. */
  checksumRight: boolean
  recordCount: number
  /** For each hrv message, in order: how many record messages came before it. */
  recordsBeforeHrv: number[]
}

interface Definition {
  globalNumber: number
  size: number
  /** A compressed header brings the time itself, so a leading timestamp field is then not in the message. */
  compressedSize: number
}

const recordMessage = 20
const hrvMessage = 78
const fieldDescriptionMessage = 206
/** A message number no profile knows. */
const unknownMessage = 0xff00

/** True when a FIT header begins at `offset`. */
export function isFitHeader(bytes: Uint8Array, offset = 0): boolean {
  const size = bytes[offset]
  return (
    (size === 12 || size === 14) &&
    bytes[offset + 8] === 0x2e &&
    bytes[offset + 9] === 0x46 &&
    bytes[offset + 10] === 0x49 &&
    bytes[offset + 11] === 0x54
  )
}

/**
 * The FIT files in `bytes`, in order; none when it does not begin with a FIT header. Changes the bytes: the data
 * size of a header becomes what is readable, and descriptions of developer fields are renumbered so that no field
 * of a third-party app can take the place of the watch's own value of the same name.
 */
export function framesOf(bytes: Buffer<ArrayBuffer>): FitFrame[] {
  const frames: FitFrame[] = []
  let offset = 0
  while (offset < bytes.length && isFitHeader(bytes, offset)) {
    const headerSize = bytes[offset] ?? 14
    const dataStart = offset + headerSize
    if (dataStart > bytes.length) break
    const declared = bytes.readUInt32LE(offset + 4)
    // A device that lost power leaves size 0: then everything up to the end counts.
    const declaredEnd = declared === 0 ? bytes.length : dataStart + declared
    const end = Math.min(declaredEnd, bytes.length)
    const hasChecksum = end + 2 <= bytes.length
    const checksumRight = declared === 0 || (hasChecksum && crc16(bytes, offset, end) === bytes.readUInt16LE(end))
    const walk = walkMessages(bytes, dataStart, end)
    bytes.writeUInt32LE(walk.end - dataStart, offset + 4)
    frames.push({
      bytes: bytes.subarray(offset, walk.end),
      readableTo: walk.end,
      complete: declared !== 0 && walk.end === declaredEnd,
      checksumRight,
      recordCount: walk.recordCount,
      recordsBeforeHrv: walk.recordsBeforeHrv,
    })
    offset = declaredEnd + 2
  }
  return frames
}

function walkMessages(bytes: Buffer, start: number, end: number) {
  const definitions = new Map<number, Definition>()
  const recordsBeforeHrv: number[] = []
  let recordCount = 0
  let at = start
  while (at < end) {
    const header = bytes[at] ?? 0
    const compressed = (header & 0x80) !== 0
    if (!compressed && (header & 0x40) !== 0) {
      const next = readDefinition(bytes, at, end, definitions)
      if (next === null) break
      at = next
      continue
    }
    if (!compressed && (header & 0x30) !== 0) break
    const definition = definitions.get(compressed ? (header & 0x60) >> 5 : header & 0x0f)
    if (definition === undefined) break
    const next = at + 1 + (compressed ? definition.compressedSize : definition.size)
    if (next > end) break
    if (definition.globalNumber === recordMessage) recordCount++
    else if (definition.globalNumber === hrvMessage) recordsBeforeHrv.push(recordCount)
    at = next
  }
  return { end: at, recordCount, recordsBeforeHrv }
}

/** Notes the definition at `at` and gives the offset behind it; null when it is cut or no definition. */
function readDefinition(bytes: Buffer, at: number, end: number, definitions: Map<number, Definition>): number | null {
  const header = bytes[at] ?? 0
  if (at + 6 > end || (bytes[at + 2] ?? 0) > 1) return null
  const littleEndian = bytes[at + 2] === 0
  const globalNumber = littleEndian ? bytes.readUInt16LE(at + 3) : bytes.readUInt16BE(at + 3)
  const fieldCount = bytes[at + 5] ?? 0
  const fieldsEnd = at + 6 + fieldCount * 3
  const hasDeveloperFields = (header & 0x20) !== 0
  const developerCount = hasDeveloperFields ? (bytes[fieldsEnd] ?? 0) : 0
  const definitionEnd = fieldsEnd + (hasDeveloperFields ? 1 + developerCount * 3 : 0)
  if (definitionEnd > end) return null
  let size = 0
  for (let field = 0; field < fieldCount; field++) size += bytes[at + 7 + field * 3] ?? 0
  for (let field = 0; field < developerCount; field++) size += bytes[fieldsEnd + 2 + field * 3] ?? 0
  const leadsWithTimestamp = fieldCount > 0 && bytes[at + 6] === 253
  const compressedSize = leadsWithTimestamp ? size - (bytes[at + 7] ?? 0) : size
  definitions.set(header & 0x0f, { globalNumber, size, compressedSize })
  if (globalNumber === fieldDescriptionMessage) {
    if (littleEndian) bytes.writeUInt16LE(unknownMessage, at + 3)
    else bytes.writeUInt16BE(unknownMessage, at + 3)
  }
  return definitionEnd
}
