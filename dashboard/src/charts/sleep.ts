import type { Sleep } from '../../../src/schema/records.ts'
import { type Clock, clockOf, clockText, readInstant } from './clock.ts'
import { type ChartTable, tableOf } from './table.ts'
import { countText, durationText, timesText } from './units.ts'

/** The four lanes of a hypnogram, from top to bottom. */
export const lanes = ['Awake', 'REM', 'Light', 'Deep'] as const
export type Lane = (typeof lanes)[number]

/** One stretch in one lane, milliseconds UTC. */
export interface Stage {
  lane: Lane
  from: number
  to: number
}

export interface SleepModel {
  clock: Clock
  span: [number, number]
  stages: Stage[]
  isNap: boolean
  finding: string
  /** Time in each lane, seconds; null where the record does not know. */
  totals: { lane: Lane; seconds: number | null }[]
  table: ChartTable
}

// Numbers of `SleepLevel`: 1 awake, 2 asleep in an unknown stage, 3 out of bed, 4 light, 5 deep, 6 REM.
const laneOf: Readonly<Record<number, Lane>> = { 1: 'Awake', 2: 'Light', 3: 'Awake', 4: 'Light', 5: 'Deep', 6: 'REM' }

/** Stages of a sleep: each sample lasts until the next, the last until the sleep ends. Unknown levels stay gaps. */
export function stagesOf(sleep: Sleep): Stage[] {
  const end = readInstant(sleep.metadata.end_time)?.ms ?? 0
  const samples = (sleep.sleep_durations_data?.hypnogram_samples ?? [])
    .flatMap(({ timestamp, level }) => {
      const instant = readInstant(timestamp)
      return instant ? [{ ms: instant.ms, lane: laneOf[level ?? 0] }] : []
    })
    .sort((a, b) => a.ms - b.ms)
  const stages: Stage[] = []
  samples.forEach(({ ms, lane }, at) => {
    const to = samples[at + 1]?.ms ?? end
    if (!lane || to <= ms) return
    const last = stages.at(-1)
    if (last && last.lane === lane && last.to === ms) last.to = to
    else stages.push({ lane, from: ms, to })
  })
  return stages
}

/** A cycle ends with a stretch of REM; stretches less than 20 minutes apart belong to one. */
export function cyclesOf(stages: readonly Stage[]): number {
  let [cycles, lastRem] = [0, -Infinity]
  for (const { lane, from, to } of stages) {
    if (lane !== 'REM') continue
    if (from - lastRem > 20 * 60_000) cycles++
    lastRem = to
  }
  return cycles
}

/** Awakenings between the first and the last sleep. */
export function awakeningsOf(stages: readonly Stage[]): number {
  const first = stages.findIndex((stage) => stage.lane !== 'Awake')
  const last = stages.findLastIndex((stage) => stage.lane !== 'Awake')
  return stages.filter((stage, at) => stage.lane === 'Awake' && at > first && at < last).length
}

const laneSeconds = (stages: readonly Stage[], lane: Lane): number =>
  stages.reduce((sum, stage) => (stage.lane === lane ? sum + (stage.to - stage.from) / 1000 : sum), 0)

/** All that the sleep chart shows. Totals are those of the record; where it has none they are counted from the stages. */
export function sleepModel(sleep: Sleep): SleepModel {
  const stages = stagesOf(sleep)
  const { start_time: start, end_time: end, is_nap: isNap } = sleep.metadata
  const clock = clockOf([
    start,
    end,
    ...(sleep.sleep_durations_data?.hypnogram_samples ?? []).map((sample) => sample.timestamp),
  ])
  const { asleep, awake } = sleep.sleep_durations_data ?? {}
  const counted = (lane: Lane) => (stages.length > 0 ? laneSeconds(stages, lane) : null)
  const seconds: Record<Lane, number | null> = {
    Awake: awake?.duration_awake_state_seconds ?? counted('Awake'),
    REM: asleep?.duration_REM_sleep_state_seconds ?? counted('REM'),
    Light: asleep?.duration_light_sleep_state_seconds ?? counted('Light'),
    Deep: asleep?.duration_deep_sleep_state_seconds ?? counted('Deep'),
  }
  const span: [number, number] = [readInstant(start)?.ms ?? 0, readInstant(end)?.ms ?? 0]
  const parts = [seconds.REM, seconds.Light, seconds.Deep]
  const total =
    asleep?.duration_asleep_state_seconds ??
    (parts.some((part) => part !== null) ? parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) : null)
  return {
    clock,
    span,
    stages,
    isNap: isNap === true,
    finding: findingOf(total, stages, awake?.num_wakeup_events ?? null, isNap === true, span),
    totals: lanes.map((lane) => ({ lane, seconds: seconds[lane] })),
    table: tableOf(
      ['From', 'To', 'Stage', 'Length'],
      stages.map(({ lane, from, to }) => [
        clockText(from, clock),
        clockText(to, clock),
        lane,
        durationText((to - from) / 1000),
      ]),
      ['To', 'Stage'],
    ),
  }
}

function findingOf(
  total: number | null,
  stages: readonly Stage[],
  wakings: number | null,
  isNap: boolean,
  [from, to]: [number, number],
): string {
  const length = total === null ? `${durationText((to - from) / 1000)} in bed` : `${durationText(total)} asleep`
  const cycles = cyclesOf(stages)
  const awake = wakings ?? (stages.length > 0 ? awakeningsOf(stages) : null)
  return [
    isNap ? `Nap, ${length}` : length,
    ...(cycles > 0 ? [countText(cycles, 'cycle')] : []),
    ...(awake === null ? [] : [awake === 0 ? 'never awake' : `awake ${timesText(awake)}`]),
    ...(stages.length === 0 ? ['no stages recorded'] : []),
  ].join(', ')
}

/** Place and colour of a lane. */
export const laneColor = (lane: Lane): string => `sleep-${lane.toLowerCase()}`
