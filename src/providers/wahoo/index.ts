import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountOf, endConsent, fileHosts } from './client.ts'
import { rates, standings } from './limits.ts'
import { notification } from './notification.ts'
import { writes } from './writes.ts'

/** Wahoo, by version 1 of its Cloud API. Where each fact comes from stands in README.md. */
export const wahoo: CloudProvider = {
  kind: 'cloud',
  name: 'WAHOO',
  label: 'Wahoo',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><rect x="7" y="3" width="10" height="18" rx="3"/><path d="M9.5 6.5h5v7h-5zM10 17.5h.01M14 17.5h.01"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    authorizeUrl: 'https://api.wahooligan.com/oauth/authorize',
    tokenUrl: 'https://api.wahooligan.com/oauth/token',
    // Only apps that keep no secret use it.
    pkce: false,
    clientAuthentication: 'body',
    revoke: endConsent,
  }),
  setup: {
    url: 'https://developers.wahooligan.com/applications',
    steps: [
      'Make an application in the developer portal of Wahoo, and leave it confidential.',
      'Enter the callback URL as its redirect URI, and choose the scopes email, user_read, workouts_read and offline_data; to plan workouts plans_write and workouts_write too.',
      'Switch its webhook on, and enter the webhook URL and, as webhook token, the secret.',
      'Copy its client ID and client secret. It begins in the sandbox, with 250 calls a day; ask Wahoo for more.',
    ],
    webhook: 'address_and_secret',
  },
  scopes: [
    { name: 'user_read', types: ['athlete', 'body'] },
    { name: 'workouts_read', types: ['activity'] },
    // Adds the address to the athlete.
    { name: 'email', types: [] },
    // Has Wahoo tell of news.
    { name: 'offline_data', types: [] },
    // A planned workout is a plan and a workout that refers to it.
    { name: 'plans_write', types: [], writes: ['planned_workout'] },
    { name: 'workouts_write', types: [], writes: ['planned_workout'] },
  ],
  account: accountOf,
  resources: { activity, athlete, body },
  notification,
  // A look at everything costs three calls of the 250 that a new app has a day.
  pollMinutes: 24 * 60,
  rates,
  uncountedHosts: fileHosts,
  standings,
  writes,
  writesNot: 'Wahoo takes planned workouts, and of what was done the files of devices alone',
}
