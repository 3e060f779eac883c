import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountOf } from './client.ts'
import { daily } from './daily.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'
import { conform } from './tokens.ts'

/** Oura Ring, API v2. Where each fact comes from stands in README.md. */
export const oura: CloudProvider = {
  kind: 'cloud',
  hasDouble: true,
  name: 'OURA',
  label: 'Oura',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="13" r="8"/><circle cx="12" cy="13" r="5.2"/><path d="M8.5 2.5h7"/></svg>',
  signIn: oauth2({
    issuer: 'https://moi.ouraring.com/oauth/v2/ext/oauth-anonymous',
    authorizeUrl: 'https://moi.ouraring.com/oauth/v2/ext/oauth-authorize',
    tokenUrl: 'https://moi.ouraring.com/oauth/v2/ext/oauth-token',
    revokeUrl: 'https://moi.ouraring.com/oauth/v2/ext/oauth-revoke',
    clientAuthentication: 'body',
    conform,
  }),
  setup: {
    url: 'https://developer.ouraring.com/applications',
    steps: [
      'Make an application in the developer portal of Oura.',
      'Enter the callback URL as its redirect URI.',
      'Tick the scopes Personal, Email, Daily, Heartrate, Workout, SpO2, Heart Health and Tag: one that is not ticked there is never asked for.',
      'Copy its client ID and client secret. Ten people can connect until Oura has approved it.',
    ],
  },
  scopes: [
    // Who signed in is only known with this one.
    { name: 'extapi:personal', types: ['athlete', 'body'] },
    { name: 'extapi:email', types: ['athlete'] },
    { name: 'extapi:daily', types: ['daily', 'sleep'] },
    { name: 'extapi:heartrate', types: ['daily', 'activity'] },
    { name: 'extapi:workout', types: ['activity'] },
    { name: 'extapi:spo2', types: ['daily', 'sleep'] },
    { name: 'extapi:heart_health', types: ['daily', 'body'] },
    { name: 'extapi:tag', types: ['daily'] },
  ],
  account: accountOf,
  resources: { activity, athlete, body, daily, sleep },
  notification,
  writesNot: 'Oura’s API only reads',
  pollMinutes: 24 * 60,
  rates: [{ per: 'app', calls: 5000, seconds: 300 }],
}
