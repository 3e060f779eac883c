import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { endConsent, fetchAccount } from './client.ts'
import { daily } from './daily.ts'
import { standings } from './limits.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'

/** WHOOP, by version 2 of its API. */
export const whoop: CloudProvider = {
  kind: 'cloud',
  hasDouble: true,
  name: 'WHOOP',
  label: 'WHOOP',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><rect x="8" y="7" width="8" height="10" rx="2"/><path d="M9 7V3h6v4M9 17v4h6v-4"/><path d="M10 12h1l1-2 1 4 1-2"/></svg>',
  signIn: oauth2({
    authorizeUrl: 'https://api.prod.whoop.com/oauth/oauth2/auth',
    tokenUrl: 'https://api.prod.whoop.com/oauth/oauth2/token',
    pkce: false,
    clientAuthentication: 'body',
    refreshParameters: { scope: 'offline' },
    revoke: endConsent,
  }),
  setup: {
    url: 'https://developer-dashboard.whoop.com',
    steps: [
      'Make an app in the developer dashboard of WHOOP. It takes a WHOOP membership.',
      'Choose all scopes that it offers, with offline, and enter the callback URL as its redirect URL (https only).',
      'Enter the webhook URL there, with model version v2.',
      'Copy its client ID and client secret. Ten people can connect until WHOOP has approved it.',
    ],
    webhook: 'address',
  },
  scopes: [
    { name: 'read:profile', types: ['athlete'] },
    { name: 'read:body_measurement', types: ['body'] },
    { name: 'read:cycles', types: ['daily'] },
    { name: 'read:sleep', types: ['sleep'] },
    { name: 'read:workout', types: ['activity'] },
    // Adds to the night, the day and the body, and makes no record alone.
    { name: 'read:recovery', types: [] },
    // Gives a refresh token.
    { name: 'offline', types: [] },
  ],
  account: fetchAccount,
  resources: { activity, athlete, body, daily, sleep },
  notification,
  writesNot: 'WHOOP’s API only reads',
  // The strain of a day grows without a notification. A look at everything costs ten calls of the app's ten thousand
  // a day.
  pollMinutes: 6 * 60,
  rates: [
    { per: 'app', calls: 100, seconds: 60 },
    { per: 'app', calls: 10_000, seconds: 24 * 3600 },
  ],
  standings,
}
