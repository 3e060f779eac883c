import type { Importer } from '../importer.ts'
import { activityFileImporter } from '../recording/file-importer.ts'

/** FIT files of watches, bike computers, scales and blood pressure meters. */
export const fit: Importer = activityFileImporter('fit')
