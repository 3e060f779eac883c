import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { type Dashboard, looks, openDashboard } from '../../src/testing/browser.ts'

/** What a first visit may weigh, gzipped, and that it is ours alone. */
const mostScriptBytes = 200_000
const mostConnectBytes = 20_000

let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
})
after(() => dashboard?.[Symbol.asyncDispose]())

interface Load {
  url: string
  kind: string
  gzippedBytes: number
}

/** Everything that a new window loads until `ready` says that the page is there. */
async function loadsOf(path: string, signedIn: boolean, ready: (page: Page) => Promise<unknown>): Promise<Load[]> {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { path: '/healthz', signedIn })
  const responses: Response[] = []
  page.on('response', (response) => responses.push(response))
  await page.goto(path)
  await ready(page)
  const loads = await Promise.all(
    responses
      .filter((response) => response.status() === 200 && !response.url().includes('/admin/api/'))
      .map(async (response) => ({
        url: response.url(),
        kind: response.request().resourceType(),
        gzippedBytes: gzipSync(await response.body()).length,
      })),
  )
  await page.context().close()
  for (const { url } of loads) assert.ok(url.startsWith(`${dashboard.tellus.url}/`), `${url} is another host's`)
  return loads
}

const sum = (loads: readonly Load[]) => loads.reduce((bytes, load) => bytes + load.gzippedBytes, 0)

for (const path of [
  '/',
  '/events',
  '/users',
  '/connections/destinations',
  '/tools/generate',
  '/settings/team',
  '/docs',
])
  test(`a first visit to ${path} loads at most 200 kB of script, from no other host`, async (t) => {
    const loads = await loadsOf(path, true, (page) => page.getByRole('heading', { level: 1 }).waitFor())
    const scripts = loads.filter(({ kind }) => kind === 'script')
    assert.ok(scripts.length > 1, 'the program was loaded')
    t.diagnostic(`${(sum(scripts) / 1000).toFixed(1)} kB of script`)
    assert.ok(sum(scripts) <= mostScriptBytes, `${path} loads ${sum(scripts)} bytes of script, gzipped`)
  })

test('the page that end users see weighs at most 20 kB with everything in it', async (t) => {
  const { body } = await dashboard.tellus.call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {})
  const path = new URL(body.url).pathname
  const loads = await loadsOf(path, false, (page) => page.getByRole('heading', { level: 1 }).waitFor())
  t.diagnostic(`${(sum(loads) / 1000).toFixed(1)} kB: ${loads.map(({ kind }) => kind).join(', ')}`)
  assert.ok(loads.some(({ kind }) => kind === 'document') && loads.some(({ kind }) => kind === 'stylesheet'))
  assert.ok(sum(loads) <= mostConnectBytes, `Connect loads ${sum(loads)} bytes, gzipped`)
})
