import type { EventDetail } from '../../api/events.ts'
import { curlCommand } from '../../components/curl.ts'

/** Where a copy is sent when the event went to no address of its own. */
const nowhere = 'http://localhost:3000/consumeTerraWebhook'
const masked = '••••'
const signatures = ['terra-signature', 'x-terra-signature', 'webhook-signature']

type Copied = Pick<EventDetail, 'id' | 'type' | 'body' | 'deliveries'>

/** The request of one delivery, or of the first that has an address. */
function requestOf({ deliveries }: Copied, deliveryId?: string) {
  const delivery =
    deliveries.find(({ id }) => id === deliveryId) ?? deliveries.find(({ destination }) => destination?.url)
  const headers = delivery?.headers_sent ?? { 'content-type': 'application/json' }
  return {
    url: delivery?.destination?.url ?? nowhere,
    // What is masked here is a secret of the destination: it is left out, not sent as dots.
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== masked)),
  }
}

/** A delivery's request as a command: the same address, headers and bytes. */
export function curlOf(event: Copied, deliveryId?: string): string {
  return curlCommand({ method: 'POST', ...requestOf(event, deliveryId), body: event.body })
}

/** A test for the receiver's own code base: sends the same bytes, signed at that moment, and expects a 2xx. */
export function testOf(event: Copied): string {
  const { url, headers } = requestOf(event)
  const lines = Object.entries(headers)
    .filter(([name]) => !signatures.includes(name) && !name.startsWith('webhook-'))
    .map(([name, value]) => `      ${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  return `import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'

// WEBHOOK_URL is where your server takes events, SIGNING_SECRET the secret of the destination.
const url = process.env.WEBHOOK_URL ?? ${JSON.stringify(url)}
const secret = process.env.SIGNING_SECRET ?? ''

const body = ${JSON.stringify(event.body)}

test(${JSON.stringify(`takes the ${event.type} event ${event.id}`)}, async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', secret).update(\`\${seconds}.\${body}\`).digest('hex')
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
${lines.join('\n')}
      'terra-signature': \`t=\${seconds},v1=\${signature}\`,
    },
    body,
  })
  assert.ok(answer.ok, \`\${url} answered \${answer.status}\`)
})
`
}
