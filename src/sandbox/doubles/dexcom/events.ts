import { mealsOn } from '../../../generate/life/meals.ts'
import { clockTime, type LocalDay } from '../../../generate/local-day.ts'
import { randomStream } from '../../../generate/random.ts'
import type { LivedSession } from '../../life/life.ts'
import { daysOf, isWithin, type Listed, recordId, type Span, timesAt, transmitterOf, type Wearer } from './wearer.ts'

interface Entry {
  key: string
  atMs: number
  eventType: 'carbs' | 'insulin' | 'exercise' | 'health' | 'notes'
  eventSubType: string | null
  /** Dexcom writes all of them as texts. */
  value: string | null
  unit: 'grams' | 'units' | 'minutes' | 'unknown'
  revision?: number
}

/** Carbohydrates for each unit of insulin, grams. */
const gramsPerUnit = 10

/** `/events`: what wearers enter of their meals, insulin, exercise and health. */
export const eventsOf = (wearer: Wearer, span: Span): Listed[] =>
  daysOf(wearer, span)
    .flatMap(({ date }) => entriesOn(wearer, date))
    .filter(({ atMs }) => isWithin(atMs, span))
    .map(({ key, atMs, revision = 0, ...entry }) => ({
      atMs,
      record: {
        recordId: recordId(wearer, key),
        ...timesAt(wearer, atMs),
        ...entry,
        eventStatus: wearer.deleted.has(key) ? 'deleted' : revision > 0 ? 'updated' : 'created',
        displayDevice: wearer.device.displayDevice,
        transmitterGeneration: wearer.device.generation,
        transmitterId: transmitterOf(wearer, 0),
      },
    }))

function entriesOn(wearer: Wearer, date: string): Entry[] {
  const { life } = wearer
  const lived = life.day(date)
  if (lived === null) return []
  const { day, sessions } = lived
  const meals = mealsOn(life.person, day).flatMap(({ kind, epochMs, carbsGrams }): Entry[] => {
    const units = Math.round((2 * carbsGrams) / gramsPerUnit) / 2
    const [key, atMs] = [`${kind} ${date}`, epochMs]
    return [
      {
        key: `carbs ${key}`,
        atMs,
        eventType: 'carbs',
        eventSubType: null,
        value: `${Math.round(carbsGrams)}`,
        unit: 'grams',
      },
      {
        key: `insulin ${key}`,
        atMs,
        eventType: 'insulin',
        eventSubType: 'fastActing',
        value: `${units}`,
        unit: 'units',
      },
    ]
  })
  const basal: Entry = {
    key: `insulin basal ${date}`,
    atMs: clockTime(day, 22 * 60),
    eventType: 'insulin',
    eventSubType: 'longActing',
    value: `${Math.round(life.person.weightKg / 5)}`,
    unit: 'units',
  }
  return [...meals, basal, ...sessions.map(exerciseOf), ...notedOn(wearer, day)]
}

/** A session: looked at again, it was a minute longer each time. */
const exerciseOf = ({ key, startMs, durationSeconds, revision, sport }: LivedSession): Entry => ({
  key,
  atMs: startMs,
  eventType: 'exercise',
  eventSubType: sport.effort[0] > 0.65 ? 'heavy' : sport.effort[0] > 0.5 ? 'medium' : 'light',
  value: `${Math.round(durationSeconds / 60) + revision}`,
  unit: 'minutes',
  revision,
})

/** Now and then something of their health, and a word. */
function notedOn({ life }: Wearer, day: LocalDay): Entry[] {
  const { date } = day
  const random = randomStream(life.person.seed, 'Dexcom notes', date)
  if (!random.chance(0.3)) return []
  const atMs = clockTime(day, random.integer(9 * 60, 21 * 60))
  const eventSubType = random.pick(['illness', 'stress', 'highSymptoms', 'lowSymptoms', 'cycle', 'alcohol'])
  const health: Entry = { key: `health ${date}`, atMs, eventType: 'health', eventSubType, value: null, unit: 'unknown' }
  if (!random.chance(0.5)) return [health]
  const note = { key: `notes ${date}`, atMs, eventType: 'notes', eventSubType: null, value: 'New site' } as const
  return [health, { ...note, unit: 'unknown' }]
}
