import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { isZone, localDate, nextDate } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import type { DayRange } from '../resource.ts'
import { word } from '../shapes.ts'
import { timed } from '../timed.ts'

export const api = 'https://partner.ultrahuman.com/api/partners/v1/user_data'

const refusal = z.object({ status: z.int().min(400).max(599) })

/** Nowhere on earth are clocks further ahead of UTC. */
const furthestAheadMs = 14 * 3_600_000

/** An access whose answers are refusals where only the body of a success says so. */
function heeding(access: Access) {
  const asking = timed(access)
  const fetch: Fetch = async (url, outgoing) => {
    const answer = await asking.fetch(url, outgoing)
    const json: unknown = await (answer.ok ? answer.clone().json() : Promise.resolve()).catch(() => null)
    const { status } = refusal.safeParse(json).data ?? {}
    return status === undefined ? answer : new Response(null, { status, headers: answer.headers })
  }
  return { ...asking, fetch }
}

/** What there is of a day, under its date or, in the older form, bare: without either nobody says that there is nothing. */
const metrics = z.looseObject({
  data: z.union([
    z.looseObject({ metrics: z.record(z.string(), z.unknown()) }),
    z.looseObject({ metric_data: z.array(z.unknown()) }),
  ]),
})

/** What Ultrahuman has for some days that have begun somewhere, as it came; a call gives one. Throws `ProviderError`. */
export async function metricsOf(access: Access, { first, last }: DayRange): Promise<unknown> {
  const asking = heeding(access)
  const hasBegun = (date: string) => {
    const answeredAt = asking.answeredAt()
    return answeredAt === null || date <= localDate(Date.parse(answeredAt) + furthestAheadMs, 0)
  }
  const days: unknown[] = []
  for (let date = first; date <= last && hasBegun(date); date = nextDate(date)) {
    const answer = await askJson(asking, metrics, `${api}/metrics?${new URLSearchParams({ date })}`)
    days.push({ date, answer })
  }
  return { days }
}

const identity = z.union([z.int(), z.string().min(1)]).transform(String)
const known = { email: word, first_name: word, last_name: word, time_zone: word, timezone: word }
const person = z.union([
  z.object({ user_id: identity, ...known }),
  z.object({ id: identity, ...known }).transform(({ id, ...rest }) => ({ ...rest, user_id: id })),
])

/** Who a person is. Their id is called one thing or the other, and all of it may be wrapped (README). */
export const profile = z.union([
  person,
  z.object({ data: person }).transform(({ data }) => data),
  z.object({ user: person }).transform(({ user }) => user),
])

/** What Ultrahuman says of the person, as it came. Throws `ProviderError`. */
export const profileOf = (access: Access): Promise<unknown> => askJson(heeding(access), z.unknown(), `${api}/user_info`)

/** Who signed in. Throws `ProviderError`. */
export async function accountOf(access: Access): Promise<Account> {
  const { user_id: id, time_zone, timezone } = await askJson(heeding(access), profile, `${api}/user_info`)
  const zone = time_zone ?? timezone ?? ''
  return { id, zone: isZone(zone) ? zone : null }
}
