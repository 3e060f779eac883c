import { VERSION } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { terraUser, type User } from '../users/user.ts'

/** A stored record that a merged one stands for. */
export interface Part {
  user_id: string
  provider: string
  /** Its natural key. */
  key: string
}

/**
 * The exact body of a data event, put together from the records' stored JSON texts: the one serialiser of webhook, REST
 * and replay. `athlete` carries one object under its own name, every other type a list. `madeOf`
 * tells of each record of a merged event which ones it stands for.
 */
export function dataBody(
  type: DataType,
  user: User,
  texts: readonly string[],
  madeOf?: readonly (readonly Part[])[],
): string {
  const content = type === 'athlete' ? `"athlete":${texts[0] ?? '{}'}` : `"data":[${texts.join(',')}]`
  const parts = madeOf === undefined ? '' : `,"made_of":${JSON.stringify(madeOf)}`
  return `{"type":${JSON.stringify(type)},"user":${JSON.stringify(terraUser(user))},"version":"${VERSION}",${content}${parts}}`
}
