import { crc } from '../import/fit/frames.ts'

/**
 * Writes FIT files for tests: definition and data messages, checksums, chained files, compressed timestamps and
 * developer fields. Values are given in the unit of the profile (metres, m/s, degrees) and scaled here.
 */

type BaseType = 'enum' | 'uint8' | 'sint8' | 'uint16' | 'sint16' | 'uint32' | 'sint32' | 'uint32z' | 'string'

const baseTypes: Readonly<Record<BaseType, { code: number; size: number }>> = {
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

type Field = readonly [number: number, type: BaseType, scale?: number, offset?: number]
const semicircles = 2 ** 31 / 180
const timestamp: Field = [253, 'uint32']

/** Number and fields of the messages that tests write, from the FIT profile. */
const profile = {
  file_id: [
    0,
    {
      type: [0, 'enum'],
      manufacturer: [1, 'uint16'],
      product: [2, 'uint16'],
      serial_number: [3, 'uint32z'],
      time_created: [4, 'uint32'],
    },
  ],
  user_profile: [3, { gender: [1, 'enum'], age: [2, 'uint8'], height: [3, 'uint8', 100], weight: [4, 'uint16', 10] }],
  sport: [12, { sport: [0, 'enum'], sub_sport: [1, 'enum'], name: [3, 'string'] }],
  session: [
    18,
    {
      timestamp,
      message_index: [254, 'uint16'],
      start_time: [2, 'uint32'],
      sport: [5, 'enum'],
      sub_sport: [6, 'enum'],
      total_elapsed_time: [7, 'uint32', 1000],
      total_timer_time: [8, 'uint32', 1000],
      total_distance: [9, 'uint32', 100],
      total_cycles: [10, 'uint32'],
      total_calories: [11, 'uint16'],
      avg_speed: [14, 'uint16', 1000],
      max_speed: [15, 'uint16', 1000],
      avg_heart_rate: [16, 'uint8'],
      max_heart_rate: [17, 'uint8'],
      avg_cadence: [18, 'uint8'],
      max_cadence: [19, 'uint8'],
      avg_power: [20, 'uint16'],
      max_power: [21, 'uint16'],
      total_ascent: [22, 'uint16'],
      total_descent: [23, 'uint16'],
      normalized_power: [34, 'uint16'],
      training_stress_score: [35, 'uint16', 10],
      intensity_factor: [36, 'uint16', 1000],
      pool_length: [44, 'uint16', 100],
      num_active_lengths: [47, 'uint16'],
      total_work: [48, 'uint32'],
      time_in_hr_zone: [65, 'uint32', 1000],
      avg_fractional_cadence: [92, 'uint8', 128],
      sport_profile_name: [110, 'string'],
      enhanced_avg_speed: [124, 'uint32', 1000],
      metabolic_calories: [196, 'uint16'],
    },
  ],
  lap: [
    19,
    {
      timestamp,
      start_time: [2, 'uint32'],
      total_elapsed_time: [7, 'uint32', 1000],
      total_timer_time: [8, 'uint32', 1000],
      total_distance: [9, 'uint32', 100],
      total_cycles: [10, 'uint32'],
      total_calories: [11, 'uint16'],
      avg_heart_rate: [15, 'uint8'],
      avg_power: [19, 'uint16'],
      lap_trigger: [24, 'enum'],
      swim_stroke: [38, 'enum'],
      enhanced_avg_speed: [110, 'uint32', 1000],
    },
  ],
  record: [
    20,
    {
      timestamp,
      position_lat: [0, 'sint32', semicircles],
      position_long: [1, 'sint32', semicircles],
      altitude: [2, 'uint16', 5, 500],
      heart_rate: [3, 'uint8'],
      cadence: [4, 'uint8'],
      distance: [5, 'uint32', 100],
      speed: [6, 'uint16', 1000],
      power: [7, 'uint16'],
      fractional_cadence: [53, 'uint8', 128],
      enhanced_speed: [73, 'uint32', 1000],
      enhanced_altitude: [78, 'uint32', 5, 500],
      core_temperature: [139, 'uint16', 100],
    },
  ],
  event: [21, { timestamp, event: [0, 'enum'], event_type: [1, 'enum'] }],
  device_info: [
    23,
    {
      timestamp,
      device_index: [0, 'uint8'],
      device_type: [1, 'uint8'],
      manufacturer: [2, 'uint16'],
      serial_number: [3, 'uint32z'],
      product: [4, 'uint16'],
      software_version: [5, 'uint16', 100],
      source_type: [25, 'enum'],
      product_name: [27, 'string'],
    },
  ],
  weight_scale: [
    30,
    {
      timestamp,
      weight: [0, 'uint16', 100],
      percent_fat: [1, 'uint16', 100],
      percent_hydration: [2, 'uint16', 100],
      bone_mass: [4, 'uint16', 100],
      muscle_mass: [5, 'uint16', 100],
      metabolic_age: [10, 'uint8'],
      bmi: [13, 'uint16', 10],
    },
  ],
  activity: [34, { timestamp, num_sessions: [1, 'uint16'], local_timestamp: [5, 'uint32'] }],
  blood_pressure: [
    51,
    { timestamp, systolic_pressure: [0, 'uint16'], diastolic_pressure: [1, 'uint16'], heart_rate: [6, 'uint8'] },
  ],
  monitoring: [
    55,
    {
      timestamp,
      distance: [2, 'uint32', 100],
      cycles: [3, 'uint32', 2],
      active_time: [4, 'uint32', 1000],
      activity_type: [5, 'enum'],
      active_calories: [19, 'uint16'],
      timestamp16: [26, 'uint16'],
      heart_rate: [27, 'uint8'],
    },
  ],
  hrv: [78, { time: [0, 'uint16', 1000] }],
  length: [
    101,
    {
      timestamp,
      start_time: [2, 'uint32'],
      total_elapsed_time: [3, 'uint32', 1000],
      total_strokes: [5, 'uint16'],
      swim_stroke: [7, 'enum'],
    },
  ],
  monitoring_info: [103, { timestamp, local_timestamp: [0, 'uint32'], resting_metabolic_rate: [5, 'uint16'] }],
  field_description: [
    206,
    {
      developer_data_index: [0, 'uint8'],
      field_definition_number: [1, 'uint8'],
      fit_base_type_id: [2, 'uint8'],
      field_name: [3, 'string'],
    },
  ],
  monitoring_hr_data: [
    211,
    { timestamp, resting_heart_rate: [0, 'uint8'], current_day_resting_heart_rate: [1, 'uint8'] },
  ],
  stress_level: [227, { stress_level_value: [0, 'sint16'], stress_level_time: [1, 'uint32'] }],
  spo2_data: [269, { timestamp, reading_spo2: [0, 'uint8'] }],
} as const satisfies Record<string, readonly [number, Record<string, Field>]>

export type FitMessageName = keyof typeof profile

/** A message to write. Times are ISO texts; a raw number works for them too. */
export interface FitMessageSpec {
  name: FitMessageName
  fields: Readonly<Record<string, number | readonly number[] | string>>
  /** One developer field behind the native ones. */
  developer?: { number: number; index: number; value: number }
  /** Five bits of time in the header instead of a timestamp field. */
  compressedTime?: number
}

export const message = (
  name: FitMessageName,
  fields: FitMessageSpec['fields'],
  extra: Partial<Pick<FitMessageSpec, 'developer' | 'compressedTime'>> = {},
): FitMessageSpec => ({ name, fields, ...extra })

const fitEpochSeconds = 631_065_600
/** Seconds since 1989-12-31T00:00:00Z of an ISO time. */
export const fitTime = (iso: string): number => Date.parse(iso) / 1000 - fitEpochSeconds

export interface FitFileOptions {
  headerSize?: 12 | 14
  wrongChecksum?: boolean
}

/** One complete FIT file. Chain several with `Buffer.concat`. */
export function fitFile(messages: readonly FitMessageSpec[], options: FitFileOptions = {}): Buffer<ArrayBuffer> {
  const { headerSize = 14, wrongChecksum = false } = options
  const data: number[] = []
  const definitions: Definitions = { inForce: [], written: 0 }
  for (const spec of messages) writeMessage(data, definitions, spec)
  const bytes = Buffer.alloc(headerSize + data.length + 2)
  bytes[0] = headerSize
  bytes[1] = 0x20
  bytes.writeUInt16LE(21_188, 2)
  bytes.writeUInt32LE(data.length, 4)
  bytes.write('.FIT', 8, 'latin1')
  if (headerSize === 14) bytes.writeUInt16LE(crc(bytes, 0, 12), 12)
  bytes.set(data, headerSize)
  const end = headerSize + data.length
  bytes.writeUInt16LE(crc(bytes, 0, end) ^ (wrongChecksum ? 0x5555 : 0), end)
  return bytes
}

/** Definitions in force by local message type, and how many were written. A definition is repeated once overwritten. */
interface Definitions {
  inForce: string[]
  written: number
}

/** Compressed headers can name four local message types. */
const localTypes = 4

function writeMessage(data: number[], definitions: Definitions, spec: FitMessageSpec): void {
  const [globalNumber, known]: readonly [number, Readonly<Record<string, Field>>] = profile[spec.name]
  const fields = Object.entries(spec.fields).map(([name, value]) => {
    const field = known[name]
    if (field === undefined) throw new Error(`The test profile has no field ${spec.name}.${name}`)
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

function encoded(value: number | readonly number[] | string, type: BaseType, scale: number, offset: number): number[] {
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
