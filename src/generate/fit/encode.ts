import { crc16 } from '../../lib/crc16.ts'
import { parseInstant } from '../../normalise/time.ts'

/**
 * Writes FIT files: definition and data messages, checksums, compressed timestamps and developer fields. Values are given in
 * the unit of the profile (metres, m/s, degrees) and scaled here.
 */

export type FitBaseType = 'enum' | 'uint8' | 'sint8' | 'uint16' | 'sint16' | 'uint32' | 'sint32' | 'uint32z' | 'string'

const baseTypes: Readonly<Record<FitBaseType, { code: number; size: number }>> = {
  enum: { code: 0x00, size: 1 },
  sint8: { code: 0x01, size: 1 },
  uint8: { code: 0x02, size: 1 },
  sint16: { code: 0x83, size: 2 },
  uint16: { code: 0x84, size: 2 },
  sint32: { code: 0x85, size: 4 },
  uint32: { code: 0x86, size: 4 },
  uint32z: { code: 0x8c, size: 4 },
  string: { code: 0x07, size: 1 },
}

/** Number, type, and how a value becomes the integer that is written: `(value + offset) × scale`. */
export type FitField = readonly [number: number, type: FitBaseType, scale?: number, offset?: number]

/** Messages by name, each with its number and fields. */
export type FitProfile = Readonly<Record<string, readonly [number, Readonly<Record<string, FitField>>]>>

/** A message to write. Times are ISO texts; a raw number works for them too. */
export interface FitMessageSpec {
  name: string
  fields: Readonly<Record<string, number | readonly number[] | string>>
  /** One developer field behind the native ones. */
  developer?: { number: number; index: number; value: number }
  /** Five bits of time in the header instead of a timestamp field. */
  compressedTime?: number
}

const fitEpochSeconds = 631_065_600
/** Seconds since 1989-12-31T00:00:00Z of an ISO time. Throws `TellusError` for what is none. */
export const fitTime = (iso: string): number => parseInstant(iso).epochMs / 1000 - fitEpochSeconds

export interface FitFileOptions {
  headerSize?: 12 | 14
  wrongChecksum?: boolean
}

/**
 * One complete FIT file of messages that the profile knows. Chain several with `Buffer.concat`. Throws for a message or field
 * that it does not.
 */
export function encodeFit(
  profile: FitProfile,
  messages: readonly FitMessageSpec[],
  options: FitFileOptions = {},
): Buffer<ArrayBuffer> {
  const { headerSize = 14, wrongChecksum = false } = options
  const data: number[] = []
  const definitions: Definitions = { inForce: [], written: 0 }
  for (const spec of messages) writeMessage(data, definitions, spec, profile)
  const bytes = Buffer.alloc(headerSize + data.length + 2)
  bytes[0] = headerSize
  bytes[1] = 0x20
  bytes.writeUInt16LE(21_188, 2)
  bytes.writeUInt32LE(data.length, 4)
  bytes.write('.FIT', 8, 'latin1')
  if (headerSize === 14) bytes.writeUInt16LE(crc16(bytes, 0, 12), 12)
  bytes.set(data, headerSize)
  const end = headerSize + data.length
  bytes.writeUInt16LE(crc16(bytes, 0, end) ^ (wrongChecksum ? 0x5555 : 0), end)
  return bytes
}

/** Definitions in force by local message type, and how many were written. A definition is repeated once overwritten. */
interface Definitions {
  inForce: string[]
  written: number
}

/** Compressed headers can name four local message types. */
const localTypes = 4

function writeMessage(data: number[], definitions: Definitions, spec: FitMessageSpec, profile: FitProfile): void {
  const [globalNumber, known] = profile[spec.name] ?? [0xffff, {}]
  const fields = Object.entries(spec.fields).map(([name, value]) => {
    const field = known[name]
    if (field === undefined) throw new Error(`The profile has no field ${spec.name}.${name}`)
    const [number, type, scale = 1, offset = 0] = field
    return { number, type, bytes: encoded(value, type, scale, offset) }
  })
  const { developer } = spec
  const signature = JSON.stringify([globalNumber, fields.map((f) => [f.number, f.bytes.length]), developer?.number])
  let slot = definitions.inForce.indexOf(signature)
  if (slot < 0) {
    slot = definitions.written++ % localTypes
    definitions.inForce[slot] = signature
    data.push(0x40 | slot | (developer === undefined ? 0 : 0x20), 0, 0)
    data.push(globalNumber & 0xff, globalNumber >> 8, fields.length)
    for (const { number, type, bytes } of fields) data.push(number, bytes.length, baseTypes[type].code)
    if (developer !== undefined) data.push(1, developer.number, 1, developer.index)
  }
  data.push(spec.compressedTime === undefined ? slot : 0x80 | (slot << 5) | (spec.compressedTime & 0x1f))
  for (const { bytes } of fields) data.push(...bytes)
  if (developer !== undefined) data.push(developer.value)
}

function encoded(
  value: number | readonly number[] | string,
  type: FitBaseType,
  scale: number,
  offset: number,
): number[] {
  if (type === 'string') return [...Buffer.from(String(value)), 0]
  const values = typeof value === 'object' ? value : [typeof value === 'string' ? fitTime(value) : value]
  const { size } = baseTypes[type]
  const bytes = Buffer.alloc(size * values.length)
  values.forEach((plain, index) => {
    const raw = Math.round((plain + offset) * scale)
    if (type.startsWith('sint')) bytes.writeIntLE(raw, index * size, size)
    else bytes.writeUIntLE(raw, index * size, size)
  })
  return [...bytes]
}
