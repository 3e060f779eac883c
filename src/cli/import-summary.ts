import type { ImportStatus } from '../client/operations.ts'
import { formatBytes, formatCount, formatDuration } from './quantity.ts'
import { type Shell, say } from './shell.ts'
import { paint, sayTable } from './table.ts'

/** Tells people how far an import has got or how it ended. */
export function sayImport(shell: Shell, status: ImportStatus): void {
  say(shell, headline(shell, status))
  const types = Object.keys({ ...status.counts, ...status.saved }).sort()
  if (types.length > 0) {
    const columns = [
      { title: 'TYPE' },
      { title: 'FOUND', align: 'right' },
      { title: 'NEW OR CHANGED', align: 'right' },
    ] as const
    const rows = types.map((type) => [
      type,
      formatCount(status.counts[type] ?? 0),
      formatCount(status.saved[type] ?? 0),
    ])
    sayTable(shell, columns, rows)
  } else if (status.status === 'completed') say(shell, 'The file has no records that Tellus knows.')
  for (const warning of status.warnings) say(shell, `${paint(shell.out, 'yellow', 'Note:')} ${warning}`)
}

function headline(shell: Shell, { status, filename, error, import_id, ...rest }: ImportStatus): string {
  const size = `${formatBytes(rest.bytes_read)} of ${formatBytes(rest.bytes_total)}`
  switch (status) {
    case 'queued':
      return `${filename} waits for its turn (${import_id}).`
    case 'running':
      return `${filename} is being imported: ${size} read (${import_id}).`
    case 'completed':
      return `${paint(shell.out, 'green', 'Imported')} ${filename}: ${pace(rest)}, user ${rest.user_id}.`
    case 'failed':
      return `${paint(shell.out, 'red', 'Failed:')} ${filename} (${import_id}): ${error ?? 'no reason was given'}`
    case 'cancelled':
      return `${filename} was cancelled after ${size} (${import_id}); what was stored stays.`
  }
}

/** `5.20 GB in 58 s (89.7 MB/s)`. */
function pace({
  bytes_total,
  started_at,
  finished_at,
}: Pick<ImportStatus, 'bytes_total' | 'started_at' | 'finished_at'>): string {
  const seconds = (Date.parse(finished_at ?? '') - Date.parse(started_at ?? '')) / 1000
  if (!(seconds > 0)) return formatBytes(bytes_total)
  const took = seconds < 1 ? `${Math.round(seconds * 1000)} ms` : formatDuration(seconds)
  return `${formatBytes(bytes_total)} in ${took} (${formatBytes(bytes_total / seconds)}/s)`
}
