import type { State } from './state.ts'

/** What else is of Terra's contract: neither a path nor an event. */
export interface TerraPart {
  area: 'Destinations' | 'Delivery' | 'Answers' | 'Beyond'
  name: string
  state: State
  /** In one sentence how it works here, or why it does not and what to do instead. */
  says: string
}

const part = (area: TerraPart['area'], state: State, name: string, says: string): TerraPart => ({
  area,
  name,
  state,
  says,
})
const writeItYourself = 'Not built; take the webhook, whose bodies are what would be written, and write them yourself.'

/** Destinations, delivery, and what surrounds the paths. */
export const terraParts: readonly TerraPart[] = [
  part('Destinations', 'served', 'Webhook', 'Any number of them, each with its own secret, filter and headers.'),
  part('Destinations', 'later', 'PostgreSQL', writeItYourself),
  part('Destinations', 'later', 'MySQL', writeItYourself),
  part('Destinations', 'later', 'Supabase', writeItYourself),
  part('Destinations', 'later', 'AWS S3', writeItYourself),
  part('Destinations', 'later', 'Google Cloud Storage', writeItYourself),
  part('Destinations', 'later', 'Azure Blob Storage', writeItYourself),
  part('Destinations', 'later', 'AWS SQS', writeItYourself),
  part('Destinations', 'later', 'Kafka', writeItYourself),
  part(
    'Delivery',
    'served',
    '`terra-signature`, `X-Terra-Signature`',
    'Signed anew at every attempt; while a secret is rotated the previous one stands first.',
  ),
  part(
    'Delivery',
    'served',
    '`terra-reference`, `X-Terra-Trace-Id`, `X-Terra-Ordering-Timestamp`',
    'The same on every retry of a delivery.',
  ),
  part(
    'Delivery',
    'served',
    'Retries',
    'Ten, from 30 seconds on, each twice as late; then by hand or by a recovery job.',
  ),
  part('Delivery', 'served', 'Ping mode', 'Data events hold an address that works for ten minutes.'),
  part('Delivery', 'served', 'Large requests', 'More than 31 days come in events of ten records or 10 MB at most.'),
  part('Answers', 'served', 'Error bodies', 'Problem details, with `status` and `message` for older clients.'),
  part(
    'Answers',
    'served',
    'Rate limits (`X-Terra-RateLimit-*`, `Retry-After`)',
    '1,825 days a request and 6,000 days a user and hour, as Terra; the latter can be changed and switched off.',
  ),
  part('Answers', 'served', '`terra-reference` of an answer', 'Finds the request in the log of the server.'),
  part(
    'Beyond',
    'served',
    'Streaming over `wss /connect`',
    'Every opcode and close code, with replays of the last ten minutes; what STATUS says is passed over.',
  ),
  part(
    'Beyond',
    'later',
    'Admin API (`/api/v3/admin`)',
    'Not built in that form; `/admin/api` does all that the dashboard does, and has an OpenAPI document of its own.',
  ),
]
