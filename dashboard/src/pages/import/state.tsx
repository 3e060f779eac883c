import { type ImportStatus, isUnderWay } from '../../api/imports.ts'
import { formatPercent } from '../../components/format.ts'
import { Status, type StatusName } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'

const shapes: Readonly<Record<ImportStatus['status'], StatusName>> = {
  queued: 'pending',
  running: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** How an import stands, as shape, word and colour; one that runs says how far it is. */
export function ImportState({ of }: { of: ImportStatus }) {
  const { status, bytes_read: read, bytes_total: total } = of
  const isReading = isUnderWay(of) && read > 0 && total > 0
  return (
    <Status status={shapes[status]}>
      {isReading
        ? en.imports.list.share(formatPercent(Math.floor((read / total) * 100) / 100))
        : en.imports.status[status]}
    </Status>
  )
}

const isKnownKind = (kind: string): kind is keyof typeof en.imports.kinds => Object.hasOwn(en.imports.kinds, kind)

/** The kind of a file in words. */
export const kindName = (kind: string): string => (isKnownKind(kind) ? en.imports.kinds[kind] : kind)

/** How many records in all. */
export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
