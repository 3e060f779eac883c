import { execFileSync } from 'node:child_process'
import { createWriteStream, globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'

const generator = join(import.meta.dirname, '..', 'import', 'apple-health', 'fixtures', 'make-export.mjs')

/** What the generator of exports says is true of the file it wrote (the parts tests look at). */
export interface Truth {
  totals: { steps_deduplicated: number; active_kcal: number; sleep_minutes: number; workouts: number }
  days: {
    date: string
    steps_deduplicated?: number
    distance_m_deduplicated?: number
    active_kcal?: number
    sleep?: { asleep_seconds: number }
  }[]
  workouts: { start: string; distance_m: number }[]
}

/** Writes a made-up Apple Health export into a folder and zips it as the Health app does. */
export async function makeExport(
  folder: string,
  options: string[] = [],
): Promise<{ xml: string; zip: string; truth: Truth }> {
  const xml = join(folder, 'apple_health_export', 'export.xml')
  execFileSync(process.execPath, [generator, '--out', xml, ...options], { stdio: 'ignore' })
  const truth: Truth = JSON.parse(readFileSync(xml.replace(/\.xml$/, '.truth.json'), 'utf8'))
  const zip = join(folder, 'export.zip')
  const archive = new yazl.ZipFile()
  for (const file of globSync(join(folder, 'apple_health_export', '**', '*.{xml,gpx,csv}')))
    archive.addFile(file, relative(folder, file))
  archive.end()
  await pipeline(archive.outputStream, createWriteStream(zip))
  return { xml, zip, truth }
}
