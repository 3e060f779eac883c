import { dexcom, dexcomEu, dexcomJp } from './dexcom/dexcom.ts'
import type { Double } from './double.ts'
import { garmin } from './garmin/garmin.ts'
import { googleHealth } from './google-health.ts'
import { oura } from './oura.ts'
import { polar } from './polar/polar.ts'
import { strava } from './strava.ts'
import { suunto } from './suunto.ts'
import { ultrahuman } from './ultrahuman.ts'
import { wahoo } from './wahoo.ts'
import { whoop } from './whoop.ts'
import { withings } from './withings.ts'

/** Every double, one line each, in the order of their names. */
export const doubles: readonly Double[] = [
  dexcom,
  dexcomEu,
  dexcomJp,
  garmin,
  googleHealth,
  oura,
  polar,
  strava,
  suunto,
  ultrahuman,
  wahoo,
  whoop,
  withings,
]

/** The double of a provider; null where there is none. */
export const doubleOf = (provider: string): Double | null => doubles.find((one) => one.provider === provider) ?? null

/** The double that answers for a host; null where none does. */
export const doubleAt = (host: string): Double | null => doubles.find(({ hosts }) => hosts.includes(host)) ?? null
