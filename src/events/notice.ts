import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { publicId } from '../lib/ids.ts'
import type { EventBody } from '../schema/events.ts'
import { rowOf } from './emit.ts'
import { insertNotice } from './notice-store.ts'

/** Whom a notice is about. */
export interface NoticedDestination {
  id: string
  environmentId: string
  name: string
}

export interface Failing {
  since: Date
  attempts: number
  disablesAt: Date
  /** How much of the time until then is over. */
  percent: number
}

type NoticeHub = Pick<Hub, 'clock' | 'metrics'>

/** Tells the destinations that ask for it that another one fails, in the caller's transaction. */
export const noticeFailing = (hub: NoticeHub, sql: Sql, about: NoticedDestination, failing: Failing) =>
  emit(hub, sql, about, {
    type: 'destination.failing',
    status: 'warning',
    destination: nameOf(about),
    failing_since: failing.since.toISOString(),
    failed_attempts: failing.attempts,
    disables_at: failing.disablesAt.toISOString(),
    percent: failing.percent,
    message: `Every attempt to deliver to ${about.name} has failed since ${failing.since.toISOString()}: it is switched off at ${failing.disablesAt.toISOString()} unless one succeeds.`,
  })

/** Tells the destinations that ask for it that another one was switched off, in the caller's transaction. */
export const noticeDisabled = (
  hub: NoticeHub,
  sql: Sql,
  about: NoticedDestination,
  disabled: { at: Date; reason: string },
) =>
  emit(hub, sql, about, {
    type: 'destination.disabled',
    status: 'error',
    destination: nameOf(about),
    disabled_at: disabled.at.toISOString(),
    reason: disabled.reason,
    message: `${about.name} was switched off. What comes for it is held until it is switched on again.`,
  })

const nameOf = ({ id, name }: NoticedDestination) => ({ id: publicId('destination', id), name })

type NoticeBody = EventBody<'destination.failing' | 'destination.disabled'>

async function emit(hub: NoticeHub, sql: Sql, about: NoticedDestination, body: NoticeBody): Promise<void> {
  const { environmentId } = about
  const event = {
    environmentId,
    userId: null,
    type: body.type,
    body: JSON.stringify(body),
    orderingMs: hub.clock.now(),
  }
  await insertNotice(sql, rowOf(hub, event), about.id)
  hub.metrics.events.inc({ type: body.type })
}
