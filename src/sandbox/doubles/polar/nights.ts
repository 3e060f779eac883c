import type { Stage } from '../../../generate/life/night.ts'
import { clamp, meanOf, round, sumOf } from '../../../generate/numbers.ts'
import type { Life, LivedDay, LivedNight } from '../../life/life.ts'
import { api, offsetTime, wallMinute } from './form.ts'

const fiveMinutesMs = 300_000
const hourMs = 3_600_000

/** The hypnogram's numbers. */
const phases: Readonly<Record<Stage, number>> = { awake: 0, rem: 1, light: 3, deep: 4, unmeasured: 5 }

/** From falling asleep to waking up: that is a night at Polar, and not the time in bed. */
export function asleepSpan({ stages, startMs, endMs }: LivedNight): { startMs: number; endMs: number } {
  const isAsleep = ({ stage }: { stage: Stage }) => stage !== 'awake'
  return { startMs: stages.find(isAsleep)?.startMs ?? startMs, endMs: stages.findLast(isAsleep)?.endMs ?? endMs }
}

/** The night of a day. Polar shows one of a date, and no naps. */
export const mainNight = ({ nights }: LivedDay): LivedNight | null => nights.find(({ isNap }) => !isNap) ?? null

/** A night, its stages in seconds that are whole minutes; null for a day without. */
export function sleepOf(account: string, life: Life, lived: LivedDay) {
  const night = mainNight(lived)
  if (night === null) return null
  const { startMs, endMs } = asleepSpan(night)
  const stages = night.stages.filter((one) => one.startMs >= startMs && one.endMs <= endMs)
  const seconds = (stage: Stage) => sumOf(stages, (one) => (one.stage === stage ? (one.endMs - one.startMs) / 1000 : 0))
  const interruptions = stages.filter(({ stage }) => stage === 'awake').map((one) => (one.endMs - one.startMs) / 1000)
  const asleep = seconds('light') + seconds('deep') + seconds('rem')
  const continuity = clamp(round(5 - interruptions.length * 0.4, 1), 1, 5)
  const score = Math.round(clamp(40 + asleep / 540, 1, 100))
  return {
    polar_user: `${api}/v3/users/${account}`,
    date: lived.day.date,
    sleep_start_time: offsetTime(life.zone, startMs),
    sleep_end_time: offsetTime(life.zone, endMs),
    device_id: 'D3A1B2C4',
    continuity,
    continuity_class: Math.round(continuity),
    light_sleep: seconds('light'),
    deep_sleep: seconds('deep'),
    rem_sleep: seconds('rem'),
    unrecognized_sleep_stage: seconds('unmeasured'),
    sleep_score: score,
    total_interruption_duration: seconds('awake'),
    sleep_charge: Math.round(clamp(score / 20, 1, 5)),
    sleep_goal: life.person.sleepNeedMinutes * 60,
    sleep_rating: 0,
    short_interruption_duration: sumOf(interruptions, (length) => (length < 90 ? length : 0)),
    long_interruption_duration: sumOf(interruptions, (length) => (length < 90 ? 0 : length)),
    sleep_cycles: stages.filter(({ stage }) => stage === 'rem').length,
    group_duration_score: score,
    group_solidity_score: round(continuity * 20, 1),
    group_regeneration_score: round(clamp(((seconds('deep') + seconds('rem')) / asleep) * 200, 1, 100), 1),
    hypnogram: byMinute(
      life.zone,
      stages.map((one) => [one.startMs, phases[one.stage]]),
    ),
    heart_rate_samples: byMinute(
      life.zone,
      every5(startMs, endMs).map((at) => [at, Math.round(night.hrAt(at))]),
    ),
  }
}

/** The Nightly Recharge: four hours from half an hour after falling asleep. Null for a day without a night of that length. */
export function rechargeOf(account: string, life: Life, lived: LivedDay) {
  const night = mainNight(lived)
  if (night === null) return null
  const span = asleepSpan(night)
  const startMs = span.startMs + hourMs / 2
  const endMs = startMs + 4 * hourMs
  if (endMs > span.endMs) return null
  const times = every5(startMs, endMs)
  const variations = times.map((at): [number, number] => [at, Math.round(lived.body.rmssd * night.hrvFactorAt(at))])
  const breaths = times.map((at): [number, number] => [at, round(night.breathsAt(at), 1)])
  const rate = meanOf(times, (at) => night.hrAt(at))
  const charge = round(clamp((0.5 - lived.body.load) * 20, -10, 10), 1)
  return {
    polar_user: `${api}/v3/users/${account}`,
    date: lived.day.date,
    heart_rate_avg: Math.round(rate),
    beat_to_beat_avg: Math.round(60_000 / rate),
    heart_rate_variability_avg: Math.round(meanOf(variations, ([, value]) => value)),
    breathing_rate_avg: round(
      meanOf(breaths, ([, value]) => value),
      1,
    ),
    nightly_recharge_status: Math.round(clamp(6 - 5 * lived.body.load, 1, 6)),
    ans_charge: charge,
    ans_charge_status: Math.round(clamp(3 + charge / 4, 1, 5)),
    hrv_samples: byMinute(life.zone, variations),
    breathing_samples: byMinute(life.zone, breaths),
  }
}

const every5 = (startMs: number, endMs: number): number[] =>
  Array.from({ length: Math.floor((endMs - startMs) / fiveMinutesMs) }, (_, at) => startMs + at * fiveMinutesMs)

/** Values under the minute of the person's clock; an hour that comes twice leaves the later ones. */
const byMinute = (zone: string, values: readonly (readonly [number, number])[]): Record<string, number> =>
  Object.fromEntries(values.map(([at, value]) => [wallMinute(zone, at), value]))
