import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import type { DestinationPatch } from './fields.ts'
import type { DestinationRow } from './store.ts'
import type { Destination } from './types.ts'

type Settings = Omit<DestinationPatch, 'url' | 'deliver_missed'>

/** A row with the fields a person gave; what was not given stays. */
export function applyFields(hub: Pick<Hub, 'vault' | 'clock'>, row: DestinationRow, fields: Settings): DestinationRow {
  const now = new Date(hub.clock.now())
  const enabled = fields.enabled ?? row.enabled
  const headers = fields.headers === undefined ? undefined : sealedHeaders(hub, fields.headers)
  return {
    ...row,
    name: fields.name ?? row.name,
    event_types: fields.event_types === undefined ? row.event_types : fields.event_types,
    enabled,
    disabled_at: enabled ? null : (row.disabled_at ?? now),
    disabled_reason: enabled ? null : (row.disabled_reason ?? 'Switched off by hand.'),
    // Switching on gives it a fresh chance.
    failing_since: enabled && !row.enabled ? null : row.failing_since,
    failing_attempts: enabled && !row.enabled ? 0 : row.failing_attempts,
    warned_percent: enabled && !row.enabled ? 0 : row.warned_percent,
    mode: fields.mode ?? row.mode,
    view: fields.view ?? row.view,
    timeout_ms: fields.timeout_seconds === undefined ? row.timeout_ms : Math.round(fields.timeout_seconds * 1000),
    headers: headers === undefined ? row.headers : headers,
    retry: fields.retry ?? row.retry,
    max_in_flight: fields.max_in_flight ?? row.max_in_flight,
    rate_limit_per_second:
      fields.rate_limit_per_second === undefined ? row.rate_limit_per_second : fields.rate_limit_per_second,
    min_interval_seconds:
      fields.min_interval_seconds === undefined ? row.min_interval_seconds : fields.min_interval_seconds,
    standard_webhooks: fields.standard_webhooks ?? row.standard_webhooks,
    disable_on_gone: fields.disable_on_gone ?? row.disable_on_gone,
    updated_at: now,
  }
}

const sealedHeaders = (hub: Pick<Hub, 'vault'>, headers: Record<string, string> | null): string | null =>
  headers === null || Object.keys(headers).length === 0 ? null : hub.vault.seal(JSON.stringify(headers))

interface Secrets {
  headers: Record<string, string>
  secret: string
  previousSecret: string | null
}

/** What was sealed in a row, or the sentence that says why it cannot be opened. */
function secretsOf(hub: Pick<Hub, 'vault'>, row: DestinationRow): Secrets | string {
  try {
    return {
      // What was sealed here is what `sealedHeaders` made.
      headers: row.headers === null ? {} : JSON.parse(hub.vault.open(row.headers)),
      secret: hub.vault.open(row.secret),
      previousSecret: row.previous_secret === null ? null : hub.vault.open(row.previous_secret),
    }
  } catch (error) {
    if (error instanceof TellusError) return error.message
    throw error
  }
}

/**
 * A row with what was sealed opened. One that cannot be opened, because its key was lost, is off with that as the
 * reason: nothing can be signed for it, and the others must not suffer for it.
 */
export function opened(hub: Pick<Hub, 'vault'>, row: DestinationRow): Destination {
  const found = secretsOf(hub, row)
  const isLost = typeof found === 'string'
  const { headers, secret, previousSecret } = isLost ? { headers: {}, secret: '', previousSecret: null } : found
  return {
    id: row.id,
    environmentId: row.environment_id,
    kind: row.kind,
    name: row.name,
    url: row.url,
    inboxId: row.inbox_id,
    eventTypes: row.event_types,
    enabled: row.enabled && !isLost,
    disabledAt: row.disabled_at,
    disabledReason: isLost ? found : row.disabled_reason,
    mode: row.mode,
    view: row.view,
    timeoutMs: row.timeout_ms,
    headers,
    secret,
    previousSecret,
    previousExpiresAt: row.previous_expires_at,
    retry: row.retry,
    maxInFlight: row.max_in_flight,
    rateLimitPerSecond: row.rate_limit_per_second,
    minIntervalSeconds: row.min_interval_seconds,
    standardWebhooks: row.standard_webhooks,
    disableOnGone: row.disable_on_gone,
    failingSince: row.failing_since,
    failingAttempts: row.failing_attempts,
    warnedPercent: row.warned_percent,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
