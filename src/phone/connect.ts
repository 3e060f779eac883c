import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newSecret, newUuid } from '../lib/ids.ts'
import { isZone } from '../normalise/time.ts'
import { connectUser, unnamedAccount } from '../users/connect.ts'
import { hashOf } from '../users/sign-in/begin.ts'
import { takePhoneToken } from '../users/sign-in/store.ts'
import {
  insertIngestToken,
  prolongToken,
  selectIngestToken,
  type TokenRow,
  upsertConnection,
} from './connection-store.ts'
import type { PhoneDevice, Platform } from './wire/batch.ts'

/** The source that a platform stands for. */
export const providerOf: Readonly<Record<Platform, string>> = {
  healthkit: 'APPLE',
  health_connect: 'HEALTH_CONNECT',
  samsung: 'SAMSUNG',
}

/** An ingest token that is not used ends after this long. */
const lifeMs = 90 * 86_400_000

export interface Connecting {
  /** Of `POST /v2/auth/generateAuthToken`. */
  token: string
  platform: Platform
  referenceId: string | null
  device: PhoneDevice
  zone: string | null
}

/** Where a phone sends from: whose it is, and whether they are there. */
export interface Phone {
  /** What its token is kept as. */
  tokenHash: Buffer
  environmentId: string
  userId: string
  platform: Platform
  /** False while the app that the user belongs to has paused them. */
  isActive: boolean
}

/** What an ingest token is. */
export type Opened = { kind: 'phone'; phone: Phone } | { kind: 'unknown' } | { kind: 'expired' } | { kind: 'gone' }

/**
 * Connects the phone of a person: the token of their app is used up, the user of the reference id found or made (without one
 * always made, with an `auth` event), and a token given by which the phone sends from now on, this once. Null for a token that is
 * unknown, used or expired.
 */
export async function connectPhone(
  hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>,
  asked: Connecting,
): Promise<{ userId: string; ingestToken: string; expiresAt: Date } | null> {
  const createdAt = new Date(hub.clock.now())
  const expiresAt = new Date(createdAt.getTime() + lifeMs)
  const ingestToken = `phone_${newSecret(32)}`
  const provider = providerOf[asked.platform]
  const zone = asked.zone !== null && isZone(asked.zone) ? asked.zone : null
  const userId = await hub.db.transaction(async (sql) => {
    const environmentId = await takePhoneToken(sql, hashOf(asked.token), createdAt)
    if (environmentId === null) return null
    // Phones name nobody: those of one reference id are one user, and one without is somebody of its own.
    const providerAccount = asked.referenceId === null ? `phone ${newUuid()}` : unnamedAccount
    const { user } = await connectUser(hub, sql, {
      environmentId,
      provider,
      providerAccount,
      referenceId: asked.referenceId,
      zone,
    })
    await insertIngestToken(sql, {
      hash: hashOf(ingestToken),
      environmentId,
      userId: user.userId,
      platform: asked.platform,
      createdAt,
      expiresAt,
    })
    await notePhone(sql, user.userId, { ...asked, zone })
    return user.userId
  })
  if (userId === null) return null
  hub.wake()
  hub.log.info({ userId, provider }, 'connected a phone')
  return { userId, ingestToken, expiresAt }
}

/** Keeps what a phone says of itself. */
export const notePhone = (
  sql: Sql,
  userId: string,
  { platform, device, zone }: Pick<Connecting, 'platform' | 'device' | 'zone'>,
) => upsertConnection(sql, { userId, platform, device: JSON.stringify(device), zone })

/** Looks at the token that a phone shows. */
export async function openIngestToken(hub: Pick<Hub, 'db' | 'clock'>, text: string): Promise<Opened> {
  if (!/^phone_[\w-]{43}$/.test(text)) return { kind: 'unknown' }
  const tokenHash = hashOf(text)
  const row = await selectIngestToken(hub.db, tokenHash)
  if (row === null) return { kind: 'unknown' }
  if (row.expires_at.getTime() <= hub.clock.now()) return { kind: 'expired' }
  return row.user_id === null ? { kind: 'gone' } : { kind: 'phone', phone: phoneOf(tokenHash, row, row.user_id) }
}

const phoneOf = (tokenHash: Buffer, row: TokenRow, userId: string): Phone => ({
  tokenHash,
  environmentId: row.environment_id,
  userId,
  platform: row.platform,
  isActive: row.active === true,
})

/** Has a token that is used go on for its whole life from now. */
export const keepAlive = ({ clock }: Pick<Hub, 'clock'>, sql: Sql, { tokenHash }: Phone) =>
  prolongToken(sql, tokenHash, new Date(clock.now() + lifeMs))

/** What a phone is told whose person has been disconnected. */
export const gone = (): TellusError =>
  new TellusError('gone', 'this person has been disconnected: stop sending, and connect again only if they ask for it')

/** What a phone is told whose user the app has paused. */
export const paused = (): TellusError =>
  new TellusError('forbidden', 'this user is paused: keep what is new, and try again later')
