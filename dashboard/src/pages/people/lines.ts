import type { Activity, Body, Daily, Sleep } from '../../../../src/schema/records.ts'
import type { Merged, MergedPart, PersonType } from '../../api/person.ts'
import { activityModel } from '../../charts/activity.ts'
import { bodyFacts } from '../../charts/body.ts'
import { readInstant } from '../../charts/clock.ts'
import { dailyRows } from '../../charts/daily.ts'
import { durationText } from '../../charts/units.ts'
import { firstClockOf, firstDayOf } from '../users/record-texts.ts'
import { sectionsOf } from './origins.ts'

/** One thing of a person's day, as the list says it. */
export interface Line {
  type: PersonType
  /** Its place in the answer. */
  at: number
  /** When it began, `22:40`; null for what is of the whole day. */
  clock: string | null
  /** What was measured, in a few words, or which sections there are; empty where there are none. */
  finding: string
  /** The records that it stands for, the one that counts first. */
  parts: readonly MergedPart[]
}

const mostFacts = 4

/** What a day's totals say first. */
export const dailyLine = (record: Daily): string =>
  dailyRows(record, [])
    .slice(0, mostFacts)
    .map(({ name, value }) =>
      name === 'Steps' ? `${value} steps` : `${name.toLowerCase().replace('hrv', 'HRV')} ${value}`,
    )
    .join(', ')

/** How long somebody slept, and when. */
export function sleepLine({ metadata, sleep_durations_data: durations }: Sleep): string {
  const { start_time: start, end_time: end, is_nap: isNap } = metadata
  const asleep = durations?.asleep?.duration_asleep_state_seconds
  const inBed = ((readInstant(end)?.ms ?? 0) - (readInstant(start)?.ms ?? 0)) / 1000
  const length = typeof asleep === 'number' ? `${durationText(asleep)} asleep` : `${durationText(inBed)} in bed`
  return `${isNap === true ? 'Nap, ' : ''}${length}, ${start.slice(11, 16)} to ${end.slice(11, 16)}`
}

/** What was done, how far and how long. */
export function activityLine(record: Activity): string {
  const { name, finding } = activityModel(record)
  return `${name}, ${finding}`
}

/** What was measured of a body. */
export const bodyLine = (record: Body): string => {
  const facts = bodyFacts(record)
    .slice(0, mostFacts)
    .map(({ name, value }) => `${name.toLowerCase().replace('bmi', 'BMI')} ${value}`)
  const glucose = record.glucose_data?.day_avg_blood_glucose_mg_per_dL
  const pressure = record.blood_pressure_data?.blood_pressure_samples?.at(-1)
  if (typeof glucose === 'number') facts.push(`glucose ${Math.round(glucose)} mg/dL on average`)
  if (typeof pressure?.systolic_bp === 'number' && typeof pressure.diastolic_bp === 'number')
    facts.push(`blood pressure ${Math.round(pressure.systolic_bp)}/${Math.round(pressure.diastolic_bp)}`)
  return facts.join(', ')
}

/** What a person has of each type, as far as it is known yet. */
export type Known = { [T in PersonType]?: Merged<T> | undefined }

const findings: { [T in PersonType]: (record: NonNullable<Known[T]>['data'][number]) => string } = {
  daily: dailyLine,
  sleep: sleepLine,
  activity: activityLine,
  body: bodyLine,
}

/** Whether something has a beginning of its own within its day. */
const isSession: Record<PersonType, boolean> = { daily: false, body: false, sleep: true, activity: true }

/** The lines of each local day: what is of the whole day first, then in the order in which it began. */
export function linesByDay(known: Known): Map<string, Line[]> {
  const lines = [
    ...linesOf('daily', known.daily),
    ...linesOf('body', known.body),
    ...linesOf('sleep', known.sleep),
    ...linesOf('activity', known.activity),
  ]
  const days = Map.groupBy(lines, ({ day }) => day)
  return new Map(
    [...days].map(([day, several]) => [
      day,
      several.map(({ line }) => line).toSorted((a, b) => (a.clock ?? '').localeCompare(b.clock ?? '')),
    ]),
  )
}

function linesOf<T extends PersonType>(type: T, merged: Merged<T> | undefined): { day: string; line: Line }[] {
  return (merged?.data ?? []).flatMap((record, at) => {
    const day = firstDayOf(record)
    if (day === null) return []
    const clock = isSession[type] ? firstClockOf(record) : null
    const finding = findings[type](record) || sectionsOf(record).join(', ')
    return [{ day, line: { type, at, clock, finding, parts: merged?.made_of[at] ?? [] } }]
  })
}
