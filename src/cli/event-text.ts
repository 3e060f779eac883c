import type { EventDetail } from '../client/operations.ts'
import { formatBytes, formatTime } from './quantity.ts'
import { type Shell, say } from './shell.ts'
import { paint, sayTable } from './table.ts'

const styles = { delivered: 'green', failed: 'red', pending: 'yellow' } as const

const inColour = (shell: Shell, status: string, text = status): string =>
  status in styles
    ? paint(shell.out, styles[status === 'delivered' || status === 'failed' ? status : 'pending'], text)
    : text

/** `delivered`, or `2 delivered, 1 failed`; `-` when nobody wanted it. */
export function deliveriesInBrief(shell: Shell, counts: Record<string, number>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  const isOne = some.length === 1 && some[0]?.[1] === 1
  return some.map(([status, count]) => inColour(shell, status, isOne ? status : `${count} ${status}`)).join(', ') || '-'
}

/** Tells people of an event, its deliveries and each attempt. */
export function sayEvent(shell: Shell, event: EventDetail, withBody: boolean): void {
  const facts = [
    ['event', event.id],
    ['type', event.type],
    ['user', event.user_id ?? '-'],
    ['made', formatTime(event.created_at)],
    ['size', formatBytes(event.bytes)],
  ]
  sayTable(shell, [{ title: '' }, { title: '' }], facts)
  if (event.deliveries.length === 0) say(shell, 'No destination wanted it.')
  for (const delivery of event.deliveries) sayDelivery(shell, delivery)
  if (withBody) say(shell, `\n${event.body}`)
}

function sayDelivery(shell: Shell, delivery: EventDetail['deliveries'][number]): void {
  const { destination_id, status, next_attempt_at, superseded_by, attempts } = delivery
  const next = superseded_by
    ? ` by ${superseded_by}`
    : status === 'pending' && next_attempt_at
      ? `, next attempt ${formatTime(next_attempt_at)}`
      : ''
  say(shell)
  say(shell, `To ${destination_id}: ${inColour(shell, status)}${next}`)
  const rows = attempts.map((attempt) => [
    `  ${formatTime(attempt.at)}`,
    attempt.trigger ?? '',
    attempt.status_code === null ? 'no answer' : String(attempt.status_code),
    `${Math.round(attempt.duration_ms)} ms`,
    attempt.address ?? '',
    attempt.error ?? '',
  ])
  const column = { title: '' }
  sayTable(shell, [column, column, column, { title: '', align: 'right' }, column, column], rows)
}
