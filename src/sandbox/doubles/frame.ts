import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { newId, newSecret } from '../../lib/ids.ts'
import { standInClient } from '../../providers/stand-in.ts'
import { callBack } from '../callback.ts'
import { isClientOf } from '../client.ts'
import { selectDeeds } from '../life/deed-store.ts'
import { lifeOf } from '../life/life.ts'
import { admitAt } from './admit.ts'
import { type Double, type DoubleFrame, formOf, type Listener } from './double.ts'
import { deleteListener, selectHookSecret, selectListeners, upsertListener } from './listener-store.ts'
import { endGrant, endGrantsOf, redeem, renew } from './tokens.ts'
import { dropAt, keepAt, writtenAt } from './written.ts'

export type FrameHub = Pick<Hub, 'db' | 'clock' | 'vault' | 'publicUrl'>

const never = new AbortController().signal

/** What a double has around it: consent, tokens, limits, faults, subscriptions, lives. `hungUp` ends what is waited for. */
export function frameOf(hub: FrameHub, double: Double, hungUp: AbortSignal = never): DoubleFrame {
  const hookUrl = `${hub.publicUrl()}/hooks/${double.provider}`
  return {
    nowMs: hub.clock.now(),
    client: standInClient,
    hookUrl,
    isClient: (request) => isClientOf(standInClient, request.headers['authorization'], formOf(request)),
    redeem: (asked) => redeem(hub, double, asked),
    refresh: (refreshToken, keepsAccessSeconds) => renew(hub, double, refreshToken, keepsAccessSeconds ?? null),
    revoke: (token) => endGrant(hub, double, token),
    revokeAccount: (account) => endGrantsOf(hub, double, account),
    admit: (request, what, token) => admitAt(hub, double, request, { isData: what === 'data', token, hungUp }),
    lifeOf: async (person) => lifeOf(person, await selectDeeds(hub.db, double.provider, person), hub.clock.now()),
    listeners: (prefix = '') => listenersOf(hub, double, prefix),
    async hookSecret() {
      const sealed = await selectHookSecret(hub.db, double.provider)
      return sealed === null ? null : hub.vault.open(sealed)
    },
    async listen({ name, url, secret, detail, expiresAtMs }) {
      checkOwn(hookUrl, url)
      await upsertListener(hub.db, newId(), double.provider, {
        name,
        url,
        secret: hub.vault.seal(secret),
        detail: { ...detail },
        expires_at: expiresAtMs === null ? null : new Date(expiresAtMs),
      })
    },
    unlisten: (name) => deleteListener(hub.db, double.provider, name),
    writtenOf: (person, kind) => writtenAt(hub, double, person, kind),
    keepWritten: (person, kind, day, detail) => keepAt(hub, double, { person, kind, day, detail }),
    dropWritten: (person, kind, id) => dropAt(hub, double, person, kind, id),
    async call(url, init) {
      checkOwn(hookUrl, url)
      return callBack(url, init)
    },
    random: newSecret,
  }
}

async function listenersOf(hub: FrameHub, double: Double, prefix: string): Promise<Listener[]> {
  const rows = await selectListeners(hub.db, double.provider, prefix)
  return rows
    .map(({ name, url, secret, detail, expires_at }) => ({
      name,
      url,
      secret: hub.vault.open(secret),
      detail,
      expiresAtMs: expires_at?.getTime() ?? null,
    }))
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > hub.clock.now())
}

/** A double calls nobody but this installation: it would be a way around the guard on addresses. */
export function checkOwn(hookUrl: string, url: string): void {
  if (url !== hookUrl && !url.startsWith(`${hookUrl}?`))
    throw new TellusError('bad_request', `the sandbox posts to ${hookUrl} alone`)
}
