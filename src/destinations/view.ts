import { publicId } from '../lib/ids.ts'
import type { DeliveryCounts, Destination } from './types.ts'

const iso = (date: Date | null) => date?.toISOString() ?? null

/** A destination as the management API shows it; with its secrets where the caller may see them. */
export function viewDestination(
  destination: Destination,
  options: { nowMs: number; counts?: DeliveryCounts | undefined; secrets?: boolean },
) {
  const { previousSecret, previousExpiresAt } = destination
  const overlaps = previousSecret !== null && previousExpiresAt !== null && previousExpiresAt.getTime() > options.nowMs
  return {
    id: publicId('destination', destination.id),
    kind: destination.kind,
    name: destination.name,
    url: destination.url,
    inbox_id: destination.inboxId === null ? null : publicId('inbox', destination.inboxId),
    event_types: destination.eventTypes,
    enabled: destination.enabled,
    status: destination.enabled ? (destination.failingSince === null ? 'active' : 'failing') : 'disabled',
    disabled_at: iso(destination.disabledAt),
    disabled_reason: destination.disabledReason,
    failing_since: iso(destination.failingSince),
    mode: destination.mode,
    timeout_seconds: destination.timeoutMs / 1000,
    headers: destination.headers,
    min_interval_seconds: destination.minIntervalSeconds,
    max_in_flight: destination.maxInFlight,
    rate_limit_per_second: destination.rateLimitPerSecond,
    retry: destination.retry,
    standard_webhooks: destination.standardWebhooks,
    disable_on_gone: destination.disableOnGone,
    previous_expires_at: overlaps ? iso(previousExpiresAt) : null,
    ...(options.secrets
      ? { signing_secret: destination.secret, previous_signing_secret: overlaps ? previousSecret : null }
      : {}),
    ...(options.counts === undefined ? {} : { counts: options.counts }),
    created_at: destination.createdAt.toISOString(),
    updated_at: destination.updatedAt.toISOString(),
  }
}
