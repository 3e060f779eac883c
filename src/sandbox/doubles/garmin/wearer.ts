import { uuidOf } from '../../life/keys.ts'
import type { Life } from '../../life/life.ts'

/** Whose summaries they are. */
export interface Wearer {
  /** As Garmin knows them. */
  account: string
  life: Life
}

/** A person's id there. */
export const accountOf = (person: string): string => uuidOf('GARMIN', person, 'account')

/** A summary's id, made as Garmin's look: of the account, of when it began, and of what it is. */
export const idOf = (account: string, startMs: number, what: string): string =>
  `x${account.slice(0, 8)}-${Math.round(startMs / 1000).toString(16)}-${what}`
