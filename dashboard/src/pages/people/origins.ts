import type { Told } from '../../api/person.ts'

/** A part of a record that is put together of several, and whose it is. */
export interface Origin {
  /** As people say it: "heart rate", "steps". */
  name: string
  /** The accounts that it came from; several where it is a sum of what each told, of the time when the others told nothing. */
  userIds: readonly string[]
}

/** Says nothing of what was measured. */
const besides = ['metadata', 'device_data']

/** What a record has of its own, in words: `heart rate`, `temperature`. */
export const sectionsOf = (record: object): string[] =>
  Object.entries(record).flatMap(([name, section]) =>
    besides.includes(name) || !saysSomething(section) ? [] : [wordOf(name)],
  )

/**
 * From which account each section of a day came, found by looking for it in what each told (the one that counts first goes first). A
 * section that is nobody's as it is was put together: then each of its figures is looked for, and one that is nobody's is of all that
 * have some.
 */
export function originsOf(merged: object, told: readonly Told[]): Origin[] {
  return Object.entries(merged)
    .filter(([name, section]) => !besides.includes(name) && saysSomething(section))
    .flatMap(([name, section]) => {
      const whole = ownerOf(section, name, told)
      if (whole !== null) return [{ name: wordOf(name), userIds: [whole] }]
      if (typeof section !== 'object' || section === null) return []
      const sections = told.flatMap(({ userId, record }) => {
        const own: unknown = Reflect.get(record, name)
        return typeof own === 'object' && own !== null ? [{ userId, record: own }] : []
      })
      return Object.entries(section)
        .filter(([, figure]) => typeof figure === 'number')
        .map(([figure, value]) => {
          const owner = ownerOf(value, figure, sections)
          return { name: wordOf(figure), userIds: owner === null ? thoseWith(figure, sections) : [owner] }
        })
    })
}

const ownerOf = (value: unknown, name: string, told: readonly Told[]): string | null => {
  const text = plainText(value)
  return told.find(({ record }) => plainText(Reflect.get(record, name)) === text)?.userId ?? null
}

const thoseWith = (name: string, told: readonly Told[]): string[] =>
  told.filter(({ record }) => saysSomething(Reflect.get(record, name))).map(({ userId }) => userId)

/** `heart_rate_data` → `heart rate`, `distance_meters` → `distance`. */
const wordOf = (name: string): string => name.replace(/_(data|meters|kg|durations_data)$/, '').replaceAll('_', ' ')

/** A value as text, whatever the order of its fields. */
const plainText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? ''

function saysSomething(value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'object') return Object.values(value).some(saysSomething)
  return true
}
