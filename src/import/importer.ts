import type {
  Activity,
  Athlete,
  Body,
  Daily,
  HealthObservation,
  Menstruation,
  Nutrition,
  Sleep,
} from '../schema/records.ts'

/** The file kinds that can be brought, as `POST /admin/api/imports?kind=` names them. */
export const importKinds = [
  'apple-health',
  'google-takeout',
  'garmin-export',
  'samsung-health',
  'health-connect',
  'libre-csv',
  'dexcom-clarity-csv',
  'fit',
  'tcx',
  'gpx',
] as const
export type ImportKind = (typeof importKinds)[number]

/** The kinds that hold one recording, and of which a zip may hold many, also mixed. */
export const activityKinds = ['fit', 'tcx', 'gpx'] as const satisfies readonly ImportKind[]
export type ActivityKind = (typeof activityKinds)[number]

export const isActivityKind = (kind: ImportKind): kind is ActivityKind => activityKinds.some((one) => one === kind)

export const isImportKind = (text: string): text is ImportKind => importKinds.some((kind) => kind === text)

/** One normalised record, still without a user. */
export type ImportedRecord = TypedRecord & {
  /**
   * Milliseconds since 1970 at which what the record says was known: when the export was made, when the recording ended.
   * Of two versions of one record the later one wins, whichever file is brought first. Absent: when it was brought.
   */
  observedAtMs?: number
}

type TypedRecord =
  | { type: 'activity'; record: Activity }
  | { type: 'sleep'; record: Sleep }
  | { type: 'body'; record: Body }
  | { type: 'daily'; record: Daily }
  | { type: 'nutrition'; record: Nutrition }
  | { type: 'menstruation'; record: Menstruation }
  | { type: 'athlete'; record: Athlete }
  | { type: 'health_observation'; record: HealthObservation }

/** The uploaded file, whole on disk. */
export interface ImportFile {
  path: string
  /** The name the person gave it; only for messages and as a last hint of its kind. */
  filename: string
  sizeBytes: number
}

export interface ImportContext {
  /** IANA zone or `+HH:MM` for times the file gives without one (R1, trust order 5 and 6). */
  fallbackZone: string
  /** An empty folder of this import alone, for what does not fit in memory; the caller deletes it. */
  workDir: string
  signal: AbortSignal
  /** Called often and cheap: bytes of `ImportFile.sizeBytes` consumed so far. */
  onProgress(bytesRead: number): void
  /**
   * A sentence for the person about what was skipped or looked odd. Say each kind of problem once, with a count,
   * never a health value.
   */
  warn(sentence: string): void
}

/**
 * Reads one kind of file into records, in batches so that memory stays flat. The same file gives the same records
 * with the same keys, whatever happened before: that makes an import safe to repeat. Throws `TellusError`
 * (`unprocessable`) with a sentence when nothing can be read; a file that breaks off in the middle gives what was
 * readable and a warning that says up to where.
 */
export interface Importer {
  kind: ImportKind
  /** Provider slug of the user the import makes, such as `APPLE`. */
  provider: string
  /** Raised by one when what it makes of a file is corrected, so that each record tells which one made it; absent is 1. */
  version?: number
  read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined>
}

/** An importer and its version, as a record names what made it: `apple-health@1`. */
export const mapperOfFile = ({ kind, version = 1 }: Pick<Importer, 'kind' | 'version'>): string => `${kind}@${version}`

/** Whether what made a record was an importer. */
export const isFileMapper = (mapper: string): boolean => isImportKind(mapper.slice(0, mapper.lastIndexOf('@')))
