import { summaryId } from '../normalise/identity.ts'
import { type Capabilities, type Provider, type ProviderSlug, providers } from '../schema/providers.ts'
import type { DeviceData, HeartRateZoneData } from '../schema/records.ts'
import { filled } from './filled.ts'
import { type Person, type PersonOptions, personOf } from './life/person.ts'
import { type Sport, sportsOf } from './life/sports.ts'
import { type LocalDay, minuteMs, stamp } from './local-day.ts'
import { randomStream } from './random.ts'

/** Who records what with which provider: what every record maker starts from. */
export interface Scene {
  slug: ProviderSlug
  provider: Provider
  can: Capabilities
  person: Person
  sports: readonly Sport[]
}

export function sceneOf(slug: ProviderSlug, seed: string, options: PersonOptions): Scene {
  const provider = providers[slug]
  return { slug, provider, can: provider.capabilities, person: personOf(seed, options), sports: sportsOf(slug) }
}

/** An identity that stays the same for the same provider, seed, day and place in the day. */
export const idOf = (scene: Scene, type: string, date: string, index = 0): string =>
  summaryId(scene.slug, scene.person.seed, type, date, index)

/** Ten digits such as providers number their users and records with. */
export function numericId(scene: Scene, ...purpose: (string | number)[]): string {
  return `${randomStream(scene.person.seed, scene.slug, ...purpose).integer(1_000_000_000, 9_999_999_999)}`
}

/** The device of the person; the same on every day. `pattern` picks the model when a provider has several kinds. */
export function deviceOf(scene: Scene, untilMs: number, pattern = /./): DeviceData | undefined {
  const { can, provider } = scene
  const models = provider.devices.filter((name) => pattern.test(name))
  if (models.length === 0) return undefined
  const random = randomStream(scene.person.seed, scene.slug, 'device', pattern.source)
  const name = random.pick(models)
  const uploadMs = untilMs + random.integer(2, 25) * minuteMs
  return filled<DeviceData>({
    name,
    manufacturer: provider.manufacturer,
    hardware_version: `${random.integer(1, 9)}.${random.integer(0, 9)}`,
    software_version: `${random.integer(2, 19)}.${random.integer(0, 30)}.${random.integer(0, 9)}`,
    serial_number: `${random.integer(100_000_000, 999_999_999)}`,
    last_upload_date: stamp(scene.person.zone, uploadMs),
    data_provided: [
      ...(can.steps ? (['STEPS'] as const) : []),
      ...(can.active_minutes ? (['ACTIVE_MINUTES'] as const) : []),
      ...(can.calories ? (['CALORIES', 'BMR'] as const) : []),
      ...(can.distance || can.gps ? (['DISTANCE'] as const) : []),
      ...(can.heart_rate || can.workout_heart_rate ? (['HEART_RATE'] as const) : []),
      ...(can.spo2 ? (['OXYGEN_SATURATION'] as const) : []),
      ...(can.sleep_stages ? (['SLEEP_TYPE'] as const) : []),
      ...(can.gps ? (['SPEED'] as const) : []),
      ...(can.cadence ? (['CADENCE'] as const) : []),
    ],
  })
}

/** Every `step`th minute of a day as an instant, from midnight. */
export function ticks(day: LocalDay, stepMinutes: number): number[] {
  const count = Math.ceil((day.endMs - day.startMs) / (stepMinutes * minuteMs))
  return Array.from({ length: count }, (_, i) => day.startMs + i * stepMinutes * minuteMs)
}

const zoneBounds = [0, 50, 60, 70, 80, 90, 100] as const
const zoneNames = ['Below zones', 'Very light', 'Light', 'Moderate', 'Hard', 'Maximum'] as const

/** Time in six zones of the maximum heart rate; the durations sum to that of all beats given. */
export function heartRateZones(beats: readonly { bpm: number; seconds: number }[], maxHr: number): HeartRateZoneData[] {
  return zoneNames.map((name, zone) => {
    const start = zoneBounds[zone] ?? 0
    const end = zoneBounds[zone + 1] ?? 100
    const last = zone === zoneNames.length - 1
    let seconds = 0
    for (const beat of beats) {
      const percent = (100 * beat.bpm) / maxHr
      if (percent >= start && (last || percent < end)) seconds += beat.seconds
    }
    return { zone, name, start_percentage: start, end_percentage: end, duration_seconds: seconds }
  })
}
