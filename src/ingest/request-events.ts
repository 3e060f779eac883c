import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import type { DataType } from '../schema/records.ts'
import { terraUser, type User } from '../users/user.ts'
import { dataBody } from './data-body.ts'

/** The data that was asked for, under the reference of the request. */
export const dataEvent = (
  hub: Pick<Hub, 'clock'>,
  user: User,
  type: DataType,
  texts: string[],
  reference: string,
): NewEvent => ({
  environmentId: user.environmentId,
  userId: user.userId,
  type,
  body: dataBody(type, user, texts),
  reference,
  orderingMs: hub.clock.now(),
})

/** What is said about a request beside its data, under its reference. */
export const requestNotice = (
  hub: Pick<Hub, 'clock'>,
  user: User,
  type: 'large_request_processing' | 'large_request_sending' | 'processing' | 'rate_limit_hit',
  reference: string,
  rest: object,
): NewEvent => ({
  environmentId: user.environmentId,
  userId: user.userId,
  type,
  body: JSON.stringify({ type, user: terraUser(user), ...(type.startsWith('large_') ? { reference } : {}), ...rest }),
  reference,
  orderingMs: hub.clock.now(),
})
