import type { Rejections } from '../../normalise/plausible.ts'
import type { Activity, Athlete } from '../../schema/records.ts'
import type { DayPage } from './day-page.ts'

/** One activity file, unpacked, as the readers of FIT, TCX and GPX take it. */
export interface ActivityFile {
  /** For messages. */
  name: string
  bytes: Buffer<ArrayBuffer>
  /** IANA zone or `±HH:MM` for files that give times without one. */
  fallbackZone: string
}

/** What a file holds, and sentences for the person about what was skipped or looked odd. */
export interface FileContents {
  activities: Activity[]
  pages: DayPage[]
  /** The person, and when the file was written, if it says: of many files the latest counts. */
  athlete: { atMs: number | null; athlete: Athlete } | null
  warnings: string[]
  /** Impossible values that were left out. */
  rejections: Rejections
}

export const emptyContents = (): FileContents => ({
  activities: [],
  pages: [],
  athlete: null,
  warnings: [],
  rejections: new Map(),
})
