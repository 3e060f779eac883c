import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountOf, endRegistration } from './client.ts'
import { daily } from './daily.ts'
import { rates, standings } from './limits.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'

/** Polar, by version 3 of AccessLink. Where each fact comes from stands in README.md. */
export const polar: CloudProvider = {
  kind: 'cloud',
  name: 'POLAR',
  label: 'Polar',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="6"/><path d="M9.5 6.5 10 2.5h4l.5 4M9.5 17.5l.5 4h4l.5-4"/><path d="M9 12h1.5l1-2 1.5 4 1-2h1"/></svg>',
  signIn: oauth2({
    authorizeUrl: 'https://flow.polar.com/oauth2/authorization',
    tokenUrl: 'https://polarremote.com/v2/oauth2/token',
    pkce: false,
    revoke: endRegistration,
  }),
  setup: {
    url: 'https://admin.polaraccesslink.com',
    steps: [
      'Sign in to the AccessLink administration with a Polar Flow account, and make a client. There is no review.',
      'Enter the callback URL as its authorization redirect URL.',
      'Tick all available data types.',
      'Copy its client ID and client secret at once: they are shown a single time.',
    ],
  },
  scopes: [{ name: 'accesslink.read_all', types: ['activity', 'athlete', 'body', 'daily', 'sleep'] }],
  hasDouble: true,
  account: accountOf,
  resources: { activity, athlete, body, daily, sleep },
  notification,
  writesNot: 'version 3 of Polar’s AccessLink, by which it is read, takes nothing',
  // What has no notification (temperatures, oxygen, ECGs, cardio load) comes with this.
  pollMinutes: 24 * 60,
  rates,
  standings,
}
