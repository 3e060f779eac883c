import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Twenty years of forty foods a day, and a day that no person has; beyond, memory would grow with the file. */
export const documentLimits = { maxDocuments: 300_000, maxPerDay: 2000 }

/**
 * What is too rich for a row (workouts, meals) waits on disk as JSON, by local day; memory holds where each begins.
 */
export function createDocuments(folder: string, { maxDocuments, maxPerDay } = documentLimits) {
  const file = openSync(join(folder, 'documents'), 'w+')
  const places = new Map<number, { at: number; bytes: number }[]>()
  let written = 0
  let count = 0
  return {
    /** Keeps a document; false when there is no more room. */
    add(day: number, document: object): boolean {
      const ofDay = places.get(day)
      if (count >= maxDocuments || (ofDay?.length ?? 0) >= maxPerDay) return false
      count++
      const bytes = Buffer.from(JSON.stringify(document))
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, written + at)
      const place = { at: written, bytes: bytes.length }
      if (ofDay) ofDay.push(place)
      else places.set(day, [place])
      written += bytes.length
      return true
    },
    days: (): Iterable<number> => places.keys(),
    /** The documents of a day, ordered by their text and without repetitions: the order they came in leaves no trace. */
    take(day: number): unknown[] {
      const texts = new Set<string>()
      for (const { at, bytes } of places.get(day) ?? []) {
        const text = Buffer.allocUnsafe(bytes)
        readSync(file, text, 0, bytes, at)
        texts.add(text.toString())
      }
      return [...texts].sort().map((text): unknown => JSON.parse(text))
    },
    [Symbol.dispose](): void {
      closeSync(file)
    },
  }
}

export type Documents = ReturnType<typeof createDocuments>
