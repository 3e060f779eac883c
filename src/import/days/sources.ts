import type { DeviceData } from '../../schema/records.ts'

/** Who measured something: a device, or the app that wrote it down. */
export interface Source {
  /** Sources of one name are one, whatever their devices are. */
  name: string
  /** Order of trust, best first. */
  rank: number
  /** Recorded by a device of its own, not by a phone or by hand. */
  isDevice: boolean
  device: DeviceData
}

/** Stands for a source that the archive does not name. */
export const anonymousSource: Source = {
  name: 'unknown source',
  rank: Number.MAX_SAFE_INTEGER,
  isDevice: false,
  device: {},
}

/** More trusted first; equals by name, so that the order of the tables leaves no trace. */
export const byTrust = (a: Source, b: Source): number =>
  a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Whether a device says anything of itself. */
const saysSomething = (device: DeviceData): boolean => Object.values(device).some((value) => value != null)

/**
 * The device of a record: that of the most trusted source, and of equals the one that gave most. Others stand beside it.
 * Null when none is known.
 */
export function deviceOf(samples: Iterable<{ source: Source }>): DeviceData | null {
  const counts = new Map<Source, number>()
  for (const { source } of samples) counts.set(source, (counts.get(source) ?? 0) + 1)
  const known = [...counts]
    .filter(([{ device }]) => saysSomething(device))
    .sort(([a, countA], [b, countB]) => byTrust(a, b) || countB - countA || compareText(textOf(a), textOf(b)))
    .map(([{ device }]) => device)
  const [main, ...others] = known
  if (main === undefined) return null
  return { ...main, ...(others.length > 0 && { other_devices: others.map(({ other_devices, ...rest }) => rest) }) }
}

const textOf = ({ device }: Source): string => JSON.stringify(device)
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rows number their source in 16 bits; what comes after is nobody's. */
const mostSources = 0xffff

/** Numbers the sources of an archive as they come. */
export function createSourceBook() {
  const numbers = new Map<string, number>()
  const list: Source[] = []
  return {
    /** All of them, by number. */
    list,
    /** The number of the source with this key; a new one is made. */
    numberOf(key: string, make: () => Source): number {
      const known = numbers.get(key)
      if (known !== undefined) return known
      if (list.length >= mostSources) return mostSources
      const number = list.length
      numbers.set(key, number)
      list.push(make())
      return number
    },
  }
}

export type SourceBook = ReturnType<typeof createSourceBook>

/** Texts longer than this are no names; an archive that has them must not fill the memory. */
const longestName = 200

/** A name as it may stand in a record: never empty, never endless; null when it says nothing. */
export function nameOf(text: string | null | undefined): string | null {
  const name = (text ?? '').trim().slice(0, longestName)
  return name === '' ? null : name
}
