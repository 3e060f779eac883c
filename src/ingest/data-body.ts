import { VERSION } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { terraUser, type User } from '../users/user.ts'

/**
 * The exact body of a data event, put together from the records' stored JSON texts: the one serialiser of webhook, REST
 * and replay. `athlete` carries one object under its own name, every other type a list.
 */
export function dataBody(type: DataType, user: User, texts: string[]): string {
  const content = type === 'athlete' ? `"athlete":${texts[0] ?? '{}'}` : `"data":[${texts.join(',')}]`
  return `{"type":${JSON.stringify(type)},"user":${JSON.stringify(terraUser(user))},"version":"${VERSION}",${content}}`
}
