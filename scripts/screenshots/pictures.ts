import type { Page } from 'playwright-core'
import type { Shown } from './fill.ts'

/** A page to take. */
export interface Picture {
  name: string
  path: (shown: Shown) => string
  /** A text that is there once the page is whole. */
  until: string | RegExp
  /** What is done on it before. */
  act?: (page: Page) => Promise<unknown>
  signedIn?: false
}

const openTab = (name: string) => (page: Page) => page.getByRole('tab', { name }).click()

/** Opens the last night of a user's page. */
async function openNight(page: Page): Promise<void> {
  const strip = page.getByRole('toolbar', { name: /^sleep:/ })
  await strip
    .getByRole('button', { name: /record/ })
    .last()
    .click()
  await page
    .getByText(/asleep/)
    .first()
    .waitFor()
}

async function generate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Generate test data' }).click()
  await page
    .getByText(/asleep/)
    .first()
    .waitFor()
}

export const pictures: readonly Picture[] = [
  { name: 'home', path: () => '/', until: 'Live events' },
  { name: 'events', path: () => '/events', until: /delivered/ },
  {
    name: 'event',
    path: ({ retriedEvent }) => `/events/${retriedEvent}`,
    until: 'normalised',
    act: openTab('Deliveries'),
  },
  {
    name: 'event-preview',
    path: ({ sleepEvent }) => `/events/${sleepEvent}`,
    until: 'normalised',
    act: openTab('Preview'),
  },
  { name: 'destinations', path: () => '/connections/destinations', until: /localhost:8080/ },
  { name: 'destination', path: ({ good }) => `/connections/destinations/${good}`, until: 'Signing secret' },
  {
    name: 'destination-failing',
    path: ({ failing }) => `/connections/destinations/${failing}`,
    until: /has failed lately/,
  },
  { name: 'destination-edit', path: ({ good }) => `/connections/destinations/${good}/edit`, until: 'Host' },
  { name: 'sources', path: () => '/connections/sources', until: 'Sandbox' },
  { name: 'coverage', path: () => '/connections/sources?tab=coverage', until: 'duration_in_bed_seconds' },
  { name: 'credentials', path: () => '/credentials', until: 'API keys' },
  {
    name: 'generate',
    path: () => '/tools/generate?source=OURA&type=sleep&days=2&seed=7',
    until: 'What to generate',
    act: generate,
  },
  { name: 'inbox', path: ({ inbox }) => `/tools/inbox/${inbox}`, until: 'verified' },
  { name: 'import', path: () => '/tools/import', until: 'export.zip' },
  { name: 'verify', path: () => '/tools/verify', until: 'Signature header' },
  { name: 'users', path: () => '/users', until: 'anna' },
  { name: 'user', path: ({ user }) => `/users/${user}`, until: 'Last 30 days', act: openNight },
  { name: 'environments', path: () => '/settings/environments', until: 'Acme staging' },
  { name: 'team', path: () => '/settings/team', until: 'dan@acme.example' },
  { name: 'account', path: () => '/settings/sessions', until: 'Sessions' },
  { name: 'audit', path: () => '/settings/audit', until: /owner@example/ },
  { name: 'widget', path: () => '/settings/widget', until: 'Acme Health will receive' },
  { name: 'about', path: () => '/settings/about', until: '0.1.0' },
  { name: 'docs', path: () => '/docs', until: 'Filter operations' },
  { name: 'sign-in', path: () => '/', until: 'Password', signedIn: false },
  { name: 'connect', path: ({ sessionPath }) => sessionPath, until: 'Sandbox', signedIn: false },
  {
    name: 'connect-consent',
    path: ({ sessionPath }) => `${sessionPath}/connect/SANDBOX`,
    until: /will receive/,
    signedIn: false,
  },
]
