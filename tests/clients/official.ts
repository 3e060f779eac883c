import { TerraClient, TerraError, verifyTerraWebhookSignature } from 'terra-api'
import { z } from 'zod'
import { openLegacyClient } from '../../src/testing/legacy-client.ts'

export const readTypes = ['activity', 'body', 'daily', 'sleep', 'nutrition', 'menstruation'] as const
export type ReadType = (typeof readTypes)[number]

const answered = z.looseObject({
  type: z.string().optional(),
  user: z.looseObject({ user_id: z.string() }),
  data: z.array(z.looseObject({})).optional(),
  athlete: z.looseObject({}).optional(),
  reference: z.string().optional(),
  message: z.string().nullish(),
})
export type Answered = z.output<typeof answered>

const session = z.looseObject({ status: z.literal('success'), session_id: z.uuid(), url: z.string() })
const users = z.looseObject({ users: z.array(z.looseObject({ user_id: z.string() })) })
const userInfo = z.looseObject({ is_authenticated: z.boolean(), user: z.looseObject({ user_id: z.string() }) })

interface Asked {
  userId: string
  start: Date
  end: Date
  toWebhook: boolean
}

/** What both generations of the official JavaScript client can do, by one set of names; the client does all of it. */
export interface OfficialClient {
  generateWidgetSession(asked: { referenceId: string; successUrl: string }): Promise<z.output<typeof session>>
  listUsers(): Promise<string[]>
  /** Rejects when there is no such user. */
  userInfo(userId: string): Promise<z.output<typeof userInfo>>
  read(type: ReadType, asked: Asked): Promise<Answered>
  athlete(userId: string, toWebhook: boolean): Promise<Answered>
  deauthenticate(userId: string): Promise<void>
  /** Whether the client's own check takes the signature of a delivery. */
  verifies(header: string, body: Buffer): Promise<boolean>
  /** Whether an error that the client threw says 404. */
  isNotFound(error: unknown): boolean
}

export interface Keys {
  url: string
  devId: string
  apiKey: string
  secret: string
}

/** 2.x: only the base URL is set. Its sessions offer every source. */
export function currentClient({ url, devId, apiKey, secret }: Keys): OfficialClient {
  const client = new TerraClient({ devId, apiKey, baseUrl: `${url}/v2` })
  const secondsOf = (at: Date) => at.getTime() / 1000
  return {
    generateWidgetSession: async ({ referenceId, successUrl }) =>
      session.parse(
        await client.authentication.generatewidgetsession({
          reference_id: referenceId,
          auth_success_redirect_url: successUrl,
        }),
      ),
    listUsers: async () => users.parse(await client.user.getalluserids({})).users.map(({ user_id }) => user_id),
    userInfo: async (userId) => userInfo.parse(await client.user.getinfoforuserid({ user_id: userId })),
    read: async (type, { userId, start, end, toWebhook }) =>
      answered.parse(
        await client[type].fetch({
          user_id: userId,
          start_date: secondsOf(start),
          end_date: secondsOf(end),
          to_webhook: toWebhook,
        }),
      ),
    athlete: async (userId, toWebhook) =>
      answered.parse(await client.athlete.fetch({ user_id: userId, to_webhook: toWebhook })),
    deauthenticate: async (userId) => void (await client.authentication.deauthenticateuser({ user_id: userId })),
    verifies: (header, body) => verifyTerraWebhookSignature(body.toString('utf8'), header, secret).catch(() => false),
    isNotFound: (error) => error instanceof TerraError && error.statusCode === 404,
  }
}

/** 1.x: its fixed host is led to the server; nothing else of it is changed. Its sessions offer one source. */
export function legacyClient({ url, devId, apiKey, secret }: Keys): OfficialClient {
  const client = openLegacyClient(url, devId, apiKey, secret)
  const reads = {
    activity: client.getActivity,
    body: client.getBody,
    daily: client.getDaily,
    sleep: client.getSleep,
    nutrition: client.getNutrition,
    menstruation: client.getMenstruation,
  }
  const refusal = z.object({ status: z.literal('error'), message: z.string(), title: z.literal('not found') })
  return {
    generateWidgetSession: async ({ referenceId, successUrl }) =>
      session.parse(
        await client.generateWidgetSession({
          referenceID: referenceId,
          language: 'en',
          providers: ['SANDBOX'],
          authSuccessRedirectUrl: successUrl,
        }),
      ),
    listUsers: async () => users.parse(await client.getUsers()).users.map(({ user_id }) => user_id),
    userInfo: async (userId) => userInfo.parse(await client.getUser({ userID: userId })),
    read: async (type, { userId, start, end, toWebhook }) =>
      answered.parse(await reads[type].call(client, { userId, startDate: start, endDate: end, toWebhook })),
    athlete: async (userId, toWebhook) => answered.parse(await client.getAthlete({ userId, toWebhook })),
    deauthenticate: (userId) => client.deauthUser(userId),
    verifies: async (header, body) => client.checkTerraSignature(header, body),
    isNotFound: (error) => refusal.safeParse(error).success,
  }
}
