import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'

/** A user as the 1.x client shows it. */
export interface LegacyUser {
  user_id: string
  provider: string
  reference_id: string | null
}

interface DataAsked {
  userId: string
  startDate: Date
  endDate?: Date
  toWebhook?: boolean
  withSamples?: boolean
  retryIfRateLimited?: boolean
}
/** What a read answers: records where they were asked for inline, else the reference of the delivery. */
export interface LegacyData {
  type: string
  user: LegacyUser
  data?: object[]
  reference?: string
  message?: string
}
type Read = (asked: DataAsked) => Promise<LegacyData>

/** What tests call of the official 1.x client, whose types do not resolve under modern module resolution. */
export interface LegacyClient {
  generateWidgetSession(asked: {
    referenceID?: string
    providers?: string[]
    language?: string
    authSuccessRedirectUrl?: string
    authFailureRedirectUrl?: string
    showDisconnect?: boolean
  }): Promise<{ status: string; session_id?: string; url?: string }>
  authUser(asked: { resource: string; referenceId?: string }): Promise<{ auth_url?: string; user_id?: string }>
  generateAuthToken(): Promise<{ token?: string }>
  getProviders(): Promise<{ providers?: string[]; sdk_providers?: string[] }>
  getUsers(): Promise<{ users?: LegacyUser[] }>
  getUser(asked: { userID?: string; referenceID?: string }): Promise<{ user: LegacyUser; is_authenticated?: boolean }>
  /** Rejects with the body of a refusal. */
  patchUser(
    userId: string,
    referenceId: string | null,
    active: boolean | null,
  ): Promise<{ status: string; user: LegacyUser & { active: boolean } }>
  /** Resolves whatever is answered. */
  deauthUser(userId: string): Promise<void>
  getAthlete(asked: { userId: string; toWebhook?: boolean }): Promise<LegacyData & { athlete?: object }>
  getActivity: Read
  getBody: Read
  getDaily: Read
  getSleep: Read
  getNutrition: Read
  getMenstruation: Read
  checkTerraSignature(header: string, body: Buffer | string): boolean
}
type Constructor = new (devId: string, apiKey: string, secret: string) => LegacyClient

const host = 'https://api.tryterra.co'

/**
 * The official 1.x client, which knows one host alone: its way out is led to another before it is loaded. Each call loads
 * it anew, so that one process can have several. `secret` is what it checks signatures with.
 */
export function openLegacyClient(baseUrl: string, devId: string, apiKey: string, secret = 'no secret'): LegacyClient {
  const load = createRequire(import.meta.url)
  const home = `${dirname(load.resolve('terra-api-v1'))}${sep}`
  const ofClient = createRequire(load.resolve('terra-api-v1'))
  const path = ofClient.resolve('cross-fetch')
  ofClient('cross-fetch')
  const known = ofClient.cache[path]
  if (known === undefined) throw new Error('The 1.x client does not use cross-fetch any more.')
  const usual: unknown = known.exports
  const led = (url: string, init?: RequestInit) => fetch(url.replace(host, baseUrl), init)
  known.exports = { __esModule: true, default: led, fetch: led }
  for (const file of Object.keys(load.cache)) if (file.startsWith(home)) delete load.cache[file]
  const { default: Terra }: { default: Constructor } = load('terra-api-v1')
  known.exports = usual
  return new Terra(devId, apiKey, secret)
}
