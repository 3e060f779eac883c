import type { Importer } from '../importer.ts'
import { activityFileImporter } from '../recording/file-importer.ts'

/** GPS Exchange Format, 1.0 and 1.1. */
export const gpx: Importer = activityFileImporter('gpx')
