import type { DeviceData } from '../../../schema/records.ts'
import { decodeText } from '../read/text.ts'

/**
 * Who is believed first where several sources measured the same. The person's own order is not in the export, so this
 * is HealthKit's default: watch, other dedicated devices, phone, apps.
 */
export const SourceClass = { WATCH: 0, DEVICE: 1, PHONE: 2, APP: 3 } as const
export type SourceClass = (typeof SourceClass)[keyof typeof SourceClass]

/** A name and device that records came from. */
export interface Source {
  name: string
  class: SourceClass
  device: DeviceData
  /**
   * Order of trust among the sources of the file, best first; the same for one name with several devices or software
   * versions. Does not depend on the order of the records.
   */
  rank: number
  /** Place in an order of all sources that leaves no ties. */
  place: number
}

/** What an export says of a device: `<<HKDevice: 0x28…>, name:…, manufacturer:…, model:…, hardware:…, software:…>`. */
export interface DeviceText {
  name: string | null
  manufacturer: string | null
  model: string | null
  hardware: string | null
  software: string | null
}

/**
 * Reads a `device` attribute. The pointer is left out: it differs on every export. Values may hold commas
 * (`hardware:Watch6,1`), so a part begins only at `, key:`.
 */
export function readDevice(text: string): DeviceText {
  const parts = new Map<string, string>()
  const body = text.replace(/^<<[^>]*>/, '').replace(/>\s*$/, '')
  for (const part of body.split(/, (?=[A-Za-z]+(?: [A-Za-z]+)?:)/)) {
    const colon = part.indexOf(':')
    if (colon > 0) parts.set(part.slice(0, colon).replace(/^[,\s]+/, ''), part.slice(colon + 1).trim())
  }
  const of = (key: string): string | null => {
    const value = parts.get(key)
    return value === undefined || value === '' ? null : value
  }
  return {
    name: of('name'),
    manufacturer: of('manufacturer'),
    model: of('model'),
    hardware: of('hardware'),
    software: of('software'),
  }
}

function classOf(name: string, device: DeviceText | null): SourceClass {
  if (device === null) {
    // Some records of Apple's own devices come without the device, and then the name is all there is.
    if (/\bApple\s*Watch\b/i.test(name)) return SourceClass.WATCH
    return /\biPhone\b/.test(name) ? SourceClass.PHONE : SourceClass.APP
  }
  const kind = `${device.hardware ?? ''} ${device.model ?? ''}`
  if (/\bWatch/.test(kind) && (device.manufacturer === null || /apple/i.test(device.manufacturer)))
    return SourceClass.WATCH
  if (/\biP(?:hone|ad|od)/.test(`${kind} ${device.name ?? ''}`)) return SourceClass.PHONE
  return device.manufacturer === null && device.hardware === null && device.model === null && device.name === null
    ? SourceClass.APP
    : SourceClass.DEVICE
}

/** Texts longer than this are no names; an export that has them must not fill the memory. */
const maxText = 300
/** Rows number their source in 16 bits; what comes after is one anonymous source. */
const maxSources = 0xffff

/** Numbers the sources of a file as they come. */
export function createSources() {
  const ids = new Map<string, Map<string, number>>()
  const list: { name: string; device: DeviceText | null }[] = []
  let lastName = ''
  let lastDevice: string | undefined
  let lastId = -1
  let ofLastName = new Map<string, number>()

  function number(rawName: string, rawDevice: string | undefined): number {
    // The pointer goes first, so that a device with a hundred pointers is one device.
    const tail = rawDevice === undefined ? '' : rawDevice.slice(rawDevice.indexOf('>') + 1, maxText)
    if (rawName !== lastName || lastId < 0) {
      lastName = rawName
      const known = ids.get(rawName)
      ofLastName = known ?? new Map()
      if (known === undefined && list.length < maxSources)
        ids.set(Buffer.from(rawName.slice(0, maxText), 'latin1').toString('latin1'), ofLastName)
    }
    let id = ofLastName.get(tail)
    if (id === undefined) {
      if (list.length >= maxSources) return maxSources
      id = list.length
      // A copy through a buffer: a slice of the input would keep the whole chunk it was cut from.
      ofLastName.set(Buffer.from(tail, 'latin1').toString('latin1'), id)
      list.push({
        name: decodeText(rawName.slice(0, maxText)).trim() || 'unknown source',
        device: tail === '' ? null : readDevice(decodeText(tail)),
      })
    }
    return id
  }

  return {
    /** The number of a source name and device, as they stand in the record. */
    idOf(rawName: string, rawDevice: string | undefined): number {
      if (rawDevice === lastDevice && rawName === lastName && lastId >= 0) return lastId
      lastId = number(rawName, rawDevice)
      lastDevice = rawDevice
      return lastId
    },
    /** All sources by number, ranked; call when the file is read. */
    ranked(): Source[] {
      return rankSources(list)
    },
  }
}

export type Sources = ReturnType<typeof createSources>

/** Ranks the sources of names and devices, in the order given; the order leaves no trace in the ranks. */
export function rankSources(list: readonly { name: string; device: DeviceText | null }[]): Source[] {
  // A record without a device is judged by the device that the same name has elsewhere.
  const classByName = new Map<string, SourceClass>()
  for (const { name, device } of list) {
    const own = classOf(name, device)
    const known = classByName.get(name)
    if (device !== null && (known === undefined || own < known)) classByName.set(name, own)
  }
  const sources = list.map(
    ({ name, device }): Source => ({
      name,
      class: device === null ? (classByName.get(name) ?? classOf(name, null)) : classOf(name, device),
      device: {
        name: device?.name ?? name,
        manufacturer: device?.manufacturer ?? null,
        hardware_version: device?.hardware ?? null,
        software_version: device?.software ?? null,
      },
      rank: 0,
      place: 0,
    }),
  )
  const keyed = sources.map((source) => ({
    source,
    trust: `${source.class} ${source.name}`,
    key: `${source.class} ${source.name} ${JSON.stringify(source.device)}`,
  }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  let rank = -1
  let before: string | undefined
  for (const [place, { source, trust }] of keyed.entries()) {
    if (trust !== before) rank++
    before = trust
    source.rank = rank
    source.place = place
  }
  return sources
}

/** Stands for all sources beyond the number that can be told apart. */
export const anonymousSource: Source = {
  name: 'unknown source',
  class: SourceClass.APP,
  device: { name: null, manufacturer: null, hardware_version: null, software_version: null },
  rank: maxSources,
  place: maxSources,
}
