import { createRequire } from 'node:module'
import type { Received } from './receiver.ts'

const load = createRequire(import.meta.url)

interface Clients {
  legacy: { Terra?: LegacyConstructor; default?: LegacyConstructor }
  current: {
    verifyTerraWebhookSignature(
      body: string,
      header: string,
      secret: string,
      options: { tolerance: number },
    ): Promise<boolean>
  }
}
type LegacyConstructor = new (
  devId: string,
  key: string,
  secret: string,
) => { checkTerraSignature(header: string, body: Buffer): boolean }

// The 1.x client is a CommonJS module without usable types; what is called of both is written down above.
const legacy: Clients['legacy'] = load('terra-api-v1')
const current: Clients['current'] = load('terra-api')

/**
 * Judges a delivery with the signature checks of both generations of Terra's official client. Gives what is wrong. Where a
 * test moves time, the signature may be so many seconds off.
 */
export async function judge(request: Received, secret: string, tolerance = 300): Promise<string[]> {
  const header = String(request.headers['terra-signature'] ?? '')
  const problems: string[] = []
  const Terra = legacy.default ?? legacy.Terra
  if (Terra === undefined) throw new Error('The 1.x client has no constructor.')
  if (new Terra('dev', 'key', secret).checkTerraSignature(header, request.body) !== true)
    problems.push('1.x does not verify it')
  await current
    .verifyTerraWebhookSignature(request.body.toString('utf8'), header, secret, { tolerance })
    .catch((error: Error) => problems.push(`2.x: ${error.message}`))
  if (!/^t=\d{10},v1=[0-9a-f]{64}(,v1=[0-9a-f]{64})*$/.test(header))
    problems.push(`terra-signature has another form: ${header}`)
  if (request.headers['x-terra-signature'] !== header) problems.push('x-terra-signature differs')
  if (request.headers['content-type'] !== 'application/json') problems.push('content-type')
  for (const name of ['terra-reference', 'x-terra-trace-id']) if (!request.headers[name]) problems.push(`no ${name}`)
  if (!/^\d{13}$/.test(String(request.headers['x-terra-ordering-timestamp'])))
    problems.push('x-terra-ordering-timestamp')
  return problems
}
