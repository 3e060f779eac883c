import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver, type Receiver } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** The walk of a user: found, seen by day, their events followed, their connection read and ended. */
let dashboard: Dashboard
let receiver: Receiver
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
  receiver = await openReceiver()
  await dashboard.tellus.call('POST', '/admin/api/destinations', { kind: 'webhook', url: receiver.url })
})
after(async () => {
  await dashboard?.[Symbol.asyncDispose]()
  await receiver?.close()
})

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const call = <T>(method: string, path: string, body?: unknown) => dashboard.tellus.call<T>(method, path, body)

/** Connects a person at the pretend provider, and waits for their data; gives the user's id. */
async function connect(browser: BrowserContext, reference_id: string): Promise<string> {
  const session = await call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id,
    providers: 'SANDBOX',
  })
  // Their own page: it loads itself again while the data comes, which would break off whatever else it were sent to.
  const person = await browser.newPage()
  await person.goto(session.body.url)
  await person.getByRole('button', { name: 'Allow' }).click()
  await person.getByRole('heading', { name: 'Sandbox is connected' }).waitFor()
  await person.close()
  const found = await call<{ items: { user_id: string }[] }>('GET', `/admin/api/users?search=${reference_id}`)
  const id = found.body.items[0]?.user_id
  assert.ok(id)
  await eventually('the first data', async () => {
    const { body } = await call<{ counts: Record<string, number> }>('GET', `/admin/api/users/${id}`)
    return (body.counts['sleep'] ?? 0) > 0 && (body.counts['body'] ?? 0) > 0
  })
  return id
}

for (const look of looks)
  test(`a user is found, followed into their events, and disconnected (${look.name})`, async () => {
    const reference = `anna-${look.theme}-${look.width}`
    const page = await dashboard.open(look)
    const id = await connect(page.context(), reference)
    for (const name of ['berit', 'carl'])
      await call('POST', '/admin/api/generate', { provider: 'OURA', type: 'daily', reference_id: name, send: true })
    await page.goto('/users')
    await find(page, look, id, reference)

    await page.getByRole('toolbar', { name: /^sleep: \d+ of 30 days/ }).waitFor()
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.waitForURL(/\/events$/)
    const events = page.getByRole('table', { name: /^Events about this user/ })
    await events.getByRole('link', { name: 'sleep' }).first().waitFor()
    await events.getByText('delivered').first().waitFor()
    await lookAt(page, 'user-events', look)
    const address = await events.getByRole('link', { name: 'sleep' }).first().getAttribute('href')
    assert.match(address ?? '', /^\/events\/evt_/)

    await page.getByRole('tab', { name: 'Connection' }).click()
    await page.getByText('renewed by itself before it ends').waitFor()
    await page.getByText('profile', { exact: true }).waitFor()
    await lookAt(page, 'user-connection', look)
    await button(page, 'Disconnect and erase').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/records, the events about them/).waitFor()
    await lookAt(page, 'user-erase', look)
    await dialog.getByLabel(`Type ${reference} to confirm`).fill(reference)
    await dialog.getByRole('button', { name: 'Disconnect and erase' }).click()
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    await page.getByText(`${reference} was disconnected and erased.`).waitFor()
    assert.equal((await call('GET', `/admin/api/users/${id}`)).status, 404)
    await eventually('the deauth event', () =>
      receiver.received.some(({ body }) => {
        const event: { type: string; user?: { user_id: string } } = JSON.parse(body.toString())
        return event.type === 'deauth' && event.user?.user_id === id
      }),
    )
    await page.context().close()
  })

/** By a part of the reference_id, by the user_id, by provider and by state: all in the address. */
async function find(page: Page, look: Look, id: string, reference: string): Promise<void> {
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  const search = page.getByRole('searchbox', { name: 'Find by reference_id or user_id' })
  await row(reference).getByText('connected').waitFor()
  await row('berit').getByText('OURA').waitFor()
  await lookAt(page, 'users', look)
  await search.fill('carl')
  await page.waitForURL(/\?search=carl$/)
  await row('berit').waitFor({ state: 'hidden' })
  await search.fill(id)
  await row(reference).waitFor()
  await search.fill('nobody at all')
  await page.getByText('No user matches.').waitFor()
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).first().click()
  await button(page, 'Disconnected').click()
  await page.waitForURL(/status=disconnected/)
  await page.getByText('No user matches.').waitFor()
  await button(page, 'All').click()
  await button(page, 'provider').click()
  await page
    .getByRole('button', { name: /^provider: / })
    .last()
    .click()
  await page.getByPlaceholder('Such as Oura').fill('sandbox')
  await page.keyboard.press('Enter')
  await page.waitForURL(/provider=SANDBOX/)
  // Its list closes by itself; the key is for the sheet behind it, where there is one.
  await page.getByPlaceholder('Such as Oura').waitFor({ state: 'hidden' })
  await page.keyboard.press('Escape')
  await row('berit').waitFor({ state: 'hidden' })
  await row(reference).getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: reference }).waitFor()
}

test('values can be hidden: then neither drawing nor JSON shows them', async () => {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look)
  const id = await connect(page.context(), 'hidden')
  await page.goto(`/users/${id}`)
  const strip = page.getByRole('toolbar', { name: /^sleep:/ })
  await strip
    .getByRole('button', { name: /record/ })
    .last()
    .click()
  await page.getByRole('slider', { name: /^Sleep/ }).waitFor()
  await lookAt(page, 'user-sandbox-sleep', look)
  await page.getByRole('button', { name: 'Hide values' }).click()
  await page.getByText('Values are hidden').first().waitFor()
  assert.equal(await page.getByRole('slider', { name: /^Sleep/ }).count(), 0)
  await lookAt(page, 'user-hidden', look)
  await page.context().close()
})
