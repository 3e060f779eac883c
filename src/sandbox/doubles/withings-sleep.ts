import type { Stage } from '../../generate/life/night.ts'
import { meanOf, round } from '../../generate/numbers.ts'
import type { LivedNight } from '../life/life.ts'
import type { DoubleAnswer } from './double.ts'
import {
  type Asked,
  badParameter,
  datesOf,
  daysOf,
  deviceIdOf,
  mapOf,
  models,
  ok,
  paged,
  picked,
  seconds,
  spanOf,
} from './withings-answers.ts'

const sleepMonitor = 32
/** How far apart the mattress writes down what it felt. */
const stepMs = 600_000

/** Time without contact is in no state. */
const states: Readonly<Record<Exclude<Stage, 'unmeasured'>, number>> = { awake: 0, light: 1, deep: 2, rem: 3 }

const usualFields = [
  'lightsleepduration',
  'deepsleepduration',
  'remsleepduration',
  'wakeupduration',
  'wakeupcount',
  'durationtosleep',
  'durationtowakeup',
]

const stepsOf = (startMs: number, endMs: number): number[] =>
  Array.from({ length: Math.ceil((endMs - startMs) / stepMs) }, (_, at) => startMs + at * stepMs)

export function sleepSummaries(asked: Asked): DoubleAnswer {
  const days = daysOf(asked)
  if (days === null) return badParameter('startdateymd')
  const rows = asked.life
    .days(days.first, days.last)
    .flatMap(({ nights }) => nights)
    .filter(({ changedAtMs }) => seconds(changedAtMs) >= days.since)
    .map((night) => summaryOf(asked, night))
  return paged(asked, 'series', rows)
}

/** Durations are those of the stages, in whole minutes; what was not felt is in none of them. The ratio has two places. */
function summaryOf({ form, life, person }: Asked, night: LivedNight): object {
  const { number, date, startMs, endMs, stages, minutesOf, changedAtMs } = night
  const inBed = seconds(endMs - startMs)
  const asleep = (minutesOf.light + minutesOf.deep + minutesOf.rem) * 60
  const [first, last] = [stages[0], stages.at(-1)]
  const lengthOf = (span: typeof first) => (span?.stage === 'awake' ? seconds(span.endMs - span.startMs) : 0)
  const [before, after] = [lengthOf(first), lengthOf(last)]
  const times = stepsOf(startMs, endMs)
  const [rates, breaths] = [
    times.map((at) => Math.round(night.hrAt(at))),
    times.map((at) => Math.round(night.breathsAt(at))),
  ]
  const snoring = 60 * times.filter((at) => Math.round(at / stepMs) % 7 === 0).length
  return {
    id: number,
    timezone: life.zone,
    model: sleepMonitor,
    model_id: models.mat.model_id,
    hash_deviceid: deviceIdOf(person, 'mat'),
    startdate: seconds(startMs),
    enddate: seconds(endMs),
    date,
    created: seconds(endMs) + 300,
    modified: seconds(changedAtMs) + 300,
    completed: true,
    data: picked(form, usualFields, {
      total_timeinbed: inBed,
      total_sleep_time: asleep,
      asleepduration: asleep,
      lightsleepduration: minutesOf.light * 60,
      deepsleepduration: minutesOf.deep * 60,
      remsleepduration: minutesOf.rem * 60,
      wakeupduration: minutesOf.awake * 60,
      wakeupcount: stages.slice(1, -1).filter(({ stage }) => stage === 'awake').length,
      sleep_efficiency: round(asleep / inBed, 2),
      sleep_latency: before,
      wakeup_latency: after,
      durationtosleep: before,
      durationtowakeup: after,
      waso: minutesOf.awake * 60 - before - after,
      nb_rem_episodes: stages.filter(({ stage }) => stage === 'rem').length,
      out_of_bed_count: 0,
      hr_average: Math.round(meanOf(rates, (rate) => rate)),
      hr_min: Math.min(...rates),
      hr_max: Math.max(...rates),
      rr_average: Math.round(meanOf(breaths, (rate) => rate)),
      rr_min: Math.min(...breaths),
      rr_max: Math.max(...breaths),
      breathing_disturbances_intensity: 4,
      snoring,
      snoringepisodecount: snoring / 60,
      sleep_score: Math.min(100, Math.round(40 + asleep / 540)),
    }),
  }
}

export function sleepDetail(asked: Asked): DoubleAnswer {
  const span = spanOf(asked)
  if (span === null) return badParameter('startdate')
  const { life, person, form } = asked
  const wanted = form.get('data_fields')?.split(',') ?? []
  const device = { model: models.mat.model, model_id: models.mat.model_id, hash_deviceid: deviceIdOf(person, 'mat') }
  const series = datesOf(life, span.from, span.to + 86_400)
    .flatMap(({ nights, body }) => nights.map((night) => ({ night, body })))
    .flatMap(({ night, body }) =>
      night.stages.flatMap(({ stage, startMs, endMs }) => {
        if (stage === 'unmeasured' || seconds(endMs) <= span.from || seconds(startMs) >= span.to) return []
        const felt = (name: string, valueAt: (ms: number) => number) =>
          wanted.includes(name)
            ? { [name]: mapOf(stepsOf(startMs, endMs).map((at) => [seconds(at), Math.round(valueAt(at))] as const)) }
            : {}
        return [
          {
            startdate: seconds(startMs),
            enddate: seconds(endMs),
            state: states[stage],
            ...device,
            ...felt('hr', (at) => night.hrAt(at)),
            ...felt('rr', (at) => night.breathsAt(at)),
            ...felt('snoring', (at) => (Math.round(at / stepMs) % 7 === 0 ? 60 : 0)),
            ...felt('rmssd', (at) => body.rmssd * night.hrvFactorAt(at)),
            ...felt('sdnn_1', (at) => body.sdnn * night.hrvFactorAt(at)),
          },
        ]
      }),
    )
  return ok({ series, model: sleepMonitor })
}
