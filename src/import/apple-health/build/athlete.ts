import { readDate } from '../../../normalise/instant-text.ts'
import type { Athlete } from '../../../schema/records.ts'
import type { Person } from '../collect/collect.ts'

const sexes: ReadonlyMap<string, string> = new Map([
  ['HKBiologicalSexFemale', 'female'],
  ['HKBiologicalSexMale', 'male'],
  ['HKBiologicalSexOther', 'other'],
])

/**
 * The person as the head of the export tells it; null when it tells nothing. No age: it would be that of the day of
 * export, and change the record with every one.
 */
export function buildAthlete(person: Person): Athlete | null {
  const birth = person.dateOfBirth
  const date_of_birth =
    birth !== null && /^\d{4}-\d\d-\d\d$/.test(birth) && !Number.isNaN(readDate(birth)) ? birth : null
  const sex = sexes.get(person.biologicalSex ?? '') ?? null
  return date_of_birth === null && sex === null ? null : { date_of_birth, sex }
}
