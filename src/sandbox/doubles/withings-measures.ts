import { placeOfNumber } from '../life/keys.ts'
import type { Life, LivedDay, Weighing } from '../life/life.ts'
import type { DoubleAnswer } from './double.ts'
import {
  type Asked,
  badParameter,
  deviceIdOf,
  failed,
  models,
  ok,
  paged,
  seconds,
  type Thing,
} from './withings-answers.ts'

/** The scale knows more after some seconds. */
const laterSeconds = 12
/** After the first Monday's weigh-in of a month the cuff is put on, which takes an ECG too. */
const cuffSeconds = 600
const signalHertz = 500
const signalSeconds = 20

type Measure = [type: number, value: number, unit: number]

/** A weight in grams, a ratio in thousandths: Withings writes whole numbers beside a power of ten. */
const thousandths = (value: number): number => Math.round(value * 1000)

export function measures(asked: Asked): DoubleAnswer {
  const { form, life } = asked
  const isWanted = wantedBy(form)
  if (isWanted === null) return badParameter('startdate')
  const types = (form.get('meastypes') ?? form.get('meastype') ?? '').split(',').filter((type) => type !== '')
  const groups = form.get('category') === '2' ? [] : weighedDays(asked).flatMap((day) => groupsOf(asked, day))
  const found = groups
    .filter(({ date, modified }) => isWanted(date, modified))
    .map((group) => ({
      ...group,
      measures: group.measures.filter(({ type }) => types.length === 0 || types.includes(`${type}`)),
    }))
    .filter((group) => group.measures.length > 0)
    // The newest first.
    .reverse()
  return paged(asked, 'measuregrps', found, { updatetime: seconds(life.nowMs), timezone: life.zone }, true)
}

/** Whether something of a second, changed at another, is asked for; null where it is not said what is. */
function wantedBy(form: URLSearchParams): ((second: number, modified: number) => boolean) | null {
  const [from, to, since] = [form.get('startdate'), form.get('enddate'), form.get('lastupdate')]
  if (since !== null) return (_, modified) => modified >= Number(since)
  if (from === null && to === null) return () => true
  if (!/^\d+$/.test(from ?? '0') || !/^\d+$/.test(to ?? '0')) return null
  return (second) => second >= Number(from ?? 0) && second <= Number(to ?? Number.MAX_SAFE_INTEGER)
}

interface Weighed {
  lived: LivedDay
  weighing: Weighing
}

/** Days with a weigh-in: those that were asked for, two years at most. */
function weighedDays({ form, life }: Asked): Weighed[] {
  const oldest = life.nowMs - 730 * 86_400_000
  const asked = Number(form.get('startdate') ?? form.get('lastupdate') ?? 0) * 1000
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return life.days(dateOf(Math.max(oldest, asked) - 86_400_000), life.today).flatMap((lived) => {
    const { weighing } = lived
    return weighing === null ? [] : [{ lived, weighing }]
  })
}

function groupsOf(asked: Asked, { lived, weighing }: Weighed) {
  const { body } = lived
  const { weightKg, bodyfatPercentage, number, atMs, changedAtMs } = weighing
  const fatKg = (weightKg * bodyfatPercentage) / 100
  const leanKg = weightKg - fatKg
  const group = (index: number, thing: Thing, second: number, list: readonly Measure[]) => ({
    grpid: number * 10 + index,
    attrib: 0,
    date: second,
    created: second + 21,
    modified: Math.max(second, seconds(changedAtMs)) + 21,
    category: 1,
    deviceid: deviceIdOf(asked.person, thing),
    hash_deviceid: deviceIdOf(asked.person, thing),
    measures: list.map(([type, value, unit]) => ({ value, type, unit, algo: 0, fm: 3 })),
    modelid: models[thing].model_id,
    model: models[thing].model,
    comment: null,
  })
  const at = seconds(atMs)
  const { systolic, diastolic } = asked.life.person.bloodPressure
  return [
    group(0, 'scale', at, [
      [1, thousandths(weightKg), -3],
      [6, thousandths(bodyfatPercentage), -3],
      [8, thousandths(fatKg), -3],
      [5, thousandths(leanKg), -3],
    ]),
    group(1, 'scale', at + laterSeconds, [
      [76, thousandths(leanKg * 0.95), -3],
      [77, thousandths(leanKg * 0.73), -3],
      [88, thousandths(leanKg * 0.05), -3],
      [226, Math.round(body.bmr), 0],
    ]),
    ...(hasCuff(lived) && at + cuffSeconds <= seconds(asked.life.nowMs)
      ? [
          group(2, 'cuff', at + cuffSeconds, [
            [9, Math.round(diastolic), 0],
            [10, Math.round(systolic), 0],
            [11, Math.round(body.restingHr + 8), 0],
          ]),
        ]
      : []),
  ]
}

export const hasCuff = ({ day }: Pick<LivedDay, 'day'>): boolean => day.weekday === 0 && Number(day.date.slice(8)) <= 7

export function ecgs(asked: Asked): DoubleAnswer {
  const { form, life, person } = asked
  const isWanted = wantedBy(form)
  if (isWanted === null) return badParameter('startdate')
  const { systolic, diastolic } = life.person.bloodPressure
  const found = weighedDays(asked)
    .filter(({ lived }) => hasCuff(lived))
    .map(({ lived: { body }, weighing }) => ({
      deviceid: deviceIdOf(person, 'cuff'),
      model: models.cuff.model_id,
      ecg: { signalid: weighing.number, afib: 0 },
      bloodpressure: { diastole: Math.round(diastolic), systole: Math.round(systolic) },
      heart_rate: Math.round(body.restingHr + 8),
      timestamp: seconds(weighing.atMs) + cuffSeconds,
      modified: seconds(weighing.atMs) + cuffSeconds + 30,
    }))
    .filter(({ timestamp, modified }) => isWanted(timestamp, modified) && timestamp <= seconds(life.nowMs))
  return paged(asked, 'series', found)
}

export function ecgSignal({ form, life, person }: Asked): DoubleAnswer {
  const body = bodyOfSignal(life, person, Number(form.get('signalid')))
  if (body === null) return failed(503, 'Invalid Params: signalid')
  const heart_rate = Math.round(body.restingHr + 8)
  const beat = (60 * signalHertz) / heart_rate
  // A flat line with a spike at each beat, microvolts.
  const signal = Array.from({ length: signalHertz * signalSeconds }, (_, at) => {
    const phase = at % beat
    return phase < 10 ? Math.round(900 - 180 * Math.abs(phase - 5)) : Math.round(12 * Math.sin(at / 40))
  })
  return ok({ signal, sampling_frequency: signalHertz, wearposition: 3, model: models.cuff.model_id, heart_rate })
}

function bodyOfSignal(life: Life, person: string, signalid: number) {
  const place = placeOfNumber(person, signalid)
  if (place?.kind !== 'weighing') return null
  const lived = life.day(new Date(place.dayNumber * 86_400_000).toISOString().slice(0, 10))
  return lived !== null && lived.weighing !== null && hasCuff(lived) ? lived.body : null
}
