import type { HormoneSample } from '../../schema/records.ts'
import { cycleAround } from '../life/cycle.ts'
import { nightBefore } from '../life/day-plan.ts'
import { type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { ease, round } from '../numbers.ts'
import { randomStream } from '../random.ts'
import type { Scene } from '../scene.ts'

const bell = (distance: number, width: number): number => Math.exp(-((distance / width) ** 2))

/**
 * One test of the morning urine. Estrogen climbs to the day before ovulation, luteinising hormone surges then, FSH
 * with it, and the progesterone metabolite rises after.
 */
export function hormone(scene: Scene, day: LocalDay): HormoneSample {
  const { person } = scene
  const random = randomStream(person.seed, 'hormone', day.date)
  const cycle = cycleAround(person, day.number)
  // Days after ovulation; the surge comes the day before.
  const after = day.number - cycle.ovulationDay
  const waver = (): number => random.between(0.85, 1.15)
  const luteal = ease(after, 0, 6) * (1 - ease(after, 9, 14))
  return {
    timestamp: stamp(person.zone, nightBefore(person, day).endMs + random.integer(6, 30) * minuteMs),
    lh_mIU_per_ml: round((3.5 + 32 * bell(after + 1, 1.1)) * waver(), 2),
    fsh_mIU_per_ml: round((4.5 + 7 * bell(after + 1, 1.4) + 2 * bell(after + cycle.lengthDays / 2, 3)) * waver(), 2),
    e3g_ng_per_ml: round((45 + 190 * bell(after + 1.5, 2.6) + 70 * bell(after - 7, 3.5)) * waver(), 1),
    pdg_ug_per_ml: round((1.2 + 13 * luteal) * waver(), 2),
  }
}
