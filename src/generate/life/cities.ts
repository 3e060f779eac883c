import { offsetOfZone } from '../../normalise/time.ts'

/** Where a person lives and trains. The point lies in open land with room for a ride around it. */
export interface City {
  city: string
  state: string
  country: string
  zone: string
  latitude: number
  longitude: number
  altitudeMeters: number
  /** Height of the hills around it, peak to mean. */
  hillMeters: number
}

type Row = readonly [string, string, string, string, number, number, number, number]

const rows: readonly Row[] = [
  ['Berlin', 'Berlin', 'Germany', 'Europe/Berlin', 52.4887, 13.2451, 48, 14],
  ['London', 'England', 'United Kingdom', 'Europe/London', 51.4425, -0.2749, 31, 18],
  ['Madrid', 'Community of Madrid', 'Spain', 'Europe/Madrid', 40.4193, -3.7498, 640, 32],
  ['Orléans', 'Centre-Val de Loire', 'France', 'Europe/Paris', 47.8468, 1.9235, 105, 12],
  ['Hamar', 'Innlandet', 'Norway', 'Europe/Oslo', 60.8157, 11.1482, 205, 30],
  ['Bern', 'Bern', 'Switzerland', 'Europe/Zurich', 46.9362, 7.4059, 560, 40],
  ['Athens', 'Georgia', 'United States', 'America/New_York', 33.9093, -83.3851, 205, 24],
  ['Austin', 'Texas', 'United States', 'America/Chicago', 30.3077, -97.7936, 170, 26],
  ['Denver', 'Colorado', 'United States', 'America/Denver', 39.6731, -104.9519, 1630, 22],
  ['Sacramento', 'California', 'United States', 'America/Los_Angeles', 38.5719, -121.4234, 12, 6],
  ['Campinas', 'São Paulo', 'Brazil', 'America/Sao_Paulo', -22.8783, -47.0486, 660, 30],
  ['Nairobi', 'Nairobi County', 'Kenya', 'Africa/Nairobi', -1.2432, 36.8352, 1680, 28],
  ['Pune', 'Maharashtra', 'India', 'Asia/Kolkata', 18.5314, 73.8446, 560, 26],
  ['Tachikawa', 'Tokyo', 'Japan', 'Asia/Tokyo', 35.7095, 139.3942, 92, 15],
  ['Canberra', 'Australian Capital Territory', 'Australia', 'Australia/Sydney', -35.2809, 149.0983, 575, 34],
  ['Hamilton', 'Waikato', 'New Zealand', 'Pacific/Auckland', -37.8083, 175.3153, 48, 20],
]

export const cities: readonly City[] = rows.map(
  ([city, state, country, zone, latitude, longitude, altitudeMeters, hillMeters]) => ({
    city,
    state,
    country,
    zone,
    latitude,
    longitude,
    altitudeMeters,
    hillMeters,
  }),
)

const january = Date.UTC(2026, 0, 15)
const july = Date.UTC(2026, 6, 15)

const distance = (zone: string, other: string): number =>
  Math.abs(offsetOfZone(zone, january) - offsetOfZone(other, january)) +
  Math.abs(offsetOfZone(zone, july) - offsetOfZone(other, july))

/**
 * The cities a person in this zone may live in: those of the zone itself, else the ones whose clocks come nearest to
 * it in winter and summer. Times are always those of the zone that was asked for. Throws `TellusError` for an unknown
 * zone.
 */
export function citiesFor(zone: string): readonly City[] {
  const own = cities.filter((city) => city.zone === zone)
  if (own.length > 0) return own
  const nearest = Math.min(...cities.map((city) => distance(zone, city.zone)))
  return cities.filter((city) => distance(zone, city.zone) === nearest)
}
