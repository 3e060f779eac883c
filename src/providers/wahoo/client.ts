import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { dayMs } from '../../normalise/civil.ts'
import { parseInstant } from '../../normalise/time.ts'
import { askJson } from '../call.ts'
import { fitTextOf } from '../fit.ts'
import type { Access, Account } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { DayRange } from '../resource.ts'

const api = 'https://api.wahooligan.com/v1'
/** Where the files of workouts lie, open to whoever knows their addresses; nothing is asked of any other host. */
export const fileHosts: readonly string[] = ['cdn.wahooligan.com', 'wahoo-cloud-web.s3.amazonaws.com']

const pageSize = 100
/** Ten thousand workouts: a list that goes on after them goes in circles. */
const mostPages = 100
const hourMs = 3_600_000
const fileTimeoutMs = 20_000

const profile = z.object({ id: z.int() })

/** Who signed in; no zone is known, each workout brings its own. Throws `ProviderError`. */
export async function accountOf(access: Access): Promise<Account> {
  const { id } = await askJson(access, profile, `${api}/user`)
  return { id: `${id}`, zone: null }
}

/** The person, as Wahoo wrote it. Throws `ProviderError`. */
export const fetchUser = (access: Access): Promise<unknown> => askJson(access, z.unknown(), `${api}/user`)

const instant = z.iso.datetime({ offset: true })
const page = z.object({
  workouts: z.array(
    z.looseObject({
      starts: instant,
      workout_summary: z
        .looseObject({ started_at: instant.nullish(), file: z.looseObject({ url: z.string().nullish() }).nullish() })
        .nullish(),
    }),
  ),
})

/** A workout as the list has it, and the file of what was recorded in base64; null where there is none. */
export interface Told {
  workout: unknown
  fit: string | null
}

/**
 * The workouts that were done on some local days, wherever on earth they are (UTC+14 to UTC-12), with their files. The list
 * begins with the latest, planned ones among them, and cannot be asked for days: it is read as far back as those go, and a day
 * further, because it is in the order of what was planned. Throws `ProviderError`.
 */
export async function fetchWorkouts(access: Access, { first, last }: DayRange): Promise<Told[]> {
  const [fromMs, toMs] = [Date.parse(first) - 14 * hourMs, Date.parse(last) + dayMs + 12 * hourMs]
  const told: Told[] = []
  for (let number = 1; number <= mostPages; number++) {
    const query = new URLSearchParams({ page: `${number}`, per_page: `${pageSize}` })
    const { workouts } = await askJson(access, page, `${api}/workouts?${query}`)
    for (const workout of workouts) {
      const { starts, workout_summary: summary } = workout
      const startMs = parseInstant(summary?.started_at ?? starts).epochMs
      if (!summary || startMs < fromMs || startMs >= toMs) continue
      told.push({ workout, fit: await fetchFile(access, summary.file?.url ?? null) })
    }
    const oldest = workouts.at(-1)
    if (workouts.length < pageSize || !oldest || parseInstant(oldest.starts).epochMs < fromMs - dayMs) return told
  }
  throw new ProviderError('unavailable', `/workouts did not end after ${mostPages} pages`)
}

/**
 * The file at an address of Wahoo's, asked for without the token, which is none of a file store's business. Null for another
 * address, for a file that is not there any more and for what is no FIT file. Throws `ProviderError` where it may come later.
 */
export async function fetchFile(access: Pick<Access, 'fetch'>, address: string | null): Promise<string | null> {
  const url = address === null ? null : URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || !fileHosts.includes(url.host)) return null
  const answer = await access
    .fetch(url.href, { signal: AbortSignal.timeout(fileTimeoutMs) })
    .catch((error: unknown) => {
      if (error instanceof ProviderError) throw error
      throw new ProviderError('unavailable', 'the file of a workout did not come', { cause: error })
    })
  if (answer.status === 429 || answer.status >= 500)
    throw new ProviderError('unavailable', `the file of a workout was answered ${answer.status}`)
  return answer.ok ? fitTextOf(answer) : null
}

/** Gives consent back, with all tokens. Throws `ProviderError`. */
export async function endConsent(held: { fetch: Fetch; accessToken: string }): Promise<void> {
  const answer = await held.fetch(`${api}/permissions`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${held.accessToken}` },
  })
  if (!answer.ok) throw new ProviderError('unavailable', `/permissions was answered ${answer.status}`)
}
