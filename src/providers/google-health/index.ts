import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { fetchAccount } from './client.ts'
import { daily } from './daily.ts'
import { notification } from './notification.ts'
import { nutrition } from './nutrition.ts'
import { sleep } from './sleep.ts'
import { writes } from './writes.ts'

const scope = (name: string, verb = 'readonly'): string =>
  `https://www.googleapis.com/auth/googlehealth.${name}.${verb}`

/** Google Health, version 4 of its API: what Fitbit has become. Where each fact comes from stands in README.md. */
export const googleHealth: CloudProvider = {
  kind: 'cloud',
  name: 'GOOGLE_HEALTH',
  label: 'Google Health (Fitbit)',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M12 20s-7.5-4.4-7.5-10A4.5 4.5 0 0 1 12 6.7 4.5 4.5 0 0 1 19.5 10c0 5.600-7.5 10-7.5 10z"/><path d="M6.500 12h3l1.500-3 2 5 1.500-2h3"/></svg>',
  hasDouble: true,
  setup: {
    url: 'https://console.cloud.google.com/apis/credentials',
    steps: [
      'Make a project in the Google Cloud console and enable the Google Health API in it.',
      'Fill in the consent screen and add the seven scopes of Google Health that README.md of this source names, and the three to write where you want to.',
      'Make an OAuth client of the type Web application, and enter the callback URL as its authorised redirect URI.',
      'Copy its client ID and client secret. While the consent screen is in testing, consent ends after seven days; until Google has verified the app, a hundred people can connect.',
      'Make a subscriber of the project with the webhook URL and, as its authorization, the word Bearer, a blank and the secret.',
    ],
    webhook: 'address_and_secret',
  },
  signIn: oauth2({
    authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revokeUrl: 'https://oauth2.googleapis.com/revoke',
    clientAuthentication: 'body',
    // A refresh token comes only with both, each time.
    parameters: { access_type: 'offline', prompt: 'consent' },
  }),
  scopes: [
    { name: scope('activity_and_fitness'), types: ['activity', 'daily'] },
    { name: scope('health_metrics_and_measurements'), types: ['body', 'daily'] },
    { name: scope('sleep'), types: ['sleep'] },
    { name: scope('nutrition'), types: ['nutrition'] },
    { name: scope('profile'), types: ['athlete'] },
    // These two make no record by themselves: one tells the zone, the other where workouts went.
    { name: scope('settings'), types: [] },
    { name: scope('location'), types: [] },
    { name: scope('activity_and_fitness', 'writeonly'), types: [], writes: ['activity'] },
    { name: scope('health_metrics_and_measurements', 'writeonly'), types: [], writes: ['body'] },
    { name: scope('nutrition', 'writeonly'), types: [], writes: ['nutrition'] },
  ],
  account: fetchAccount,
  resources: { activity, athlete, body, daily, nutrition, sleep },
  notification,
  writes,
  writesNot: 'Google Health has no plans',
  // Also where no subscriber has been made in Google's cloud, which nobody here can see.
  pollMinutes: 6 * 60,
  rates: [
    { per: 'user', calls: 300, seconds: 60 },
    { per: 'app', calls: 120_000, seconds: 60 },
    { per: 'app', calls: 86_400_000, seconds: 24 * 3600 },
  ],
}
