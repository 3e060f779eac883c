import type { Destination } from '../client/operations.ts'
import type { Client } from './client.ts'

/** What a listener takes over from a destination whose receiver it stands in for. */
export interface Example {
  eventTypes: string[] | null
  mode: Destination['mode']
  view: Destination['view']
  standardWebhooks: boolean
  headers: Record<string, string>
  timeoutMs: number
  /** Null without a destination: the listener has a secret of its own. */
  secret: string | null
}

const plain: Example = {
  eventTypes: null,
  mode: 'push',
  view: 'all',
  standardWebhooks: false,
  headers: {},
  timeoutMs: 8000,
  secret: null,
}

/** What a destination gets and how, or what a new one would. */
export async function readExample(client: Client, destinationId: string | undefined): Promise<Example> {
  if (destinationId === undefined) return plain
  const found = await client.get('/destinations/{id}', { path: { id: destinationId } })
  return {
    eventTypes: found.event_types,
    mode: found.mode,
    view: found.view,
    standardWebhooks: found.standard_webhooks,
    headers: found.headers,
    timeoutMs: found.timeout_seconds * 1000,
    secret: found.signing_secret ?? null,
  }
}
