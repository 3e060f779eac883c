import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { fetchAccount, fetchGranted, recordsOf } from './client.ts'
import { client, scopes } from './manifest.ts'
import { notification } from './notification.ts'
import { writes } from './writes.ts'

/** The pretend provider of this server: real OAuth, invented people. */
export const sandbox: CloudProvider = {
  kind: 'cloud',
  name: 'SANDBOX',
  label: 'Sandbox',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M3 10h18l-2 9H5z"/><path d="M8 10V6.5A2.5 2.5 0 0 1 10.5 4h3A2.5 2.5 0 0 1 16 6.5V10M8 14.5h8"/></svg>',
  isPretend: true,
  signIn: oauth2({
    authorizeUrl: '/sandbox/authorize',
    tokenUrl: '/sandbox/token',
    revokeUrl: '/sandbox/revoke',
    client,
  }),
  scopes,
  account: fetchAccount,
  granted: fetchGranted,
  resources: {
    athlete: recordsOf('athlete'),
    activity: recordsOf('activity'),
    body: recordsOf('body'),
    daily: recordsOf('daily'),
    nutrition: recordsOf('nutrition'),
    sleep: recordsOf('sleep'),
  },
  notification,
  writes,
  pollMinutes: 24 * 60,
  rates: [{ per: 'user', calls: 600, seconds: 60 }],
}
