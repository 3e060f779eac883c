import { stripVTControlCharacters } from 'node:util'
import type { InboxMessage } from '../client/operations.ts'
import type { Forwarded } from './listen-forward.ts'
import { formatBytes, formatTime } from './quantity.ts'
import { type Shell, say } from './shell.ts'
import { type Column, paint, tableLines } from './table.ts'

// Rows come one by one, so their widths are fixed.
const columns: Column[] = [
  { title: 'TIME', width: 19 },
  { title: 'TYPE', width: 18 },
  { title: 'USER', width: 36 },
  { title: 'SIZE', width: 7, align: 'right' },
]
const forwardColumns: Column[] = [
  { title: 'ANSWER', width: 6, align: 'right' },
  { title: 'MS', width: 5, align: 'right' },
]
const shownOfAnswer = 200

export function sayDeliveryTitles(shell: Shell, isForwarding: boolean): void {
  const [titles] = tableLines(shell.out, isForwarding ? [...columns, ...forwardColumns] : columns, [])
  say(shell, titles)
}

/** Writes a delivery as a row, and under it how a receiver answered that did not take it. */
export function sayDelivery(
  shell: Shell,
  one: InboxMessage,
  forwarded: Forwarded | null,
  options: { withBody: boolean },
): void {
  const row = [formatTime(one.received_at), one.type ?? '-', userOf(one), formatBytes(one.bytes)]
  if (forwarded === null) {
    const [, line = ''] = tableLines(shell.out, columns, [row])
    say(shell, line)
  } else {
    const { status_code: status, duration_ms: ms } = forwarded
    const isTaken = status !== null && status >= 200 && status < 300
    row.push(paint(shell.out, isTaken ? 'green' : 'red', status === null ? 'none' : String(status)), String(ms))
    const [, line = ''] = tableLines(shell.out, [...columns, ...forwardColumns], [row])
    say(shell, line)
    const said = printable(forwarded.response_body ?? '').trim()
    if (status !== null && !isTaken && said !== '') say(shell, `  ${said.slice(0, shownOfAnswer)}`)
  }
  if (options.withBody) say(shell, one.encoding === 'utf8' ? one.body : `(base64) ${one.body}`)
}

/** The reference or id of the user that a body is about; `-` when it is about nobody. */
export function userOf(one: Pick<InboxMessage, 'body' | 'encoding'>): string {
  if (one.encoding !== 'utf8') return '-'
  try {
    const parsed: unknown = JSON.parse(one.body)
    const user = typeof parsed === 'object' && parsed !== null && 'user' in parsed ? parsed.user : null
    if (typeof user !== 'object' || user === null) return '-'
    const { reference_id: reference, user_id: id }: { reference_id?: unknown; user_id?: unknown } = user
    const text = typeof reference === 'string' && reference !== '' ? reference : typeof id === 'string' ? id : '-'
    return printable(text).slice(0, 36)
  } catch {
    return '-' // no JSON, so nothing is known of a user
  }
}

/** Without what would steer the terminal. */
const printable = (text: string): string => stripVTControlCharacters(text).replaceAll(/\p{Cc}+/gu, ' ')
