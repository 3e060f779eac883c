import { z } from 'zod'
import { shiftDate } from '../../normalise/time.ts'
import { askJson, callProvider } from '../call.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'

const api = 'https://api.ouraring.com/v2/usercollection'

/** More pages than a window can have: a list that goes on longer repeats itself. */
const mostPages = 500

const page = z.object({ data: z.array(z.unknown()), next_token: z.string().nullish() })

/** Collections of documents by day, named as their paths are. */
export type Collection =
  | 'daily_activity'
  | 'daily_cardiovascular_age'
  | 'daily_readiness'
  | 'daily_sleep'
  | 'daily_spo2'
  | 'daily_stress'
  | 'enhanced_tag'
  | 'heartrate'
  | 'sleep'
  | 'vO2_max'
  | 'workout'

/** Some days, and what the collections have around them; one that the person does not allow is missing. */
export type Bundle = { range: DayRange } & Partial<Record<Collection, unknown[]>>

/**
 * What the collections have for some days, whole. It reaches a day beyond at both ends: Oura compares an end without a time
 * with midnight, and has left out the first day of nights (README). Throws `ProviderError`; `forbidden` only when the person
 * allows none of them.
 */
export async function bundleOf(
  access: Access,
  range: DayRange,
  names: readonly Collection[],
  fields: Partial<Record<Collection, string>> = {},
): Promise<Bundle> {
  const isLetIn = letIn(access)
  const answers = await Promise.all(
    names.map(async (name): Promise<[Collection, unknown[] | ProviderError]> => {
      try {
        return [name, await allOf(access, name, windowOf(name, range, fields[name]))]
      } catch (error) {
        if (error instanceof ProviderError && (await isRefusal(error, isLetIn))) return [name, error]
        throw error
      }
    }),
  )
  const bundle: Bundle = { range }
  for (const [name, answer] of answers) if (Array.isArray(answer)) bundle[name] = answer
  const refusals = answers.flatMap(([, answer]) => (Array.isArray(answer) ? [] : [answer]))
  if (refusals.length === names.length)
    throw new ProviderError('forbidden', `${refusals[0]?.message}, which the person does not allow`)
  return bundle
}

/**
 * Whether a refusal is of the collection and not of the token. Oura answers a missing scope with 401, as it does a token
 * that is no good: the two are told apart by asking for the profile, without which nobody is connected.
 */
const isRefusal = async (error: ProviderError, isLetIn: () => Promise<boolean>): Promise<boolean> =>
  error.failure === 'forbidden' || (error.failure === 'unauthorized' && (await isLetIn()))

/** Asks once, however many want to know. */
function letIn(access: Access): () => Promise<boolean> {
  let asked: Promise<boolean> | null = null
  const ask = async () => {
    try {
      await callProvider(access, `${api}/personal_info`)
      return true
    } catch (error) {
      if (error instanceof ProviderError && error.failure === 'unauthorized') return false
      throw error
    }
  }
  return () => {
    asked ??= ask()
    return asked
  }
}

function windowOf(name: Collection, { first, last }: DayRange, fields?: string): Record<string, string> {
  const [from, to] = [shiftDate(first, -1), shiftDate(last, 2)]
  // Local days of every offset lie within; 28 days become the 30 that Oura takes at once.
  if (name === 'heartrate') return { start_datetime: `${from}T00:00:00+00:00`, end_datetime: `${to}T00:00:00+00:00` }
  return { start_date: from, end_date: to, ...(fields === undefined ? {} : { fields }) }
}

async function allOf(access: Access, name: Collection, query: Record<string, string>): Promise<unknown[]> {
  const documents: unknown[] = []
  let token: string | null = null
  for (let pages = 0; pages < mostPages; pages++) {
    const asked = new URLSearchParams(token === null ? query : { ...query, next_token: token })
    const { data, next_token: next } = await askJson(access, page, `${api}/${name}?${asked}`)
    documents.push(...data)
    // An empty page with a token is not the last one.
    if (next === null || next === undefined || next === '') return documents
    token = next
  }
  throw new ProviderError('unavailable', `/v2/usercollection/${name} has no last page`)
}

/** Who a person is, as Oura wrote it, and when that was (the answer's own date). Throws `ProviderError`. */
export async function profileOf(access: Access): Promise<{ personal_info: unknown; as_of: string | null }> {
  const answer = await callProvider(access, `${api}/personal_info`)
  const epochMs = Date.parse(answer.headers.get('date') ?? '')
  const json: unknown = await answer.json().catch((error: unknown) => {
    throw new ProviderError('unavailable', '/v2/usercollection/personal_info was not answered with JSON', {
      cause: error,
    })
  })
  return { personal_info: json, as_of: Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString() }
}

const identified = z.object({ id: z.string().min(1) })

/** Who signed in; Oura tells no zone. Throws `ProviderError`. */
export async function accountOf(access: Access): Promise<Account> {
  const { id } = await askJson(access, identified, `${api}/personal_info`)
  return { id, zone: null }
}
