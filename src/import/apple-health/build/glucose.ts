import type { Sample } from './days.ts'

/** Makers and apps whose readings come from a sensor under the skin. */
const sensors =
  /dexcom|libre|abbott|freestyle|medtronic|guardian|eversense|senseonics|nightscout|xdrip|loop|stelo|lingo|sibionics|tandem|omnipod/i

/** A reading every half hour, all day: nobody pricks a finger so often. */
const sensorReadingsPerDay = 48

/** Names of the sources that measure glucose continuously, by name or by how much they tell of this day. */
export function continuousSources(readings: readonly Sample[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const found = new Set<string>()
  for (const { source } of readings) {
    counts.set(source.name, (counts.get(source.name) ?? 0) + 1)
    if (sensors.test(`${source.name} ${source.device.name ?? ''} ${source.device.manufacturer ?? ''}`))
      found.add(source.name)
  }
  for (const [name, count] of counts) if (count >= sensorReadingsPerDay) found.add(name)
  return found
}
