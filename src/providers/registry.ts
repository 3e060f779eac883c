import { dexcom, dexcomEu, dexcomJp } from './dexcom/index.ts'
import { garmin } from './garmin/index.ts'
import { googleHealth } from './google-health/index.ts'
import { oura } from './oura/index.ts'
import { apple, healthConnect, samsung } from './phones.ts'
import { polar } from './polar/index.ts'
import type { Provider } from './provider.ts'
import { sandbox } from './sandbox/index.ts'
import { strava } from './strava/index.ts'
import { suunto } from './suunto/index.ts'
import { ultrahuman } from './ultrahuman/index.ts'
import { wahoo } from './wahoo/index.ts'
import { whoop } from './whoop/index.ts'
import { withings } from './withings/index.ts'

/** Every source that a person can connect, one line each, in the order of their names. */
export const registry: readonly Provider[] = [
  apple,
  dexcom,
  dexcomEu,
  dexcomJp,
  garmin,
  googleHealth,
  healthConnect,
  oura,
  polar,
  samsung,
  sandbox,
  strava,
  suunto,
  ultrahuman,
  wahoo,
  whoop,
  withings,
]

/** The source of a slug, in whatever case it was written. */
export const findProvider = (name: string): Provider | null =>
  registry.find((provider) => provider.name === name.toUpperCase()) ?? null
