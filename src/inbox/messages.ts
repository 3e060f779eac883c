import type { Hub } from '../hub.ts'
import { unpack } from '../lib/packed.ts'
import { type MessageRow, type Order, selectMessageIds, selectMessages } from './store.ts'

/** One received message as it is shown. */
export interface Message {
  id: string
  receivedAt: Date
  method: string
  path: string
  headers: Record<string, unknown>
  /** The body as it came, in base64 when `encoding` says so. */
  body: string
  encoding: 'utf8' | 'base64'
  bytes: number
  type: string | null
  /** The stored verdict with the trace id and which attempt of it this was, from 1. */
  verdict: Record<string, unknown>
  /** The status it was answered with. */
  answered: number
}

/** A page of messages is cut short where its bodies would pass this. */
const pageBytes = 16 * 1024 * 1024

/** Messages of an inbox in order of arrival (`asc`) or the newest first, beyond the message `from`. */
export async function messages(
  hub: Pick<Hub, 'db'>,
  inboxId: string,
  options: { limit: number; order: Order; from: string | null },
): Promise<{ messages: Message[]; more: boolean }> {
  const found = await selectMessageIds(hub.db, inboxId, options.order, options.from, options.limit + 1)
  let bytes = 0
  const shown = found.slice(0, options.limit).filter((row, index) => {
    bytes += row.bytes
    return index === 0 || bytes <= pageBytes
  })
  const ids = shown.map((row) => row.id)
  const rows = ids.length === 0 ? [] : await selectMessages(hub.db, inboxId, ids, options.order)
  return { messages: rows.map(messageOf), more: found.length > shown.length }
}

const messageOf = (row: MessageRow & { attempt: number }): Message => ({
  id: row.id,
  receivedAt: row.received_at,
  method: row.method,
  path: row.path,
  headers: JSON.parse(row.headers),
  body: unpack(row),
  encoding: row.encoding,
  bytes: row.bytes,
  type: row.type,
  verdict: {
    parts: null,
    ...(typeof row.verdict === 'object' ? row.verdict : {}),
    trace_id: row.trace_id,
    attempt: row.trace_id === null ? null : row.attempt,
  },
  answered: row.answered,
})
