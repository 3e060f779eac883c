import { createHash } from 'node:crypto'
import type { Life } from '../life/life.ts'
import type { DoubleAnswer } from './double.ts'

/** A call for a person's data. */
export interface Asked {
  form: URLSearchParams
  life: Life
  person: string
}

export const ok = (body: object): DoubleAnswer => ({ status: 200, body: { status: 0, body } })

/** Withings tells what is wrong in an answer of HTTP 200 (page "Response status"). */
export const failed = (status: number, error: string, body: object = {}): DoubleAnswer => ({
  status: 200,
  body: { status, body, error },
})

export const badParameter = (name: string): DoubleAnswer => failed(503, `Invalid Params: ${name}`)

export const seconds = (epochMs: number): number => Math.round(epochMs / 1000)

/** What a list shows at once. Withings does not say how much that is. */
const onAPage = 100

/** One page of a list; `more` is a truth value at most services, and 0 or 1 at `getmeas`. */
export function paged(
  { form }: Pick<Asked, 'form'>,
  list: string,
  rows: readonly object[],
  beside: object = {},
  asNumber = false,
): DoubleAnswer {
  const from = Number(form.get('offset') ?? '0')
  if (!Number.isInteger(from) || from < 0) return badParameter('offset')
  const isMore = from + onAPage < rows.length
  const more = asNumber ? (isMore ? 1 : 0) : isMore
  return ok({ ...beside, [list]: rows.slice(from, from + onAPage), more, offset: isMore ? from + onAPage : 0 })
}

/** The fields that were asked for by name; `usual` where none were. */
export function picked(
  form: URLSearchParams,
  usual: readonly string[],
  row: Readonly<Record<string, unknown>>,
): object {
  const names = form.get('data_fields')?.split(',') ?? usual
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)))
}

/** PHP writes a map without members as a list. */
export const mapOf = (entries: readonly (readonly [number, unknown])[]): object =>
  entries.length === 0 ? [] : Object.fromEntries(entries.map(([second, value]) => [`${second}`, value]))

const day = /^\d{4}-\d\d-\d\d$/

/** The days that are asked for by `startdateymd` and `enddateymd`, or since `lastupdate`; null for neither. */
export function daysOf({ form, life }: Asked): { first: string; last: string; since: number } | null {
  const [first, last, since] = [form.get('startdateymd'), form.get('enddateymd'), form.get('lastupdate')]
  if (first !== null && last !== null && day.test(first) && day.test(last)) return { first, last, since: 0 }
  if (since === null || !/^\d+$/.test(since)) return null
  // Whoever asks for everything gets two years of it.
  const oldest = new Date(Math.max(Number(since) * 1000, life.nowMs - 730 * 86_400_000)).toISOString().slice(0, 10)
  return { first: oldest, last: life.today, since: Number(since) }
}

/** The seconds that are asked for, a day at most: what lies after it is cut off without a word. */
export function spanOf({ form, life }: Asked): { from: number; to: number } | null {
  const [from, to] = [form.get('startdate'), form.get('enddate')]
  if (from === null && to === null) return { from: seconds(life.nowMs) - 86_400, to: seconds(life.nowMs) }
  if (!/^\d+$/.test(from ?? '') || !/^\d+$/.test(to ?? '')) return null
  return { from: Number(from), to: Math.min(Number(to), Number(from) + 86_400) }
}

/** The local days that some seconds touch. */
export function datesOf(life: Life, from: number, to: number) {
  const dateAt = (second: number) => new Date(second * 1000).toISOString().slice(0, 10)
  return life
    .days(dateAt(from - 86_400), dateAt(to + 86_400))
    .filter(({ day }) => seconds(day.endMs) > from && seconds(day.startMs) < to)
}

/** The things that everybody here has, by what they are. */
export const models = {
  watch: { type: 'Activity Tracker', model: 'ScanWatch 2', model_id: 94 },
  mat: { type: 'Sleep Monitor', model: 'Aura Sensor V2', model_id: 63 },
  scale: { type: 'Scale', model: 'Body Comp', model_id: 18 },
  cuff: { type: 'Blood Pressure Monitor', model: 'BPM Core', model_id: 44 },
} as const
export type Thing = keyof typeof models

export const deviceIdOf = (person: string, thing: Thing): string =>
  createHash('sha1').update(`${person} ${thing}`).digest('hex')

export const devicesOf = (person: string, { zone, nowMs }: Life): object[] =>
  Object.entries(models).map(([thing, model], index) => {
    const id = createHash('sha1').update(`${person} ${thing}`).digest('hex')
    const last_session_date = seconds(nowMs) - index * 60
    const first_session_date = 1_735_689_600
    return {
      ...model,
      battery: 'high',
      deviceid: id,
      hash_deviceid: id,
      timezone: zone,
      first_session_date,
      last_session_date,
    }
  })
