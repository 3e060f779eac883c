import { z } from 'zod'
import { shiftDate } from '../../normalise/time.ts'
import { askJson, callProvider } from '../call.ts'
import { allPages } from '../pages.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'
import { timed } from '../timed.ts'

const api = 'https://api.ouraring.com/v2/usercollection'

const page = z.object({ data: z.array(z.unknown()), next_token: z.string().nullish() })

/** Some days, and what the collections have around them; one that the person does not allow is missing. */
type Bundle = { range: DayRange } & Record<string, unknown>

/**
 * What the collections, named as their paths are, have for some days, whole. It reaches a day beyond at both ends: Oura compares
 * an end without a time with midnight, and has left out the first day of nights (README). Throws `ProviderError`; `forbidden`
 * only when the person allows none of them.
 */
export async function bundleOf(
  access: Access,
  range: DayRange,
  names: readonly string[],
  fields: Readonly<Record<string, string>> = {},
): Promise<Bundle> {
  const isLetIn = letIn(access)
  const answerOf = async (name: string): Promise<unknown[] | ProviderError> => {
    try {
      return await allOf(access, name, windowOf(name, range, fields[name]))
    } catch (error) {
      if (error instanceof ProviderError && (await isRefusal(error, isLetIn))) return error
      throw error
    }
  }
  const answers = await Promise.all(names.map(async (name) => ({ name, answer: await answerOf(name) })))
  const allowed = answers.filter(({ answer }) => Array.isArray(answer)).map(({ name, answer }) => [name, answer])
  const refusal = answers[0]?.answer
  if (allowed.length === 0 && refusal instanceof ProviderError)
    throw new ProviderError('forbidden', `${refusal.message}, which the person does not allow`)
  return { range, ...Object.fromEntries(allowed) }
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

function windowOf(name: string, { first, last }: DayRange, fields?: string): Record<string, string> {
  const [from, to] = [shiftDate(first, -1), shiftDate(last, 2)]
  // Local days of every offset lie within; 28 days become the 30 that Oura takes at once.
  if (name === 'heartrate') return { start_datetime: `${from}T00:00:00+00:00`, end_datetime: `${to}T00:00:00+00:00` }
  return { start_date: from, end_date: to, ...(fields === undefined ? {} : { fields }) }
}

const allOf = (access: Access, name: string, query: Record<string, string>): Promise<unknown[]> =>
  allPages(`/v2/usercollection/${name}`, async (token) => {
    const asked = new URLSearchParams(token === null ? query : { ...query, next_token: token })
    const { data, next_token } = await askJson(access, page, `${api}/${name}?${asked}`)
    return { items: data, next: next_token }
  })

/** Who a person is, as Oura wrote it, and when that was (the answer's own date). Throws `ProviderError`. */
export async function profileOf(access: Access): Promise<{ personal_info: unknown; as_of: string | null }> {
  const asking = timed(access)
  const personal_info = await askJson(asking, z.unknown(), `${api}/personal_info`)
  return { personal_info, as_of: asking.answeredAt() }
}

const identified = z.object({ id: z.string().min(1) })

/** Who signed in; Oura tells no zone. Throws `ProviderError`. */
export async function accountOf(access: Access): Promise<Account> {
  const { id } = await askJson(access, identified, `${api}/personal_info`)
  return { id, zone: null }
}
