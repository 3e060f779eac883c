import { TellusError } from '../lib/errors.ts'
import { type DataType, dataTypes } from '../schema/records.ts'

/** The forms in which a user's records leave. */
export const exportFormats = ['json', 'csv', 'gpx', 'fit', 'fhir'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** The types of which a format can say anything, in the order in which they are written. */
export const typesOfFormat: Readonly<Record<ExportFormat, readonly DataType[]>> = {
  json: dataTypes,
  csv: dataTypes,
  gpx: ['activity'],
  fit: ['activity'],
  fhir: ['daily', 'sleep', 'body', 'activity'],
}

/** What is exported: a format, some of its types, and days. */
export interface ExportAsked {
  format: ExportFormat
  /** Null for all. */
  types: readonly DataType[] | null
  /** The first day, and the day after the last one, `YYYY-MM-DD`; null for no bound. */
  startDay: string | null
  endDay: string | null
}

/** The types that are exported. Throws 400 for one of which the format can say nothing. */
export function chosenTypes({ format, types }: Pick<ExportAsked, 'format' | 'types'>): readonly DataType[] {
  const possible = typesOfFormat[format]
  if (types === null) return possible
  const strange = types.find((type) => !possible.includes(type))
  if (strange !== undefined)
    throw new TellusError(
      'bad_request',
      `invalid type: ${format} has no form for ${strange}, only for ${possible.join(', ')}; json and csv have one for every type`,
    )
  return possible.filter((type) => types.includes(type))
}
