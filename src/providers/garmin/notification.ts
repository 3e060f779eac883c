import { z } from 'zod'
import { isSameText } from '../../lib/same-text.ts'
import { jsonOf, type Notice, type Notification } from '../notification.ts'
import { apiHost, getWaiting, user } from './client.ts'
import { dated, dayOf, kindNamed } from './kinds.ts'

export const clientHeader = 'garmin-client-id'

/** A body of several megabytes is usual where history comes. */
const mostBytes = 64 * 1024 * 1024

/** Summaries, each with the key that it stands under. */
const posted = z
  .record(z.string(), z.array(z.looseObject({ userId: z.string().min(1).nullish() })))
  .transform((kinds) => Object.entries(kinds).flatMap(([name, list]) => list.map((summary) => ({ name, summary }))))
type Told = z.output<typeof posted>[number]

const waiting = user.extend({ callbackURL: z.string() })
const permissions = user.extend({ permissions: z.array(z.string()) })

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
  read(body) {
    const told = posted.parse(jsonOf(body))
    return [...broughtOf(told.filter((one) => !isWaiting(one))), ...told.flatMap((one) => noticeOf(one) ?? [])]
  },
  collect: async (access, { account, what, address }) =>
    broughtOf((await getWaiting(access, address)).map((one) => ({ name: what, summary: { ...one, userId: account } }))),
}

const isWaiting = ({ summary }: Told): boolean => 'callbackURL' in summary

/** What is no summary; null for one, of which kinds without a place in the schema, or that come some day, say nothing. */
function noticeOf(told: Told): Notice | null {
  switch (told.name) {
    case 'deregistrations':
      return { kind: 'revoked', account: user.parse(told.summary).userId }
    case 'userPermissionsChange': {
      const { userId: account, permissions: scopes } = permissions.parse(told.summary)
      return { kind: 'scopes', account, scopes }
    }
  }
  const kind = kindNamed(told.name)
  return kind === null || !isWaiting(told) ? null : waitingAt(kind.name, waiting.parse(told.summary))
}

/** An address that is not Garmin's would have a person's token sent to whoever wrote it. */
function waitingAt(what: string, { userId: account, callbackURL: address }: z.output<typeof waiting>): Notice {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.host !== apiHost || !url.pathname.startsWith('/wellness-api/'))
    throw new Error('A notification leads to an address that is not Garmin’s.')
  return { kind: 'waiting', account, what, address }
}

/**
 * Summaries by whose, of which type and day they are, whatever their kinds: a record is made of a day once. One that does not
 * say which day it is of has no place.
 */
function broughtOf(all: readonly Told[]): Notice[] {
  const pieces = new Map<string, Extract<Notice, { kind: 'brought' }> & { answer: Record<string, object[]> }>()
  for (const { name, summary } of all) {
    const kind = kindNamed(name)
    if (kind === null) continue
    const one = dated.parse(summary)
    const day = dayOf(one)
    if (day === null) continue
    // What may open something is not kept with the data.
    const { userAccessToken: _, ...kept } = summary
    for (const type of kind.types) {
      const key = `${one.userId} ${type} ${day}`
      const range = { first: day, last: day }
      const piece = pieces.get(key) ?? { kind: 'brought', account: one.userId, type, range, answer: {} }
      const list = piece.answer[kind.name] ?? []
      list.push(kept)
      piece.answer[kind.name] = list
      pieces.set(key, piece)
    }
  }
  return [...pieces.values()]
}
