import { setTimeout as sleep } from 'node:timers/promises'
import { listOf, type Message, message } from './answers.ts'
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
export async function latestMessages(client: Client, inboxId: string, limit: number): Promise<Message[]> {
  const found: Message[] = []
  let cursor: string | undefined
  while (found.length < limit) {
    const query = { limit: Math.min(pageSize, limit - found.length), cursor }
    const page = await client.call(listOf(message), 'GET', `/inboxes/${inboxId}/messages`, { query })
    found.push(...page.items)
    if (page.next_cursor === null) break
    cursor = page.next_cursor
  }
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
    show(message: Message): void | Promise<void>
  },
): Promise<void> {
  let after = asked.after
  let isAway = false
  while (!asked.signal.aborted) {
    let isMore = false
    try {
      const query = { limit: pageSize, order: 'asc', after }
      const page = await client.call(listOf(message), 'GET', `/inboxes/${asked.inboxId}/messages`, { query })
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
export function sayMessage(shell: Shell, one: Message, withBody: boolean): void {
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
