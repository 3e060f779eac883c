import type { Double } from './double.ts'
import { googleHealth } from './google-health.ts'
import { oura } from './oura.ts'
import { polar } from './polar/polar.ts'
import { strava } from './strava.ts'
import { whoop } from './whoop.ts'
import { withings } from './withings.ts'

/** Every double, one line each, in the order of their names. */
export const doubles: readonly Double[] = [googleHealth, oura, polar, strava, whoop, withings]

/** The double of a provider; null where there is none. */
export const doubleOf = (provider: string): Double | null => doubles.find((one) => one.provider === provider) ?? null

/** The double that answers for a host; null where none does. */
export const doubleAt = (host: string): Double | null => doubles.find(({ hosts }) => hosts.includes(host)) ?? null
