import { z } from 'zod'
import type { Client } from './client.ts'

/** What a listener takes over from a destination whose receiver it stands in for. */
export interface Example {
  eventTypes: string[] | null
  mode: string
  standardWebhooks: boolean
  headers: Record<string, string>
  timeoutMs: number
  /** Null without a destination: the listener has a secret of its own. */
  secret: string | null
}

const settings = z.looseObject({
  event_types: z.array(z.string()).nullable(),
  mode: z.string(),
  standard_webhooks: z.boolean(),
  headers: z.record(z.string(), z.string()),
  timeout_seconds: z.number(),
  signing_secret: z.string(),
})

const plain: Example = {
  eventTypes: null,
  mode: 'push',
  standardWebhooks: false,
  headers: {},
  timeoutMs: 8000,
  secret: null,
}

/** What a destination gets and how, or what a new one would. */
export async function readExample(client: Client, destinationId: string | undefined): Promise<Example> {
  if (destinationId === undefined) return plain
  const found = await client.call(settings, 'GET', `/destinations/${encodeURIComponent(destinationId)}`)
  return {
    eventTypes: found.event_types,
    mode: found.mode,
    standardWebhooks: found.standard_webhooks,
    headers: found.headers,
    timeoutMs: found.timeout_seconds * 1000,
    secret: found.signing_secret,
  }
}
