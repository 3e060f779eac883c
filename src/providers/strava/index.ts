import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountOf } from './client.ts'
import { rates, standings } from './limits.ts'
import { notification } from './notification.ts'
import { conform, endConsent } from './tokens.ts'
import { writes } from './writes.ts'

/** Strava, API v3. Where each fact comes from stands in README.md. */
export const strava: CloudProvider = {
  kind: 'cloud',
  name: 'STRAVA',
  label: 'Strava',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M3 19l6.5-13L16 19M13 19l3.5-7L21 19"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    authorizeUrl: 'https://www.strava.com/oauth/authorize',
    tokenUrl: 'https://www.strava.com/oauth/token',
    pkce: false,
    clientAuthentication: 'body',
    scopeSeparator: ',',
    // Who comes again may want to tick what they left out.
    parameters: { approval_prompt: 'force' },
    conform,
    revoke: endConsent,
  }),
  setup: {
    url: 'https://www.strava.com/settings/api',
    steps: [
      'Sign in to Strava with an account that has a subscription, which a new app needs, and make an API application.',
      'Enter the host of the callback URL as its Authorization Callback Domain: the domain alone, without https and path.',
      'Copy its client ID and client secret. News of activities is subscribed to by itself.',
      'Only you can connect at first; upgrade the app on the same page for ten athletes, and ask Strava for more.',
    ],
  },
  scopes: [
    { name: 'read', types: ['athlete'] },
    { name: 'activity:read', types: ['activity'] },
    // Adds the activities that only the person sees.
    { name: 'activity:read_all', types: ['activity'] },
    // Adds the weight.
    { name: 'profile:read_all', types: ['athlete', 'body'] },
    { name: 'activity:write', types: [], writes: ['activity'] },
  ],
  account: accountOf,
  resources: { activity, athlete, body },
  notification,
  // A look at everything costs four reads and three for each activity, of the app's thousand a day.
  pollMinutes: 24 * 60,
  rates,
  standings,
  writes,
  writesNot: 'Strava takes activities, and knows no plans, measurements or meals of others',
}
