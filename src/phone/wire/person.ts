import { z } from 'zod'
import { readDate } from '../../normalise/instant-text.ts'
import { type Clock, momentOf, zoneToKeep } from './moments.ts'
import type { ListReader, Told } from './platform.ts'
import { wrongIn } from './shape.ts'

/** The person whose phone it is, as the record of an athlete says it. */
export interface PersonItem extends Told {
  kind: 'characteristics'
  dateOfBirth: string | null
  sex: 'female' | 'male' | 'other' | null
}

const shape = z.object({
  date_of_birth: z.string().nullish(),
  biological_sex: z.union([z.string(), z.number()]).nullish(),
})

/** HealthKit's numbers; 0 is not set. */
const sexes = [null, 'female', 'male', 'other'] as const

/** What the characteristics are counted as. */
export const characteristicsType = 'characteristics'

/** Reads `characteristics`: they count as of the day of sending. */
export const readCharacteristics: ListReader<PersonItem> = (raw, { phone, sentAtMs }) => {
  const read = shape.safeParse(raw)
  if (!read.success) return wrongIn(read.error)
  const { date_of_birth, biological_sex } = read.data
  const birth = date_of_birth?.slice(0, 10) ?? ''
  const word = `${biological_sex ?? ''}`.replace(/^HKBiologicalSex/, '').toLowerCase()
  const clock: Clock = { own: null, phone }
  const start = momentOf(sentAtMs, clock) ?? { atMs: sentAtMs, offsetMinutes: 0 }
  return {
    kind: 'characteristics',
    id: 'characteristics',
    type: characteristicsType,
    start,
    end: start,
    zone: zoneToKeep(start, clock),
    changedAtMs: sentAtMs,
    dateOfBirth: birth.length !== 10 || Number.isNaN(readDate(birth)) ? null : birth,
    sex: sexes.find((sex, number) => sex !== null && (sex === word || `${number}` === word)) ?? null,
  }
}
