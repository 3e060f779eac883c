import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Dashboard } from '../../src/testing/browser.ts'
import { makeExport } from '../../src/testing/exports.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** Public ids of what was made, for the pages that show one thing. */
export interface Shown {
  good: string
  failing: string
  inbox: string
  user: string
  sleepEvent: string
  retriedEvent: string
  sessionPath: string
}

type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>
interface Items<T> {
  items: T[]
}
interface Event {
  id: string
  delivery_statuses: string[]
}

/** What an app would have after a day of use, all of it invented. `page` is signed in. */
export async function fill(
  { tellus }: Dashboard,
  page: Page,
  at: { folder: string; goodUrl: string; badUrl: string },
): Promise<Shown> {
  const call: Call = async (method, path, body) => {
    const answer = await tellus.call<never>(method, path, body)
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await asPerson(page, 'PATCH', `/admin/api/environments/${tellus.devId}`, { name: 'Acme Health' })
  await asPerson(page, 'POST', '/admin/api/environments', { name: 'Acme staging' })
  await asPerson(page, 'POST', '/admin/api/invitations', { email: 'dan@acme.example', role: 'developer' })
  await call('PATCH', '/admin/api/branding', { title: 'Acme Health', accent: '#0b6b7f' })

  const webhook = { kind: 'webhook' }
  const good = await call<{ id: string }>('POST', '/admin/api/destinations', {
    ...webhook,
    url: at.goodUrl,
    name: 'Production',
  })
  const failing = await call<{ id: string }>('POST', '/admin/api/destinations', {
    ...webhook,
    url: at.badUrl,
    name: 'Staging',
    event_types: ['daily'],
  })
  const inboxes = await call<Items<{ id: string }>>('GET', '/admin/api/inboxes')

  for (const [provider, reference_id] of [
    ['OURA', 'anna'],
    ['GARMIN', 'berit'],
    ['WHOOP', 'carl'],
  ] as const)
    for (const type of ['sleep', 'daily', 'activity', 'body'])
      await call('POST', '/admin/api/generate', { provider, type, reference_id, send: true, seed: reference_id })

  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
  const { zip } = await makeExport(at.folder, ['--days', '30', '--start', daysAgo(30), '--density', '0.5'])
  const upload = await fetch(`${tellus.url}/admin/api/imports?reference_id=dora&filename=export.zip`, {
    method: 'POST',
    headers: { 'dev-id': tellus.devId, 'x-api-key': tellus.apiKey, 'content-type': 'application/octet-stream' },
    body: readFileSync(zip),
  })
  if (!upload.ok) throw new Error(`the export was refused: ${await upload.text()}`)
  await eventually(
    'the export to be read',
    async () => {
      const { items } = await call<Items<{ status: string }>>('GET', '/admin/api/imports')
      return items[0]?.status === 'completed'
    },
    60_000,
  )
  const dora = await call<Items<{ user_id: string }>>('GET', '/admin/api/users?search=dora')
  const [sleep, daily] = await Promise.all(
    ['sleep', 'daily'].map((type) => call<Items<Event>>('GET', `/admin/api/events?type=${type}&provider=OURA`)),
  )
  const session = await call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', { reference_id: 'emil' })
  return {
    good: good.id,
    failing: failing.id,
    inbox: inboxes.items[0]?.id ?? '',
    user: dora.items[0]?.user_id ?? '',
    sleepEvent: sleep?.items[0]?.id ?? '',
    retriedEvent: daily?.items[0]?.id ?? '',
    sessionPath: new URL(session.url).pathname,
  }
}

/** Calls as the person that is signed in, from the page: environments and accounts are for people. */
async function asPerson(page: Page, method: string, path: string, body: unknown): Promise<void> {
  const refused = await page.evaluate<string | null>(`(async () => {
    const session = await (await fetch('/admin/api/session')).json()
    const headers = { 'content-type': 'application/json', 'x-csrf-token': session.csrf_token }
    const answer = await fetch(${JSON.stringify(path)}, { method: '${method}', headers, body: ${JSON.stringify(JSON.stringify(body))} })
    return answer.ok ? null : answer.status + ' ' + (await answer.text())
  })()`)
  if (refused !== null) throw new Error(`${method} ${path}: ${refused}`)
}
