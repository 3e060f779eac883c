import { beginsAsClarity } from './dexcom-clarity-csv/columns.ts'
import { isFitHeader } from './fit/frames.ts'
import { beginsAsDatabase, databasePath } from './health-connect/extract.ts'
import { type ImportKind, isActivityKind } from './importer.ts'
import { beginsAsLibre } from './libre-csv/columns.ts'
import { tablePath } from './samsung-health/archive.ts'
import { textOf } from './tables/csv.ts'
import { rootElementOf } from './xml/read.ts'

/** How a kind of file shows itself. */
export interface Mark {
  /** What a sentence calls such a file. */
  called: string
  /** Whether an unpacked file is of the kind, by its first bytes. */
  begins?(head: Uint8Array): boolean
  /** A path that only a zip of this kind holds: its names tell it, before anything in it is unpacked. */
  path?: RegExp
  /**
   * Path of the first file of a zip that lost its directory, which stands at the end: only of a kind whose importer
   * reads what is left of it.
   */
  cutZipPath?: RegExp
}

const hasRoot =
  (name: string) =>
  (head: Uint8Array): boolean =>
    rootElementOf(head) === name

/** The mark of every kind, in the order in which they are looked for. */
export const marks: Readonly<Record<ImportKind, Mark>> = {
  'apple-health': {
    called: 'an Apple Health export',
    begins: hasRoot('HealthData'),
    // Apple names the file in the phone's language, the folder always alike; the clinical twin has `_cda` in its name.
    path: /(^|\/)(apple_health_export\/(?![^/]*_cda\.xml$)[^/]+\.xml|export\.xml)$/i,
    cutZipPath: /(^|\/)(apple_health_export\/|export\.xml$)/i,
  },
  'google-takeout': {
    called: 'an archive of Fitbit',
    // Google's folders and those of Fitbit's own site, or any of the files that both have.
    path: /(^|\/)(Takeout\/(Fitbit|Google Health)|MyFitbitData|user-site-export|Global Export Data)\/|(^|\/)(steps|heart_rate|sleep)-\d{4}-\d\d-\d\d\.json$/,
  },
  'samsung-health': { called: 'an archive of Samsung Health', path: tablePath },
  'health-connect': { called: 'an export of Health Connect', begins: beginsAsDatabase, path: databasePath },
  'libre-csv': { called: 'a glucose CSV of LibreView', begins: (head) => beginsAsLibre(textOf(head)) },
  'dexcom-clarity-csv': { called: 'a CSV of Dexcom Clarity', begins: (head) => beginsAsClarity(textOf(head)) },
  'garmin-export': { called: "Garmin's export of an account", path: /(^|\/)DI_CONNECT\// },
  fit: { called: 'a FIT', begins: isFitHeader },
  tcx: { called: 'a TCX', begins: hasRoot('TrainingCenterDatabase') },
  gpx: { called: 'a GPX', begins: hasRoot('gpx') },
}

const kinds = Object.keys(marks).filter((name): name is ImportKind => Object.hasOwn(marks, name))

/** The kind of one unpacked file by its first bytes; null when it is none. */
export const kindByBeginning = (head: Uint8Array): ImportKind | null =>
  kinds.find((kind) => marks[kind].begins?.(head)) ?? null

/** The kind of a zip by the path of one of the files in it; null when that tells nothing. */
export const kindByPath = (path: string): ImportKind | null =>
  kinds.find((kind) => marks[kind].path?.test(path)) ?? null

/** The kind of a zip that may have lost its directory, by the path of its first file; null when that tells nothing. */
export const kindByFirstPath = (path: string): ImportKind | null =>
  kinds.find((kind) => marks[kind].cutZipPath?.test(path)) ?? null

/** What can be brought, as the end of a sentence. */
export const readableKinds = (): string => {
  const archives = kinds.filter((kind) => !isActivityKind(kind)).map((kind) => marks[kind].called)
  return `${archives.join(', ')}, FIT, TCX or GPX (also .gz), or a zip of these`
}
