import type { DataType } from '../../schema/records.ts'
import type { Access } from '../provider.ts'
import type { DayRange } from '../resource.ts'
import { askHistory } from './client.ts'
import { join, kinds } from './kinds.ts'

/** How long a request for history may be, and how far before the sign-in it may reach. */
const mostDays = 30

/** What all types have in common: their days come in pieces, and history is asked for by the kinds of summaries that hold them. */
export const broughtInPieces = (type: DataType, scope: string) => ({
  windowDays: mostDays,
  historyDays: mostDays,
  fetch: (access: Access, range: DayRange) =>
    askHistory(
      access,
      kinds.filter(({ types }) => types.includes(type)),
      scope,
      range,
    ),
  join,
})
