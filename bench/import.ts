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
 * Import of a generated Apple Health export by the real command, against what the XML library alone reads of the same
 * file in the same run: once with nobody to deliver to (database included), once with delivery to the inbox of the first
 * start beside it, which is the same machine's work too.
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
    const stored = await importIt(file, { isDelivered: false })
    const bareBetween = await bareSaxes(file)
    const delivered = await importIt(file, { isDelivered: true })
    const bareAfter = await bareSaxes(file)
    const bareRate = (3 * megabytes) / (bareBefore + bareBetween + bareAfter)
    const rows = (what: string, { seconds, peakMb }: Imported, goal = ''): BenchReport['rows'] => [
      { what, value: megabytes / seconds, unit: 'MB/s' },
      { what: '  / saxes alone', value: megabytes / seconds / bareRate, unit: '', limit: goal },
      { what: '  XML records', value: truth.records_total / seconds, unit: 'per s' },
      { what: '  peak RSS of the process', value: peakMb, unit: 'MB', limit: 'goal: at most 300' },
    ]
    return {
      name: `import of an Apple Health export (${megabytes.toFixed(0)} MB, ${days} days)`,
      rows: [
        { what: 'saxes alone, mean of three', value: bareRate, unit: 'MB/s', limit: 'the limit' },
        ...rows('import, database included', stored, 'goal: at least 0.50'),
        ...rows('import, database and delivery to the inbox', delivered),
        { what: '  time until all is delivered', value: delivered.deliveredSeconds, unit: 's' },
        { what: 'records of the schema stored', value: delivered.stored, unit: '' },
        { what: 'RSS before the import', value: delivered.idleMb, unit: 'MB' },
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

interface Imported {
  seconds: number
  stored: number
  idleMb: number
  peakMb: number
  deliveredSeconds: number
}

async function importIt(file: string, { isDelivered }: { isDelivered: boolean }): Promise<Imported> {
  using data = dataFolder()
  await using tellus = await startTellus(data.path, { TELLUS_LOG_LEVEL: 'error' })
  if (!isDelivered) await deleteDestinations(tellus)
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

async function deleteDestinations(tellus: RunningTellus): Promise<void> {
  const { body } = await tellus.call<{ items: { id: string }[] }>('GET', '/admin/api/destinations')
  for (const { id } of body.items) await tellus.call('DELETE', `/admin/api/destinations/${id}`)
}

function memoryOf(tellus: RunningTellus, key: 'VmRSS' | 'VmHWM'): number {
  const path = `/proc/${tellus.process.pid}/status`
  if (!existsSync(path)) return Number.NaN
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(path, 'utf8'))?.[1]) / 1024
}
