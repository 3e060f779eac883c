import { delimiterOf } from '../tables/csv.ts'

/**
 * Places of the fields in LibreView's table. The header is translated, so names are no help: only the order and the
 * units are the same in every language.
 */
export const column = {
  device: 0,
  serial: 1,
  time: 2,
  recordType: 3,
  historic: 4,
  scan: 5,
  rapidInsulin: 7,
  longInsulin: 12,
  strip: 14,
  ketones: 15,
} as const

/** What a row tells, by its record type; food (5) and notes (6) are not read. */
export const recordType = { HISTORIC: '0', SCAN: '1', STRIP: '2', KETONE: '3', INSULIN: '4' } as const

/** Lines among which the header stands: one with the day of the export goes before it. */
const headerWithin = 4
const leastColumns = 15
/** Historic, scan and strip glucose, and mostly ketones, each name their unit. */
const leastUnits = 3

/** Whether these are the titles of LibreView's table, in any language. */
export const isLibreHeader = (fields: readonly string[]): boolean =>
  fields.length >= leastColumns &&
  fields.filter((field) => /mg\/dl|mmol\/l/i.test(field)).length >= leastUnits &&
  // Dexcom's table counts its rows.
  !/^"?Index"?$/i.test(fields[0] ?? '')

/** Whether a text begins as LibreView's table does. */
export const beginsAsLibre = (text: string): boolean =>
  text.split(/\r\n|\n|\r/, headerWithin).some((line) => isLibreHeader(line.split(delimiterOf(line))))
