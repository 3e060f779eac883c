import { activityFileImporter } from '../fit/file-importer.ts'
import type { Importer } from '../importer.ts'

/** Training Center XML. */
export const tcx: Importer = activityFileImporter('tcx')
