import { createSourceBook, nameOf, type Source } from '../days/sources.ts'
import type { Archive } from './archive.ts'

/** The device that stands for all together, whose figures are already counted once; the same in every export. */
const combinedDevice = 'VfS0qUERdZ'

/** Groups of devices: phones, and what is worn. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['360003', 0],
  ['360001', 2],
])
const unknownRank = 1
const combinedRank = -1

/** More than a person has. */
const mostDevices = 10_000

interface Profile {
  group: string
  name: string | null
  manufacturer: string | null
  model: string | null
}

/** Reads the devices of an archive. */
export async function readSources(archive: Archive) {
  const profiles = new Map<string, Profile>()
  const combined = new Set([combinedDevice])
  for await (const row of archive.rows('device_profile')) {
    const id = row('deviceuuid')
    if (id === '' || profiles.size >= mostDevices) continue
    const name = row('name')
    if (name === 'Combined') combined.add(id)
    profiles.set(id, {
      group: row('device_group').replace(/\.0$/, ''),
      // The phone calls itself so.
      name: nameOf(name === 'My Device' ? row('fixed_name') || row('model') : name),
      manufacturer: nameOf(row('manufacturer')),
      model: nameOf(row('model')),
    })
  }
  const book = createSourceBook()

  function make(id: string): Source {
    const profile = profiles.get(id)
    const rank = combined.has(id) ? combinedRank : (ranks.get(profile?.group ?? '') ?? unknownRank)
    const isKnown = profile !== undefined && !combined.has(id)
    return {
      name: nameOf(id) ?? 'unknown device',
      rank,
      isDevice: profile?.group === '360003',
      device: isKnown
        ? {
            ...(profile.name !== null && { name: profile.name }),
            ...(profile.manufacturer !== null && { manufacturer: profile.manufacturer }),
            ...(profile.model !== null && { hardware_version: profile.model }),
          }
        : {},
    }
  }

  return {
    list: book.list,
    numberOf: (id: string): number => book.numberOf(id, () => make(id)),
    /** Whether figures of this device are those of all devices together. */
    isCombined: (id: string): boolean => combined.has(id),
  }
}

export type Sources = Awaited<ReturnType<typeof readSources>>
