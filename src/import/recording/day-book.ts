import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportedRecord } from '../importer.ts'
import { observed, recordedAt } from '../observed-at.ts'
import { bodyOf } from './body.ts'
import { dailyOf } from './daily.ts'
import { type DayPage, joinPages, lastBodyMs, lastDailyMs } from './day-page.ts'

/**
 * Collects the pages of all files of an import by date, on disk: an export of ten years has millions of readings,
 * and the files of one day do not stand together in it.
 */
export interface DayBook {
  add(page: DayPage): Promise<void>
  /** The dates that have a page, in order. */
  dates(): Promise<string[]>
  /** All pages of a date as one; null when it has none. */
  page(date: string): Promise<DayPage | null>
  /** Daily and Body of each date, in order of date. */
  records(): AsyncGenerator<ImportedRecord, void, undefined>
}

const suffix = '.pages.ndjson'

/** Of the activity files only FIT tells of whole days. */
const known = (imported: ImportedRecord, lastMs: number | null): ImportedRecord =>
  observed(imported, lastMs === null ? null : recordedAt(lastMs, 'fit'))

export function openDayBook(workDir: string): DayBook {
  const dates = async (): Promise<string[]> =>
    (await readdir(workDir)).flatMap((name) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : [])).sort()
  const page = async (date: string): Promise<DayPage | null> => {
    const lines = (await readFile(join(workDir, date + suffix), 'utf8').catch(absent)).split('\n')
    // Written by `add` below and by nothing else, so the shape is known.
    const pages: DayPage[] = lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
    const [first, ...others] = pages
    return first === undefined ? null : joinPages([first, ...others])
  }
  return {
    async add(page) {
      await appendFile(join(workDir, page.date + suffix), `${JSON.stringify(page)}\n`)
    },
    dates,
    page,
    async *records() {
      for (const date of await dates()) {
        const day = await page(date)
        if (day === null) continue
        const daily = dailyOf(day)
        if (daily !== null) yield known({ type: 'daily', record: daily }, lastDailyMs(day))
        const body = bodyOf(day)
        if (body !== null) yield known({ type: 'body', record: body }, lastBodyMs(day))
      }
    },
  }
}

/** A file that was never written holds nothing; any other failure is one. */
function absent(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
  throw error
}
