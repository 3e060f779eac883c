import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { accountOf, endConsent, signInHost } from './client.ts'
import { daily } from './daily.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'

export const clientKeyHeader = 'ocp-apim-subscription-key'

/** Suunto's Cloud API. Where each fact comes from stands in README.md. */
export const suunto: CloudProvider = {
  kind: 'cloud',
  name: 'SUUNTO',
  label: 'Suunto',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path d="M7.5 15.5L12 8l4.5 7.5"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    authorizeUrl: `${signInHost}/oauth/authorize`,
    tokenUrl: `${signInHost}/oauth/token`,
    pkce: false,
    revoke: endConsent,
  }),
  setup: {
    url: 'https://apizone.suunto.com',
    steps: [
      'Apply to the partner program of Suunto, which takes companies and organizations; sign in to the API Zone when it has let you in.',
      'Subscribe to the Developer API there, and to the Production API, which Suunto reviews, before people connect.',
      'In the OAuth settings of your profile enter a name, a client secret of your own making and the callback URL as redirect URI. The client ID is made for you.',
      'Enter the webhook URL there as each of the notification URLs, and the webhook secret as notification secret.',
      'Copy the client ID and the client secret, and a key of your subscription, primary or secondary, from your profile.',
    ],
    webhook: 'address_and_secret',
  },
  clientKey: { header: clientKeyHeader, label: 'Subscription key' },
  // One for everything.
  scopes: [{ name: 'workout', types: ['activity', 'athlete', 'daily', 'sleep'] }],
  account: accountOf,
  resources: { activity, athlete, daily, sleep },
  notification,
  writesNot:
    'Suunto takes plans as SuuntoPlus Guides alone, which have to name the application as Suunto knows it, and Tellus does not hold that name',
  // What was not taken is not told again for long: a look at the last days finds it.
  pollMinutes: 24 * 60,
  // What a Production subscription allows is its own and not published. The Developer API's 10 a minute and 200 a week are less:
  // answers tell when they are spent, and until when.
  rates: [{ per: 'app', calls: 60, seconds: 60 }],
}
