import { Readable } from 'node:stream'
import type { Hub } from '../hub.ts'
import type { User } from '../users/user.ts'
import { activityFiles } from './activity/files.ts'
import { csvFiles } from './csv/files.ts'
import { bundlePieces } from './fhir/bundle.ts'
import type { ExportAsked, ExportFormat } from './format.ts'
import { jsonFiles } from './json.ts'
import { type LeftOut, readMe } from './read-me.ts'
import { type Source, sourceOf } from './source.ts'
import { type ExportFile, zipOf } from './zip.ts'

/** An export that can be read. */
export interface Export {
  filename: string
  mediaType: string
  /** Begins to make it; what is not read to its end is to be destroyed. */
  open(): Readable
}

type ZippedFormat = Exclude<ExportFormat, 'fhir'>

/**
 * Everything stored of a user, or some of it, in one of the formats, made while it is read. Throws 400 for days or types
 * that make no sense; nothing is read before it is opened.
 */
export function exportOf(hub: Pick<Hub, 'db' | 'clock'>, user: User, asked: ExportAsked): Export {
  const source = sourceOf(hub, user, asked)
  const { format } = asked
  const day = new Date(source.nowMs).toISOString().slice(0, 10)
  const name = `tellus-${user.provider.toLowerCase()}-${user.userId}-${format}-${day}`
  if (format === 'fhir')
    return {
      filename: `${name}.json`,
      mediaType: 'application/fhir+json; charset=utf-8',
      open: () => Readable.from(bundlePieces(source), { objectMode: false }),
    }
  return {
    filename: `${name}.zip`,
    mediaType: 'application/zip',
    open: () => zipOf(filesOf(source, format), source.nowMs),
  }
}

async function* filesOf(source: Source, format: ZippedFormat): AsyncGenerator<ExportFile, void, undefined> {
  const leftOut: LeftOut[] = []
  yield* makers[format](source, leftOut)
  yield readMe(source, format, leftOut)
}

const makers: Readonly<Record<ZippedFormat, (source: Source, leftOut: LeftOut[]) => AsyncIterable<ExportFile>>> = {
  json: jsonFiles,
  csv: csvFiles,
  gpx: (source, leftOut) => activityFiles(source, 'gpx', leftOut),
  fit: (source, leftOut) => activityFiles(source, 'fit', leftOut),
}
