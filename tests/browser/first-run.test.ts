import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard, owner } from '../../src/testing/browser.ts'
import { openReceiver } from '../../src/testing/receiver.ts'

/** Walk 1: from the printed address to data at the own server, and what Home says afterwards. */
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

async function goTo(page: Page, look: Look, place: string): Promise<void> {
  if (look.width < 768) await button(page, 'Open the menu').click()
  await page.getByRole('link', { name: place, exact: true }).click()
  await heading(page, place).waitFor()
}

for (const look of looks)
  test(`a first run: the printed link, a password, and five steps that tick themselves (${look.name})`, async () => {
    await using receiver = await openReceiver()
    // A first run is per database.
    await using dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
    const { call } = dashboard.tellus
    const page = await dashboard.open(look, { signedIn: false, path: `/welcome#${dashboard.firstRunToken()}` })
    await heading(page, 'Welcome to Tellus').waitFor()
    await lookAt(page, 'welcome', look)
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('New password').fill(owner.password)
    await button(page, 'Create account').click()
    await page.getByText('0 of 5 done').waitFor()
    await lookAt(page, 'first-steps', look)

    await page.getByRole('link', { name: 'Make an API key' }).click()
    await heading(page, 'Credentials').waitFor()
    await makeKey(page, look)
    await goTo(page, look, 'Home')
    await page.getByText('1 of 5 done').waitFor()
    await page.getByRole('heading', { name: 'Make an API key and use it (done)' }).waitFor()

    await call('POST', '/admin/api/destinations', { kind: 'webhook', url: receiver.url })
    await page.getByText('2 of 5 done').waitFor()
    await button(page, 'Switch on Sandbox').click()
    await page.getByText('3 of 5 done').waitFor()
    await call('POST', '/admin/api/generate', { provider: 'GARMIN', type: 'sleep', send: true, reference_id: 'me' })
    await page.getByText('4 of 5 done').waitFor()
    await page.getByRole('row').filter({ hasText: 'sleep' }).getByText('delivered').waitFor()
    await connect(page)
    await page.getByText('5 of 5 done').waitFor()
    await page.getByText('All five are done.').waitFor()
    await lookAt(page, 'first-steps-done', look)
    await button(page, 'Show the overview').click()
    await overview(dashboard, page, look)
  })

/** A key is made, shown once, tried, and another one revoked. */
async function makeKey(page: Page, look: Look): Promise<void> {
  await button(page, 'Make an API key').click()
  await button(page, 'Make key').click()
  await page.getByText('Give the key a name').waitFor()
  await page.getByLabel('Name').fill('backend')
  await button(page, 'Make key').click()
  await page.getByText('Copy the key now').waitFor()
  await button(page, 'Copy API key').click()
  const key = await page.evaluate<string>('navigator.clipboard.readText()')
  assert.match(key, /^[\w-]{40,}$/)
  await page.getByText(`export API_KEY=${key}`).waitFor()
  await button(page, 'Try it here').click()
  await page.getByText('It works').waitFor()
  await lookAt(page, 'key-made', look)
  await button(page, 'I have copied it').click()
  await page.getByText(key).waitFor({ state: 'hidden' })
  await page
    .getByRole('row')
    .filter({ hasText: 'backend' })
    .getByText(`••••${key.slice(-4)}`)
    .waitFor()
  await lookAt(page, 'credentials', look)
}

/** The connect link is opened as a person would. */
async function connect(page: Page): Promise<void> {
  await button(page, 'Make a connect link').click()
  const [person] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open the connect page' }).click(),
  ])
  await person.getByRole('link', { name: 'Sandbox' }).click()
  await person.getByRole('link', { name: 'Continue to Sandbox' }).click()
  await person.getByRole('button', { name: 'Allow' }).click()
  await person.getByRole('heading', { name: 'Sandbox is connected' }).waitFor()
  await person.close()
}

/** Four figures, what needs attention with its remedy, and the events as they come. */
async function overview({ tellus }: Dashboard, page: Page, look: Look): Promise<void> {
  const figures = page.getByRole('region', { name: 'Last 24 hours' })
  await figures.getByRole('listitem').filter({ hasText: 'Users connected' }).getByText('2', { exact: true }).waitFor()
  await figures.getByRole('img', { name: /^Events by the hour over 24 hours/ }).waitFor()
  await page.getByText('Nothing needs attention.').waitFor()
  await lookAt(page, 'home', look)

  const { body } = await tellus.call<{ items: { id: string; kind: string }[] }>('GET', '/admin/api/destinations')
  const webhook = body.items.find(({ kind }) => kind === 'webhook')
  await tellus.call('PATCH', `/admin/api/destinations/${webhook?.id}`, { enabled: false })
  await tellus.call('POST', '/admin/api/events', { type: 'app.note', body: { type: 'app.note' } })
  const row = page.getByRole('row').filter({ hasText: 'app.note' })
  await row.getByText('1 of 2 held').waitFor()
  // Who has just connected may be told of meanwhile.
  await page.getByText(/is paused and (1 delivery waits|\d+ deliveries wait) for it/).waitFor()
  await lookAt(page, 'home-attention', look)
  await button(page, 'Resume').click()
  await page.getByText(/It missed \d+ deliver(y|ies): recover them here\./).waitFor()
  await page.waitForURL(`**/connections/destinations/${webhook?.id}`)
  await goTo(page, look, 'Home')
  await row.getByRole('link', { name: 'app.note' }).click()
  await page.waitForURL(/\/events\/evt_/)
}

let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard()
})
after(() => dashboard?.[Symbol.asyncDispose]())

for (const look of looks)
  test(`the API reference is filtered, opened and linked to (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/docs' })
    await page.getByRole('heading', { name: 'Destinations', exact: true }).waitFor()
    await lookAt(page, 'docs', look)
    await page.getByRole('searchbox', { name: 'Filter operations' }).fill('post destinations test')
    await page.getByText('1 operation', { exact: true }).waitFor()
    await page.getByRole('searchbox').fill('no such thing')
    await page.getByText('No operation matches').waitFor()
    await page.getByRole('searchbox').fill('post /generate')
    await page.getByRole('button', { name: /^POST\s*\/generate/ }).click()
    await page.waitForURL(/\/docs#post_generate$/)
    await page.getByText(`dev-id: ${dashboard.tellus.devId}`).waitFor()
    await page.getByText('health_observation').waitFor()
    await lookAt(page, 'docs-operation', look)

    await page.goto('/docs#get_destinations')
    await page.getByText('failing_since').waitFor()
    assert.equal(
      await page.evaluate('document.activeElement?.closest("li")?.id'),
      'get_destinations',
      'the linked operation has the focus',
    )
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download OpenAPI' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'tellus-openapi.json')
    await page.context().close()
  })

test('a key is revoked by name, and the last one stays', async () => {
  const [look] = looks
  assert.ok(look)
  await dashboard.tellus.call('POST', '/admin/api/credentials/keys', { name: 'CI' })
  const page = await dashboard.open(look, { path: '/credentials' })
  await button(page, 'Revoke CI').click()
  await page.getByRole('heading', { name: /^Revoke CI \(….{4}\)\?$/ }).waitFor()
  await button(page, 'Revoke').click()
  await page.getByText('CI was revoked.').waitFor()
  await page.getByRole('row').filter({ hasText: 'CI' }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: /^Revoke/ }).waitFor({ state: 'hidden' })
  await button(page, 'Show 1 revoked').click()
  await page.getByRole('row').filter({ hasText: 'CI' }).getByText('revoked').waitFor()
  await page.context().close()
})
