import { ActivityType } from '../schema/enums.ts'

/** How often each sport was met that a table does not have; made by the caller, filled by `readSport`. */
export type UnknownSports = Map<string, number>

export interface ReadSport {
  type: ActivityType
  /** The provider's own word when its table does not have it, to be kept as the activity's name; else null. */
  rawName: string | null
}

/**
 * The type of a provider's sport by the provider's table (R14). A sport that is missing there is `OTHER`, keeps its raw
 * name and is counted in `unknown`. A sport that the table maps to `OTHER` or to type 0 is known.
 */
export function readSport(table: ReadonlyMap<string, ActivityType>, raw: string, unknown?: UnknownSports): ReadSport {
  const type = table.get(raw)
  if (type !== undefined) return { type, rawName: null }
  unknown?.set(raw, (unknown.get(raw) ?? 0) + 1)
  return { type: ActivityType.OTHER, rawName: raw }
}
