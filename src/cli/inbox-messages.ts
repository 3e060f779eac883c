import { setTimeout as sleep } from 'node:timers/promises'
import type { InboxMessage } from '../client/operations.ts'
import { type Client, Refused, Unreachable } from './client.ts'
import { formatBytes, formatTime } from './quantity.ts'
import { note, type Shell, say } from './shell.ts'
import { type Column, paint, tableLines } from './table.ts'

const pageSize = 200
const pauseMs = 250

// Rows come one by one, so their widths are fixed.
const columns: Column[] = [
  { title: 'TIME', width: 19 },
  { title: 'SIGNATURE', width: 9 },
  { title: 'TYPE', width: 18 },
  { title: 'SIZE', width: 7, align: 'right' },
  { title: 'ATTEMPT', align: 'right' },
  { title: 'ANSWERED', align: 'right' },
  { title: 'MESSAGE' },
]

/** The latest messages of an inbox, the newest last. */
export async function latestMessages(client: Client, id: string, limit: number): Promise<InboxMessage[]> {
  const found: InboxMessage[] = []
  if (limit === 0) return found
  const query = { limit: Math.min(pageSize, limit) }
  for await (const message of client.each('/inboxes/{id}/messages', { path: { id }, query }))
    if (found.push(message) === limit) break
  return found.reverse()
}

/**
 * Shows each message that arrives after `after`, one after the other, until the signal comes. A server that goes away
 * is waited for.
 */
export async function followMessages(
  shell: Shell,
  client: Client,
  asked: {
    inboxId: string
    after: string | undefined
    signal: AbortSignal
    show(message: InboxMessage): void | Promise<void>
  },
): Promise<void> {
  let after = asked.after
  let isAway = false
  while (!asked.signal.aborted) {
    let isMore = false
    try {
      const query = { limit: pageSize, order: 'asc', after } as const
      const page = await client.get('/inboxes/{id}/messages', { path: { id: asked.inboxId }, query })
      for (const one of page.items) {
        if (asked.signal.aborted) return
        await asked.show(one)
        after = one.id
      }
      isMore = page.next_cursor !== null
      isAway = false
    } catch (error) {
      if (!isPassing(error)) throw error
      if (!isAway) note(shell, `tellus: no answer from ${client.server.url}, waiting for it to come back`)
      isAway = true
    }
    if (!isMore) await sleep(pauseMs, undefined, { signal: asked.signal }).catch(() => undefined)
  }
}

/** A server that is being started anew, or the proxy before it, answers with 5xx. */
const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Refused && error.status >= 500)

export function sayTitles(shell: Shell): void {
  const [titles] = tableLines(shell.out, columns, [])
  say(shell, titles)
}

/** Writes a message as a row, with the reason when its signature was not verified, and its body when asked. */
export function sayMessage(shell: Shell, one: InboxMessage, withBody: boolean): void {
  const { verdict, reason, attempt } = one.verdict
  const isGood = verdict === 'verified'
  const row = [
    formatTime(one.received_at),
    paint(shell.out, isGood ? 'green' : 'red', verdict),
    one.type ?? '-',
    formatBytes(one.bytes),
    attempt === null || attempt === undefined ? '-' : String(attempt),
    String(one.answered),
    one.id,
  ]
  const [, line = ''] = tableLines(shell.out, columns, [row])
  say(shell, line)
  if (!isGood && reason !== undefined) say(shell, `  ${reason}`)
  if (withBody) say(shell, one.encoding === 'utf8' ? one.body : `(base64) ${one.body}`)
}
