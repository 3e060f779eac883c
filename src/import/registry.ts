import { appleHealth } from './apple-health/importer.ts'
import { dexcomClarityCsv } from './dexcom-clarity-csv/importer.ts'
import { fit } from './fit/importer.ts'
import { garminExport } from './garmin-export/importer.ts'
import { googleTakeout } from './google-takeout/importer.ts'
import { gpx } from './gpx/importer.ts'
import { healthConnect } from './health-connect/importer.ts'
import type { Importer, ImportKind } from './importer.ts'
import { libreCsv } from './libre-csv/importer.ts'
import { samsungHealth } from './samsung-health/importer.ts'
import { tcx } from './tcx/importer.ts'

/** Every kind of file that can be brought: one line each. */
export const importers: Readonly<Record<ImportKind, Importer>> = {
  'apple-health': appleHealth,
  'google-takeout': googleTakeout,
  'garmin-export': garminExport,
  'samsung-health': samsungHealth,
  'health-connect': healthConnect,
  'libre-csv': libreCsv,
  'dexcom-clarity-csv': dexcomClarityCsv,
  fit,
  tcx,
  gpx,
}

export const importerFor = (kind: ImportKind): Importer => importers[kind]
