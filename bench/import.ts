import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SaxesParser } from 'saxes'
import { allDelivered, dataFolder, importEnd, type RunningTellus, startTellus, upload } from '../src/testing/tellus.ts'
import type { BenchOptions, BenchReport } from './main.ts'

const generator = join(import.meta.dirname, '..', 'src', 'import', 'apple-health', 'fixtures', 'make-export.mjs')
/** What a generated day takes at density 1. */
const megabytesPerDay = 0.385

/**
 * Import of a generated Apple Health export by the real command, database and delivery to the inbox included, against
 * what the XML library alone reads of the same file in the same run.
 */
export async function importBench({ mb }: BenchOptions): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tellus-bench-'))
  try {
    const file = join(folder, 'export.xml')
    const days = Math.max(1, Math.round(mb / megabytesPerDay))
    execFileSync(process.execPath, [generator, '--days', String(days), '--out', file, '--routes', '0', '--ecg', '0'], {
      stdio: 'ignore',
    })
    const megabytes = statSync(file).size / 1e6
    const truth: { records_total: number } = JSON.parse(readFileSync(join(folder, 'export.truth.json'), 'utf8'))
    const bareBefore = await bareSaxes(file)
    const imported = await importIt(file)
    const bareAfter = await bareSaxes(file)
    const bare = (bareBefore + bareAfter) / 2
    const bareRate = megabytes / bare
    const rate = megabytes / imported.seconds
    return {
      name: `import of an Apple Health export (${megabytes.toFixed(0)} MB, ${days} days)`,
      rows: [
        { what: 'saxes alone, mean of before and after', value: bareRate, unit: 'MB/s', limit: 'the limit' },
        {
          what: 'import, database and delivery included',
          value: rate,
          unit: 'MB/s',
          limit: 'goal: at least half of the limit',
        },
        { what: 'import / saxes alone', value: rate / bareRate, unit: '', limit: 'goal: at least 0.50' },
        { what: 'XML records', value: truth.records_total / imported.seconds, unit: 'per s' },
        { what: 'records of the schema stored', value: imported.stored, unit: '' },
        { what: 'peak RSS of the process', value: imported.peakMb, unit: 'MB', limit: 'goal: at most 300' },
        { what: 'RSS before the import', value: imported.idleMb, unit: 'MB' },
        { what: 'time until all is delivered', value: imported.deliveredSeconds, unit: 's' },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds that saxes takes for the file, from the root element on, with empty handlers. */
async function bareSaxes(file: string): Promise<number> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let elements = 0
  parser.on('opentag', () => {
    elements++
  })
  const startedMs = performance.now()
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) parser.write(chunk)
  parser.close()
  if (elements === 0) throw new Error('saxes read nothing.')
  return (performance.now() - startedMs) / 1000
}

async function importIt(file: string) {
  using data = dataFolder()
  await using tellus = await startTellus(data.path, { TELLUS_LOG_LEVEL: 'error' })
  const idleMb = memoryOf(tellus, 'VmRSS')
  const { import_id } = await upload(tellus, file)
  const ended = await importEnd(tellus, import_id, 3_600_000, 500)
  if (ended.status !== 'completed') throw new Error(`the import ${ended.status}: ${ended.error}`)
  const seconds = (Date.parse(ended.finished_at) - Date.parse(ended.started_at)) / 1000
  const stored = Object.values(ended.counts).reduce((a, b) => a + b, 0)
  await allDelivered(tellus, 3_600_000)
  const deliveredSeconds = (Date.now() - Date.parse(ended.started_at)) / 1000
  return { seconds, stored, idleMb, peakMb: memoryOf(tellus, 'VmHWM'), deliveredSeconds }
}

function memoryOf(tellus: RunningTellus, key: 'VmRSS' | 'VmHWM'): number {
  const path = `/proc/${tellus.process.pid}/status`
  if (!existsSync(path)) return Number.NaN
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(path, 'utf8'))?.[1]) / 1024
}
