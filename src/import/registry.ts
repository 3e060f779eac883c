import { appleHealth } from './apple-health/importer.ts'
import { fit } from './fit/importer.ts'
import { gpx } from './gpx/importer.ts'
import type { Importer, ImportKind } from './importer.ts'
import { tcx } from './tcx/importer.ts'

/** Every kind of file that can be brought: one line each. */
export const importers: Readonly<Record<ImportKind, Importer>> = {
  'apple-health': appleHealth,
  fit,
  tcx,
  gpx,
}

export const importerFor = (kind: ImportKind): Importer => importers[kind]
