import { TellusError } from '../lib/errors.ts'
import type { ProviderError } from '../providers/provider-error.ts'

/** What is written, as people call it. */
const things = {
  activity: 'activities',
  body: 'body measurements',
  nutrition: 'meals',
  planned_workout: 'planned workouts',
} as const

/** A data type that can be written. */
export type WritableType = keyof typeof things

const refuse = (sentence: string): TellusError => new TellusError('provider_refused', sentence)

/** The sentence for a provider that does not let others write that; `why` as the provider's definition says it. */
export const cannotWrite = (label: string, type: WritableType, why: string | null = null): TellusError =>
  refuse(
    `${things[type]} cannot be written to ${label}${why === null ? '' : `: ${why}`}; nothing was sent: write for a user of a source that takes them`,
  )

/** The sentence for a provider that keeps what was written to it. */
export const cannotDelete = (label: string, type: WritableType): TellusError =>
  refuse(
    `${things[type]} cannot be deleted at ${label}, which has no call for it; nothing was sent: have the person delete them there`,
  )

/**
 * The sentence for a user whose consent does not cover what is written, `lacking` by the provider's names; `isAsked` whether
 * people are asked for it now.
 */
export const notAllowed = (
  { name, label }: { name: string; label: string },
  type: WritableType,
  lacking: readonly string[],
  isAsked: boolean,
): TellusError => {
  const scopes = lacking.join(' and ')
  return refuse(
    isAsked
      ? `the person has not allowed ${scopes}, without which ${things[type]} cannot be written to ${label}; nothing was sent: have them connect ${label} again and allow it`
      : `nobody is asked to allow ${scopes}, without which ${things[type]} cannot be written to ${label}; nothing was sent: add ${name} to TELLUS_WRITES, then have the person connect ${label} again`,
  )
}

/** The sentence for a user whom nothing is written for. */
export const inactive = (label: string): TellusError =>
  new TellusError(
    'provider_refused',
    `the user is inactive and nothing was sent to ${label}: have the person reconnect ${label}, or set the user active`,
  )

/**
 * What a provider's failure is for the caller: 424 with the reason, which is not worth repeating as it is; 429 where the
 * provider asks to wait. Never 5xx, which clients would repeat by themselves.
 */
export function refusalOf(label: string, type: WritableType, error: ProviderError): TellusError {
  const refused = (sentence: string) => new TellusError('provider_refused', sentence, { cause: error })
  switch (error.failure) {
    case 'unauthorized':
    case 'ended':
      return refused(`the connection to ${label} has ended: have the person reconnect ${label}, then write again`)
    case 'retired':
      return refused(`${label} has been switched off and takes no ${things[type]} any more`)
    case 'forbidden':
      return refused(
        `the person does not let ${things[type]} be written to ${label}: have them reconnect ${label} and allow it`,
      )
    case 'rate_limited': {
      const seconds = Math.ceil(error.retryAfterSeconds ?? 60)
      return new TellusError('rate_limited', `the limit of ${label} is reached: try again in ${seconds} s`, {
        cause: error,
        headers: { 'Retry-After': `${seconds}` },
      })
    }
    case 'refused':
      return refused(`${label} refuses the ${things[type]}: ${error.message}`)
    case 'not_ready':
    case 'unavailable':
      return refused(`${label} does not answer as it should: ${error.message}; try again later`)
  }
}
