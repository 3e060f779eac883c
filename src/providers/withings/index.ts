import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { accountOf, athlete } from './athlete.ts'
import { body } from './body.ts'
import { daily } from './daily.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'
import { conform, endConsent } from './tokens.ts'

/** What the token endpoint wants to be told beside the standard. */
const action = { action: 'requesttoken' }

/** Withings' public Health Data API. Where each fact comes from stands in README.md. */
export const withings: CloudProvider = {
  kind: 'cloud',
  name: 'WITHINGS',
  label: 'Withings',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="3.5" y="3.5" width="17" height="17" rx="4"/><path d="M8 9.5a5.5 5.5 0 0 1 8 0M12 12l1.6-2.4"/></svg>',
  signIn: oauth2({
    authorizeUrl: 'https://account.withings.com/oauth2_user/authorize2',
    tokenUrl: 'https://wbsapi.withings.net/v2/oauth2',
    pkce: false,
    clientAuthentication: 'body',
    scopeSeparator: ',',
    tokenParameters: action,
    refreshParameters: action,
    conform,
    revoke: endConsent,
  }),
  setup: {
    url: 'https://developer.withings.com/dashboard/',
    steps: [
      'Make an application in the developer dashboard of Withings, for the Public API.',
      'Enter the callback URL as its registered URL. Withings calls it when you save: this server must be reached from outside, by https and a name, at port 443.',
      'Copy its client ID and client secret.',
    ],
  },
  scopes: [
    { name: 'user.activity', types: ['activity', 'daily', 'sleep', 'athlete'] },
    { name: 'user.metrics', types: ['body', 'athlete'] },
    // Notifications that consent was taken back come with this one.
    { name: 'user.info', types: ['athlete'] },
  ],
  account: accountOf,
  resources: { activity, athlete, body, daily, sleep },
  notification,
  hasDouble: true,
  writesNot: 'Withings’ public API only reads: what is there was measured by its devices',
  // Each kind of news is told; a day's silence may mean that a subscription was dropped.
  pollMinutes: 24 * 60,
  rates: [{ per: 'app', calls: 120, seconds: 60 }],
}
