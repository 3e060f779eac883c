import type { ExportFormat } from './format.ts'
import type { Source } from './source.ts'
import type { ExportFile } from './zip.ts'

/** A record of which nothing was written, and why, as the rest of a sentence. */
export interface LeftOut {
  what: string
  why: string
}

/** The name of the file that says what is in an export, and the line after which it lists what is not. */
export const readMeName = 'README.txt'
export const leftOutLine = 'Left out:'

/** What is in a zip of each format. */
const contents: Readonly<Record<Exclude<ExportFormat, 'fhir'>, string>> = {
  json: `user.json is the user. Each <type>.ndjson has a record of that type on every line, exactly as it is sent to webhooks
and answered by the API. Types without records have no file.`,
  csv: `Each <type>.csv has a row for every record of that type. The folder beside it has a file for every kind of list in these
records, such as the heart rates, with a row for every element; "record" says of which record it is. Columns are named by
the keys of the schema, units included. Enumerations are their numbers. Empty cells are unknown, never 0. A text that a
spreadsheet would take for a formula has an apostrophe before it. UTF-8, RFC 4180.`,
  gpx: `Each .gpx is one activity: positions with elevation, heart rate and cadence (Garmin's TrackPointExtension). A pause of the
timer begins a new segment. A reading made between two positions stands at the nearer one, if that is within 10 seconds.
On foot the cadence is that of one leg, as everywhere in GPX.`,
  fit: `Each .fit is one activity: what the session says as a whole, its laps, and every sample on its second. FIT has no finer time,
whole beats and watts, and elevations to 20 cm.`,
}

/** `README.txt`: what the files are, of whom, and what is missing. Made last, when all that was left out is known. */
export function readMe(
  { user, asked: { startDay, endDay }, types, nowMs }: Source,
  format: Exclude<ExportFormat, 'fhir'>,
  leftOut: readonly LeftOut[],
): ExportFile {
  const days = `${startDay === null ? 'from the first day' : `from ${startDay}`} ${endDay === null ? 'to the last' : `up to, not with, ${endDay}`}`
  const text = [
    `Exported by Tellus on ${new Date(nowMs).toISOString()}.`,
    `User ${user.userId} of ${user.provider}${user.referenceId === null ? '' : `, reference ${oneLine(user.referenceId)}`}.`,
    `${types.join(', ')}, ${days}.`,
    '',
    contents[format],
    ...(leftOut.length === 0 ? [] : ['', leftOutLine, ...leftOut.map(({ what, why }) => `${oneLine(what)}: ${why}`)]),
    '',
  ].join('\n')
  return { name: readMeName, pieces: [text] }
}

/** What people named is written on a line of its own. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')
