const hourMs = 3_600_000
const dayMs = 24 * hourMs
const offset = '+01:00'

interface Spanned {
  startMs: number
  endMs: number
  record: object
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString()
const uuid = (kind: number, day: number): string => `0b6f3c52-9e0d-4a7e-8f3${kind}-${`${day}`.padStart(12, '0')}`
const cycleId = (day: number): number => 900_000_000 + day

/**
 * What a person of the double recorded, made from the number of the day: each day wakes at 07:00 of a clock one hour ahead
 * of Greenwich, every fifth has a nap and every second a workout. Gives a list in a window (overlap counts, the end does
 * not), newest first; what lies in the future is not there, and what has not ended yet has no end or no score.
 */
export function listsOf(userId: number, nowMs: number) {
  const common = (atMs: number) => ({ user_id: userId, created_at: iso(atMs), updated_at: iso(Math.min(atMs, nowMs)) })
  const made: Record<string, (day: number) => Spanned[]> = {
    '/v2/cycle': (day) => [cycleOf(day, common, nowMs)],
    '/v2/recovery': (day) => [recoveryOf(day, common)],
    '/v2/activity/sleep': (day) =>
      day % 5 === 0 ? [nightOf(day, common), napOf(day, common)] : [nightOf(day, common)],
    '/v2/activity/workout': (day) => (day % 2 === 0 ? [workoutOf(day, common)] : []),
  }
  return (list: string, startMs: number, endMs: number): object[] => {
    const first = Math.floor(startMs / dayMs) - 2
    const days = Array.from({ length: Math.floor(endMs / dayMs) - first + 3 }, (_, index) => first + index)
    return days
      .flatMap((day) => made[list]?.(day) ?? [])
      .filter((one) => one.startMs < endMs && one.endMs >= startMs)
      .filter((one) => one.startMs < nowMs && (list === '/v2/cycle' || one.endMs <= nowMs))
      .sort((a, b) => b.startMs - a.startMs)
      .map(({ record }) => record)
  }
}

type Common = (atMs: number) => object

const wakingMs = (day: number): number => day * dayMs + 6 * hourMs
const fallsAsleepMs = (day: number): number => wakingMs(day) - 8 * hourMs

function cycleOf(day: number, common: Common, nowMs: number): Spanned {
  const startMs = fallsAsleepMs(day)
  const endMs = fallsAsleepMs(day + 1)
  const score = {
    strain: 6 + (day % 7),
    kilojoule: 8368 + 100 * (day % 9),
    average_heart_rate: 64 + (day % 5),
    max_heart_rate: 150 + (day % 20),
  }
  const record = {
    id: cycleId(day),
    ...common(endMs),
    start: iso(startMs),
    ...(endMs <= nowMs ? { end: iso(endMs) } : {}),
    timezone_offset: offset,
    score_state: 'SCORED',
    score,
  }
  return { startMs, endMs, record }
}

function nightOf(day: number, common: Common): Spanned {
  const startMs = fallsAsleepMs(day)
  const endMs = wakingMs(day)
  const stages = {
    total_in_bed_time_milli: endMs - startMs,
    total_awake_time_milli: 1_800_000,
    total_no_data_time_milli: 0,
    total_light_sleep_time_milli: 14_400_000 - 60_000 * (day % 10),
    total_slow_wave_sleep_time_milli: 5_400_000 + 60_000 * (day % 10),
    total_rem_sleep_time_milli: 7_200_000,
    sleep_cycle_count: 5,
    disturbance_count: day % 12,
  }
  const score = {
    stage_summary: stages,
    respiratory_rate: 14.5,
    sleep_performance_percentage: 80 + (day % 20),
    sleep_consistency_percentage: 75,
    sleep_efficiency_percentage: 93.75,
  }
  return { startMs, endMs, record: sleepOf(uuid(1, day), day, common, { startMs, endMs, nap: false, score }) }
}

function napOf(day: number, common: Common): Spanned {
  const startMs = wakingMs(day) + 7 * hourMs
  const endMs = startMs + hourMs / 2
  return { startMs, endMs, record: sleepOf(uuid(2, day), day, common, { startMs, endMs, nap: true, score: null }) }
}

function sleepOf(
  id: string,
  day: number,
  common: Common,
  { startMs, endMs, nap, score }: { startMs: number; endMs: number; nap: boolean; score: object | null },
): object {
  return {
    id,
    cycle_id: cycleId(day),
    ...common(endMs + hourMs / 4),
    start: iso(startMs),
    end: iso(endMs),
    timezone_offset: offset,
    nap,
    ...(score === null ? { score_state: 'PENDING_SCORE' } : { score_state: 'SCORED', score }),
  }
}

function recoveryOf(day: number, common: Common): Spanned {
  const score = {
    user_calibrating: false,
    recovery_score: 50 + (day % 50),
    resting_heart_rate: 50 + (day % 6),
    hrv_rmssd_milli: 55.5,
    spo2_percentage: 96.5,
    skin_temp_celsius: 33.9,
  }
  const times = { startMs: fallsAsleepMs(day), endMs: wakingMs(day) }
  const keys = { cycle_id: cycleId(day), sleep_id: uuid(1, day) }
  return { ...times, record: { ...keys, ...common(times.endMs), score_state: 'SCORED', score } }
}

function workoutOf(day: number, common: Common): Spanned {
  const startMs = wakingMs(day) + 10 * hourMs
  const endMs = startMs + 45 * 60_000
  const zones = {
    zone_zero_milli: 60_000,
    zone_one_milli: 300_000,
    zone_two_milli: 900_000,
    zone_three_milli: 900_000,
    zone_four_milli: 480_000,
    zone_five_milli: 60_000,
  }
  const score = {
    strain: 9.5,
    average_heart_rate: 140,
    max_heart_rate: 171,
    kilojoule: 1673.6,
    percent_recorded: 100,
    distance_meter: 7100.5,
    altitude_gain_meter: 51.5,
    altitude_change_meter: 0.5,
    zone_durations: zones,
  }
  const record = {
    id: uuid(3, day),
    ...common(endMs),
    start: iso(startMs),
    end: iso(endMs),
    timezone_offset: offset,
    sport_name: day % 4 === 0 ? 'running' : 'hiking-rucking',
    score_state: 'SCORED',
    score,
  }
  return { startMs, endMs, record }
}
