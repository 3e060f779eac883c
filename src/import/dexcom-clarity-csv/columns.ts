import { delimiterOf } from '../tables/csv.ts'

/** Places of the fields in Clarity's table. The header is translated; the order is the same in every language. */
export const column = {
  index: 0,
  time: 1,
  event: 2,
  subtype: 3,
  patient: 4,
  device: 5,
  deviceId: 6,
  glucose: 7,
  insulin: 8,
  transmitterId: 13,
} as const

const leastColumns = 10

/** Whether these are the titles of Clarity's table: it counts its rows, and its glucose has a unit. */
export const isClarityHeader = (fields: readonly string[]): boolean =>
  fields.length >= leastColumns &&
  /^"?Index"?$/i.test(fields[column.index] ?? '') &&
  /mg\/dl|mmol\/l/i.test(fields[column.glucose] ?? '')

/** Whether a text begins as Clarity's table does. */
export function beginsAsClarity(text: string): boolean {
  const line = text.split(/\r\n|\n|\r/, 1)[0] ?? ''
  return isClarityHeader(line.split(delimiterOf(line)))
}

// What an event is, in the languages of the exports.
const calibration = /calib|kalib|[ée]talon|kalibr/i
const alert = /alert|alarm|alerta|avviso|waarschuwing/i
const fast = /fast|rapid|schnell|r[áa]pid|snel|hurtig|snabb/i
const long = /long|lang|lent|prolong|l[åa]ng/i

/** What a row with a time is, by its event and the fields that it fills. */
export function eventOf(row: readonly string[]): 'sensor' | 'calibration' | 'insulin' | null {
  const name = row[column.event] ?? ''
  if (alert.test(name)) return null
  if ((row[column.glucose] ?? '') !== '') return calibration.test(name) ? 'calibration' : 'sensor'
  return (row[column.insulin] ?? '') !== '' ? 'insulin' : null
}

/** Whether a dose acts at once or all day; null when it is not told. */
export function insulinKind(subtype: string): 'bolus' | 'basal' | null {
  if (fast.test(subtype)) return 'bolus'
  return long.test(subtype) ? 'basal' : null
}
