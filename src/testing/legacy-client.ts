import { createRequire } from 'node:module'

/** What tests call of the official 1.x client, whose types do not resolve under modern module resolution. */
export interface LegacyClient {
  generateWidgetSession(asked: {
    referenceID?: string
    providers?: string[]
    language?: string
    authSuccessRedirectUrl?: string
    showDisconnect?: boolean
  }): Promise<{ status: string; session_id?: string; url?: string }>
  authUser(asked: { resource: string; referenceId?: string }): Promise<{ auth_url?: string; user_id?: string }>
  generateAuthToken(): Promise<{ token?: string }>
  getUsers(): Promise<{ users?: { user_id: string }[] }>
}
type Constructor = new (devId: string, apiKey: string, secret: string) => LegacyClient

const host = 'https://api.tryterra.co'

/** The official 1.x client, which knows one host alone: its way out is led to another before it is loaded. */
export function openLegacyClient(baseUrl: string, devId: string, apiKey: string): LegacyClient {
  const load = createRequire(import.meta.url)
  const ofClient = createRequire(load.resolve('terra-api-v1'))
  const path = ofClient.resolve('cross-fetch')
  ofClient('cross-fetch')
  const known = ofClient.cache[path]
  if (known === undefined) throw new Error('The 1.x client does not use cross-fetch any more.')
  const led = (url: string, init?: RequestInit) => fetch(url.replace(host, baseUrl), init)
  known.exports = { __esModule: true, default: led, fetch: led }
  const { default: Terra }: { default: Constructor } = load('terra-api-v1')
  return new Terra(devId, apiKey, 'no secret')
}
