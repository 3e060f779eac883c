import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import type { DataType } from '../../schema/records.ts'
import type { Notice, Notification } from '../notification.ts'
import { apiHost, getWaiting } from './client.ts'
import { type Dated, dated, dayOf, join, type Kind, kindNamed } from './kinds.ts'

export const clientHeader = 'garmin-client-id'

/** A body of several megabytes is usual where history comes. */
const mostBytes = 64 * 1024 * 1024

const posted = z.record(z.string(), z.array(z.looseObject({ userId: z.string().min(1).nullish() })))
type Summary = z.output<typeof posted>[string][number]

const waiting = z.object({ userId: z.string().min(1), callbackURL: z.string() })
const gone = z.object({ userId: z.string().min(1) })
const permissions = z.object({ userId: z.string().min(1), permissions: z.array(z.string()) })

/**
 * How Garmin brings everything that it has: to the address that the developer enters for each kind of summary, unsigned. What
 * proves it is the client's id in a header and the secret in the address, which nobody else knows.
 */
export const notification: Notification = {
  mostBytes,
  verify({ method, query, headers }, { client, subscription }) {
    const isClient = isSameText(headers[clientHeader] ?? '', client.id)
    const isSecret = isSameText(query.get('secret') ?? '', subscription.secret)
    return method === 'POST' && isClient && isSecret
  },
  read: (body) => united(Object.entries(posted.parse(JSON.parse(body.toString('utf8')))).flatMap(noticesOf)),
  async collect(access, { account, what, address }) {
    const summaries = z.array(z.looseObject({})).parse(await getWaiting(access, address))
    const kind = kindNamed(what)
    return kind === null
      ? []
      : broughtOf(
          kind,
          summaries.map((one): Summary => ({ ...one, userId: account })),
        )
  },
}

function noticesOf([name, list]: [string, Summary[]]): Notice[] {
  switch (name) {
    case 'deregistrations':
      return list.map((one) => ({ kind: 'revoked', account: gone.parse(one).userId }))
    case 'userPermissionsChange':
      return list.map((one) => {
        const { userId: account, permissions: scopes } = permissions.parse(one)
        return { kind: 'scopes', account, scopes }
      })
  }
  const kind = kindNamed(name)
  // Kinds without a place in the schema, and those that come some day, are no reason to refuse the rest.
  if (kind === null) return []
  const isWaiting = (one: Summary) => 'callbackURL' in one
  return [
    ...list.filter(isWaiting).map((one) => waitingAt(kind, one)),
    ...broughtOf(
      kind,
      list.filter((one) => !isWaiting(one)),
    ),
  ]
}

/** An address that is not Garmin's would have a person's token sent to whoever wrote it. */
function waitingAt({ name }: Kind, one: Summary): Notice {
  const { userId: account, callbackURL: address } = waiting.parse(one)
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.host !== apiHost || !url.pathname.startsWith('/wellness-api/'))
    throw new Error('A notification leads to an address that is not Garmin’s.')
  return { kind: 'waiting', account, what: name, address }
}

/** Summaries by whose, of which type and day they are. One that does not say which day it is of has no place. */
function broughtOf(kind: Kind, summaries: readonly Summary[]): Notice[] {
  const groups = new Map<string, { one: Dated; day: string; type: DataType; all: object[] }>()
  for (const summary of summaries) {
    const one = dated.parse(summary)
    const day = dayOf(one)
    for (const type of day === null ? [] : kind.types) {
      const key = `${one.userId} ${type} ${day}`
      const group = groups.get(key) ?? { one, day: day ?? '', type, all: [] }
      // What may open something is not kept with the data.
      const { userAccessToken: _, ...kept } = summary
      group.all.push(kept)
      groups.set(key, group)
    }
  }
  return [...groups.values()].map(({ one, day, type, all }) => ({
    kind: 'brought',
    account: one.userId,
    type,
    range: { first: day, last: day },
    answer: { [kind.name]: all },
  }))
}

/** What a body brings of the same day and type in several kinds of summaries is one: a record is made of it once. */
function united(notices: readonly Notice[]): Notice[] {
  const byDay = new Map<string, Extract<Notice, { kind: 'brought' }>>()
  const others: Notice[] = []
  for (const notice of notices) {
    if (notice.kind !== 'brought') others.push(notice)
    else {
      const key = `${notice.account} ${notice.type} ${notice.range.first}`
      const before = byDay.get(key)
      byDay.set(key, before === undefined ? notice : { ...notice, answer: join(before.answer, notice.answer) })
    }
  }
  return [...byDay.values(), ...others]
}
