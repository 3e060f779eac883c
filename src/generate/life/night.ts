import { minuteMs } from '../local-day.ts'
import { clamp, ease, sumOf } from '../numbers.ts'
import { type Random, randomStream, smoothNoise } from '../random.ts'
import type { Condition } from './condition.ts'
import type { Span } from './day-plan.ts'
import type { Person } from './person.ts'

export type Stage = 'awake' | 'light' | 'deep' | 'rem' | 'unmeasured'

export interface StageSpan extends Span {
  stage: Stage
}

/** A night or nap: stages without gaps from going to bed to getting up, and what the body does meanwhile. */
export interface Night extends Span {
  stages: StageSpan[]
  minutesOf: Record<Stage, number>
  hrAt(epochMs: number): number
  /** Milliseconds, of the provider's kind; both kinds move alike. */
  hrvFactorAt(epochMs: number): number
  breathsAt(epochMs: number): number
  saturationAt(epochMs: number): number
}

/** Minutes of deep sleep and REM in each 90-minute cycle: deep sleep comes early, REM late. */
const cycleShape = [
  { deep: 40, rem: 5 },
  { deep: 27, rem: 16 },
  { deep: 13, rem: 24 },
  { deep: 5, rem: 30 },
  { deep: 0, rem: 34 },
  { deep: 0, rem: 36 },
] as const

const lastShape = { deep: 0, rem: 36 } as const

type Piece = [stage: Stage, minutes: number]

/** Sleep cycles filling exactly so many minutes. */
function cyclesOf(random: Random, minutes: number): Piece[] {
  const pieces: Piece[] = []
  let left = minutes
  for (let index = 0; left > 0; index++) {
    const wanted = random.integer(80, 104)
    const length = left - wanted < 45 ? left : wanted
    const shape = cycleShape[index] ?? lastShape
    const size = clamp(length / 92, 0, 1.3)
    const deep = Math.round(shape.deep * size * random.between(0.8, 1.2))
    const rem = Math.round(shape.rem * size * random.between(0.8, 1.2))
    const wake = index > 0 && length > 40 && random.chance(0.55) ? random.integer(1, 7) : 0
    const light = Math.max(2, length - deep - rem - wake)
    const before = Math.round(light * random.between(0.3, 0.6))
    pieces.push(['awake', wake], ['light', before], ['deep', deep], ['light', light - before], ['rem', rem])
    left -= length
  }
  return pieces
}

function shortSleep(random: Random, minutes: number): Piece[] {
  const deep = minutes > 35 ? Math.round(minutes * random.between(0.12, 0.3)) : 0
  const before = Math.round((minutes - deep) * 0.6)
  return [
    ['light', before],
    ['deep', deep],
    ['light', minutes - deep - before],
  ]
}

/** Rarely the sensor loses contact for a while in the middle of light sleep. */
function withGap(random: Random, pieces: Piece[]): Piece[] {
  if (!random.chance(0.1)) return pieces
  const at = pieces.findIndex(([stage, minutes], index) => index > 3 && stage === 'light' && minutes >= 20)
  const piece = pieces[at]
  if (piece === undefined) return pieces
  const gap = random.integer(4, 12)
  const before = Math.floor((piece[1] - gap) / 2)
  const parts: Piece[] = [
    ['light', before],
    ['unmeasured', gap],
    ['light', piece[1] - gap - before],
  ]
  return pieces.toSpliced(at, 1, ...parts)
}

/** Pieces laid end to end over the span; the last takes what rounding left over. */
function lay(span: Span, pieces: readonly Piece[]): StageSpan[] {
  const stages: StageSpan[] = []
  let at = span.startMs
  for (const [stage, minutes] of pieces) {
    const endMs = Math.min(span.endMs, at + minutes * minuteMs)
    if (endMs <= at) continue
    const last = stages.at(-1)
    if (last?.stage === stage) last.endMs = endMs
    else stages.push({ stage, startMs: at, endMs })
    at = endMs
  }
  const last = stages.at(-1)
  if (last !== undefined) last.endMs = span.endMs
  return stages
}

const stageBpm: Record<Stage, number> = { awake: 9, light: 0, deep: -2, rem: 4, unmeasured: 0 }
const stageHrv: Record<Stage, number> = { awake: 0.75, light: 1, deep: 1.08, rem: 0.92, unmeasured: 1 }

/** How a person sleeps through a span. `nap` makes it short: no REM and little deep sleep. */
export function sleepThrough(person: Person, condition: Condition, span: Span, nap: boolean): Night {
  const random = randomStream(person.seed, 'stages', span.startMs)
  const minutes = (span.endMs - span.startMs) / minuteMs
  const latency = nap ? random.integer(3, 7) : random.integer(4, 22)
  const lingering = nap ? random.integer(1, 3) : random.integer(2, 11)
  const asleep = minutes - latency - lingering
  const sleeping = nap ? shortSleep(random, asleep) : withGap(random, cyclesOf(random, asleep))
  const stages = lay(span, [['awake', latency], ...sleeping, ['awake', lingering]])
  const waver = smoothNoise(person.seed, 'night-heart')
  const slow = smoothNoise(person.seed, 'night-slow')
  const breathing = 13.2 + 2.4 * smoothNoise(person.seed, 'breathing')(0.5) + 1.2 * condition.load

  const stageAt = (epochMs: number): Stage => stages.find(({ endMs }) => epochMs < endMs)?.stage ?? 'awake'
  const share = (epochMs: number): number => (epochMs - span.startMs) / (span.endMs - span.startMs)
  const lift = (epochMs: number): number =>
    7 * (1 - ease(share(epochMs), 0, 0.6)) + 2.5 * ease(share(epochMs), 0.85, 1) - 1

  return {
    ...span,
    stages,
    minutesOf: minutesByStage(stages),
    hrAt: (ms) => condition.restingHr + lift(ms) + stageBpm[stageAt(ms)] + 1.8 * waver(ms / 240_000),
    hrvFactorAt: (ms) =>
      Math.max(0.4, stageHrv[stageAt(ms)] * (0.9 + 0.2 * ease(share(ms), 0, 0.7)) + 0.16 * waver(ms / 420_000)),
    breathsAt: (ms) => breathing + (stageAt(ms) === 'rem' ? 1 : 0) + 0.7 * slow(ms / 540_000),
    saturationAt: (ms) => clamp(96.6 + 1.1 * slow(ms / 700_000 + 0.3) - (stageAt(ms) === 'rem' ? 0.4 : 0), 91, 100),
  }
}

function minutesByStage(stages: readonly StageSpan[]): Record<Stage, number> {
  const of = (stage: Stage): number =>
    sumOf(stages, (span) => (span.stage === stage ? (span.endMs - span.startMs) / minuteMs : 0))
  return { awake: of('awake'), light: of('light'), deep: of('deep'), rem: of('rem'), unmeasured: of('unmeasured') }
}
