import type { Importer } from '../importer.ts'
import { activityFileImporter } from '../recording/file-importer.ts'

/** Training Center XML. */
export const tcx: Importer = activityFileImporter('tcx')
