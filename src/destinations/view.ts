import { publicId } from '../lib/ids.ts'
import type { DeliveryCounts, Destination, Missed } from './types.ts'

const dayMs = 86_400_000

const iso = (date: Date | null) => date?.toISOString() ?? null

/** A destination as the management API shows it; with its secrets where the caller may see them. */
export function viewDestination(
  destination: Destination,
  options: {
    nowMs: number
    /** After how many days of failing it is switched off; null for never. */
    disableAfterDays: number | null
    counts?: DeliveryCounts | undefined
    secrets?: boolean
    missed?: Missed | null
  },
) {
  const { previousSecret, previousExpiresAt, failingSince } = destination
  const isFailing = destination.enabled && failingSince !== null
  const overlaps = previousSecret !== null && previousExpiresAt !== null && previousExpiresAt.getTime() > options.nowMs
  return {
    id: publicId('destination', destination.id),
    kind: destination.kind,
    name: destination.name,
    url: destination.url,
    inbox_id: destination.inboxId === null ? null : publicId('inbox', destination.inboxId),
    event_types: destination.eventTypes,
    enabled: destination.enabled,
    status: isFailing ? 'failing' : destination.enabled ? 'active' : 'disabled',
    disabled_at: iso(destination.disabledAt),
    disabled_reason: destination.disabledReason,
    failing_since: iso(failingSince),
    failing_attempts: destination.failingAttempts,
    warned_percent: destination.warnedPercent,
    disables_at:
      isFailing && options.disableAfterDays !== null
        ? new Date(failingSince.getTime() + options.disableAfterDays * dayMs).toISOString()
        : null,
    mode: destination.mode,
    view: destination.view,
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
    ...(options.missed
      ? {
          missed: {
            held: options.missed.held,
            failed: options.missed.failed,
            since: options.missed.since.toISOString(),
          },
        }
      : {}),
    ...(options.counts === undefined ? {} : { counts: options.counts }),
    created_at: destination.createdAt.toISOString(),
    updated_at: destination.updatedAt.toISOString(),
  }
}
