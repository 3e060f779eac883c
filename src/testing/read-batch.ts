import { type Envelope, type PhoneItem, readEnvelope } from '../phone/wire/batch.ts'
import { type ReadItems, readItems } from '../phone/wire/items.ts'

/** Reads a whole batch that is a value already. `nowMs` is the hub's own time. */
export function readBatch(body: unknown, nowMs: number): Omit<Envelope, 'deleted'> & ReadItems<PhoneItem> {
  const envelope = readEnvelope(body)
  const elementOf = (value: unknown) => ({ value, json: null })
  return { ...envelope, ...readItems(envelope, nowMs, elementOf, (item) => item) }
}
