import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TellusError } from '../../lib/errors.ts'

/** What an archive has of each date, gathered on disk: its files are by kind and month, and ten years fill no memory. */
export interface DayFiles<T> {
  /** Throws `TellusError` (`unprocessable`) for more dates than a life has, and for more of one date than it can hold. */
  add(date: string, item: T): Promise<void>
  /** The dates that have something, in order. */
  dates(): string[]
  /** All of a date, in the order in which it was added. */
  read(date: string): Promise<T[]>
}

/** Characters that wait in memory before they are written, over all dates. */
const waitingLimit = 4_000_000

/** More than a hundred years. */
const maxDates = 40_000
/** A date with all its minutes has some hundred thousand characters; all of one date is in memory at once. */
const maxCharactersOfDate = 32_000_000

/** Opens files of days in the work folder of an import; `suffix` tells them from others there. */
export function openDayFiles<T>(workDir: string, suffix: string): DayFiles<T> {
  const waiting = new Map<string, string[]>()
  const written = new Set<string>()
  const sizes = new Map<string, number>()
  let characters = 0
  const pathOf = (date: string): string => join(workDir, `${date}.${suffix}`)
  const writeOut = async (): Promise<void> => {
    for (const [date, lines] of waiting) {
      await appendFile(pathOf(date), lines.join(''))
      written.add(date)
    }
    waiting.clear()
    characters = 0
  }
  return {
    async add(date, item) {
      const line = `${JSON.stringify(item)}\n`
      const size = (sizes.get(date) ?? 0) + line.length
      if (size > maxCharactersOfDate || (sizes.size >= maxDates && !sizes.has(date))) {
        throw new TellusError(
          'unprocessable',
          'The archive holds more days, or more of one day, than any real one: the rest was left out.',
        )
      }
      sizes.set(date, size)
      const lines = waiting.get(date)
      if (lines === undefined) waiting.set(date, [line])
      else lines.push(line)
      characters += line.length
      if (characters >= waitingLimit) await writeOut()
    },
    dates: () => [...new Set([...written, ...waiting.keys()])].sort(),
    async read(date) {
      const before = written.has(date) ? await readFile(pathOf(date), 'utf8') : ''
      const lines = `${before}${waiting.get(date)?.join('') ?? ''}`.split('\n')
      // Written by `add` above and by nothing else, so the shape is known.
      return lines.flatMap((line): T[] => (line === '' ? [] : [JSON.parse(line)]))
    },
  }
}
