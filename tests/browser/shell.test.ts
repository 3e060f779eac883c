import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, lookAt, looks, openDashboard, owner } from '../../src/testing/browser.ts'

/** The frame around the pages: its doors, the command menu, keys, themes, environments, and a connection that breaks. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard()
})
after(() => dashboard?.[Symbol.asyncDispose]())

const [wide] = looks
assert.ok(wide)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const call = <T>(method: string, path: string, body?: unknown) => dashboard.tellus.call<T>(method, path, body)
const publish = (type: string) => call('POST', '/admin/api/events', { type, body: { n: 1 } })

for (const look of looks)
  test(`who is signed out signs in and is led on to the page that was asked for (${look.name})`, async () => {
    // Makes the owner.
    await (await dashboard.open(look)).context().close()
    const page = await dashboard.open(look, { signedIn: false, path: '/tools/verify' })
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await button(page, 'Sign in').click()
    await page
      .getByText(/password .*wrong|wrong .*password|do(es)? not (fit|match)/i)
      .first()
      .waitFor()
    await lookAt(page, 'sign-in', look)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await button(page, 'Sign in').click()
    await page.getByRole('heading', { level: 1, name: 'Verify signature' }).waitFor()
    if (look.width < 768) await button(page, 'Open the menu').click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.goto('/events')
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.context().close()
  })

test('a link that is cut short or works no more says so, and where to get another', async () => {
  const page = await dashboard.open(wide, { signedIn: false, path: '/reset' })
  await page.getByText('This link is cut short').waitFor()
  await lookAt(page, 'reset', wide)
  await page.goto('/join#not-a-token')
  await page.getByText('This invitation does not work').waitFor()
  await lookAt(page, 'join-broken', wide)
  await page.context().close()
})

for (const look of looks)
  test(`the command menu goes to places and opens whatever an id is pasted of (${look.name})`, async () => {
    await publish('shell.searched')
    const { body } = await call<{ items: { id: string }[] }>('GET', '/admin/api/events?type=shell.searched')
    const id = body.items[0]?.id ?? ''
    const page = await dashboard.open(look, { path: '/no/such/page' })
    await page.getByRole('heading', { level: 1, name: 'No such page' }).waitFor()
    await lookAt(page, 'not-found', look)
    await page.keyboard.press('Control+k')
    const search = page.getByPlaceholder('Go to a place, run a command, or paste any id')
    await search.fill('cred')
    await page.getByRole('option', { name: 'Credentials' }).waitFor()
    await lookAt(page, 'command-menu', look)
    await search.fill(id)
    await page.getByRole('option', { name: /Event/ }).first().click()
    await page.waitForURL(`**/events/${id}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    await lookAt(page, 'keys', look)
    await page.keyboard.press('Escape')
    if (look.width < 768) {
      await page.goto('/events')
      await button(page, 'Open the menu').click()
      await page.getByRole('link', { name: 'Destinations' }).waitFor()
      await lookAt(page, 'menu', look)
    }
    await page.context().close()
  })

test('the addresses of Terra’s documentation lead to the pages here', async () => {
  const page = await dashboard.open(wide, { path: '/dashboard/connections' })
  await page.getByRole('heading', { level: 1, name: 'Destinations' }).waitFor()
  await page.goto('/dashboard/generate')
  await page.getByRole('heading', { level: 1, name: 'Generate' }).waitFor()
  await page.context().close()
})

test('a chosen theme stays, whatever the system has', async () => {
  const page = await dashboard.open(wide, { path: '/credentials' })
  await button(page, 'Theme: As the system').click()
  await button(page, 'Theme: Light').click()
  await button(page, 'Theme: Dark').waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Credentials' }).waitFor()
  assert.equal(await page.evaluate<string>('getComputedStyle(document.body).colorScheme'), 'dark')
  await page.context().close()
})

test('no health value is on the screen while values are hidden', async () => {
  const asked = { provider: 'OURA', type: 'sleep', seed: 'hidden', send: true, reference_id: 'hidden' }
  const { body } = await call<{ event_id: string }>('POST', '/admin/api/generate', asked)
  const page = await dashboard.open(wide, { path: `/events/${body.event_id}` })
  await button(page, 'Hide values').click()
  await page.getByRole('tab', { name: 'Preview' }).click()
  await page
    .getByText(/hidden/)
    .first()
    .waitFor()
  assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /\d+ h \d+ min asleep/)
  await page.context().close()
})

test('new events go on coming after the server was killed and started again', async () => {
  const page = await dashboard.open(wide, { path: '/events' })
  await publish('shell.before')
  await page.getByText('shell.before').waitFor()
  await dashboard.restart(async () => {
    await page.getByText('Connection to Tellus lost.').waitFor()
    await lookAt(page, 'connection-lost', wide)
    // Hurried while nobody answers, it goes on trying.
    await button(page, 'Try now').click()
  })
  // Tried again by itself, so the button that would hurry it may be gone already.
  await page.getByText('Connection to Tellus lost.').waitFor({ state: 'hidden', timeout: 60_000 })
  await publish('shell.after')
  await page.getByText('shell.after').waitFor()
  await page.context().close()
})
