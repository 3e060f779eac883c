import type { BodyOf } from '../../../src/client/calls.ts'
import type { DeliveryRow, Generated } from '../../../src/client/operations.ts'
import type { ProviderSlug } from '../../../src/schema/providers.ts'
import type { DataType, RecordOf } from '../../../src/schema/records.ts'
import { post } from './client.ts'
import { deliveryAfter } from './deliveries.ts'
import { type List, useList } from './list.ts'
import { useLive } from './live.ts'
import { useSend } from './query.ts'

export type { Generated } from '../../../src/client/operations.ts'

/** What data is to be invented; what is left out is chosen by the server. */
export interface GenerateBody extends Omit<BodyOf<'POST', '/generate'>, 'send'> {
  provider: ProviderSlug
  days: number
  with_samples: boolean
  seed?: string
}

/** An event that was generated and sent on this page. */
export interface SentEvent {
  eventId: string
  userId: string
  type: DataType
  label: string
  at: number
}

/** Invents data without sending it. */
export const useGenerate = () => useSend((body: GenerateBody) => post('/generate', { body }))

/** Invents the same data again and sends it to the destinations. */
export const useGenerateAndSend = () =>
  useSend((body: GenerateBody) => post('/generate', { body: { ...body, send: true } }), {
    refreshes: ['/events', '/users', '/first-steps', '/destinations'],
  })

/** The records of a payload, oldest first; an athlete is a record of its own. */
export function recordsOf({ payload }: Generated): readonly RecordOf[DataType][] {
  const records = 'athlete' in payload ? [payload['athlete']] : payload['data']
  // The generator's payloads hold records of the type that was asked for.
  return records as RecordOf[DataType][]
}

const always = () => true

/** The deliveries of one event, their attempts as they happen. */
export function useDeliveriesOf({ eventId, userId, type }: SentEvent): List<DeliveryRow> {
  const list = useList(
    '/deliveries',
    { query: { user_id: userId, type } },
    { isAtTop: always, live: { topic: 'attempt', counts: ({ data }) => data.event_id === eventId } },
  )
  const { patch } = list
  useLive('attempt', ({ data }) => {
    if (data.event_id !== eventId) return
    patch((row) => deliveryAfter(row, data))
  })
  return { ...list, rows: list.rows.filter((row) => row.event_id === eventId) }
}
