import { SleepLevel } from '../schema/enums.ts'

/** Words of providers for what a sleeper does, in lower case with `_` between words (R13). */
const levels: ReadonlyMap<string, SleepLevel> = new Map([
  ['awake', SleepLevel.AWAKE],
  ['wake', SleepLevel.AWAKE],
  // Classic Fitbit sleep, without stages: a restless sleeper is not asleep.
  ['restless', SleepLevel.AWAKE],
  // Asleep, but nobody says how deep: not light sleep.
  ['asleep', SleepLevel.SLEEPING],
  ['sleeping', SleepLevel.SLEEPING],
  ['sleep', SleepLevel.SLEEPING],
  ['out_of_bed', SleepLevel.OUT_OF_BED],
  ['light', SleepLevel.LIGHT_SLEEP],
  ['core', SleepLevel.LIGHT_SLEEP],
  ['deep', SleepLevel.DEEP_SLEEP],
  ['slow_wave', SleepLevel.DEEP_SLEEP],
  ['rem', SleepLevel.REM_SLEEP],
])

/**
 * Terra's sleep level of a provider's word for a stage, in any case and with any separator ("OUT OF BED", "slow-wave").
 * A word that tells no level ("unmeasurable", "in_bed") is 0, unknown, never filled in.
 */
export const sleepLevelOf = (word: string): SleepLevel =>
  levels.get(
    word
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  ) ?? SleepLevel.UNKNOWN
