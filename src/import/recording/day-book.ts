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
  /** Daily and Body of each date, in order of date. */
  records(): AsyncGenerator<ImportedRecord, void, undefined>
}

const suffix = '.pages.ndjson'

/** Of the activity files only FIT tells of whole days. */
const known = (imported: ImportedRecord, lastMs: number | null): ImportedRecord =>
  observed(imported, lastMs === null ? null : recordedAt(lastMs, 'fit'))

export function openDayBook(workDir: string): DayBook {
  return {
    async add(page) {
      await appendFile(join(workDir, page.date + suffix), `${JSON.stringify(page)}\n`)
    },
    async *records() {
      const names = (await readdir(workDir)).filter((name) => name.endsWith(suffix)).sort()
      for (const name of names) {
        // Written by `add` above and by nothing else, so the shape is known.
        const pages: DayPage[] = (await readFile(join(workDir, name), 'utf8'))
          .split('\n')
          .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
        const [first, ...others] = pages
        if (first === undefined) continue
        const day = joinPages([first, ...others])
        const daily = dailyOf(day)
        if (daily !== null) yield known({ type: 'daily', record: daily }, lastDailyMs(day))
        const body = bodyOf(day)
        if (body !== null) yield known({ type: 'body', record: body }, lastBodyMs(day))
      }
    },
  }
}
