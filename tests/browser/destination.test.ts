import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'
import { judge } from '../../src/testing/verify.ts'

/** The walk of Terra's "Receiving data (webhooks)": a destination is added, tested, edited, paused and deleted. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
})
after(() => dashboard?.[Symbol.asyncDispose]())

/** A first start has an inbox; the walks begin with nothing. */
async function deleteAll(): Promise<void> {
  const { call } = dashboard.tellus
  const { body } = await call<{ items: { id: string }[] }>('GET', '/admin/api/destinations')
  for (const { id } of body.items) await call('DELETE', `/admin/api/destinations/${id}`)
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function goTo(page: Page, look: Look, place: string): Promise<void> {
  if (look.width < 768) await button(page, 'Open the menu').click()
  await page.getByRole('link', { name: place, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: place }).waitFor()
}

async function publish(type: string): Promise<void> {
  const { status } = await dashboard.tellus.call('POST', '/admin/api/events', { type, body: { type, n: 1 } })
  assert.equal(status, 202)
}

for (const look of looks)
  test(`a destination is added, tested, edited, paused, recovered and deleted by hand (${look.name})`, async () => {
    await deleteAll()
    await using receiver = await openReceiver()
    const page = await dashboard.open(look)
    await goTo(page, look, 'Destinations')
    await page.getByText('No destinations yet.').waitFor()
    await lookAt(page, 'destinations-empty', look)
    await page.getByRole('link', { name: 'Add New' }).click()
    await page.getByRole('link', { name: 'Webhook' }).waitFor()
    await lookAt(page, 'destination-kinds', look)
    await page.getByRole('link', { name: 'Webhook' }).click()

    const host = page.getByLabel('Host', { exact: true })
    await button(page, 'Add destination').click()
    await page.getByText('Host is empty.').first().waitFor()
    await host.fill('nonsense')
    await button(page, 'Add destination').click()
    await page.getByText('Host is not a valid URL').first().waitFor()
    await lookAt(page, 'destination-new-refused', look)
    await host.fill('')
    await button(page, 'Use an inbox address').waitFor()
    await host.fill(receiver.url)
    await button(page, 'Add destination').click()
    await page.getByRole('heading', { level: 1, name: receiver.url }).waitFor()
    await page.getByText('No deliveries yet.').waitFor()

    await button(page, 'Send test').click()
    const row = page.getByRole('row').filter({ hasText: 'healthcheck' })
    await row.getByText('delivered').waitFor()
    await row.getByText('200', { exact: true }).waitFor()
    const [first] = await receiver.take(1)
    await button(page, 'Show Signing secret').click()
    const secret = await page
      .getByRole('group', { name: 'Signing secret' })
      .getByText(/^[\w-]{40,}$/)
      .textContent()
    assert.ok(first && secret)
    assert.deepEqual(await judge(first, secret), [])
    await button(page, 'Copy Signing secret').click()
    await button(page, 'Copied').waitFor()
    assert.equal(await page.evaluate<string>('navigator.clipboard.readText()'), secret)
    await button(page, 'Hide Signing secret').click()
    await lookAt(page, 'destination', look)

    await edit(page, look)
    await filter(page)
    await pauseAndRecover(page, look)
    assert.ok((await receiver.take(2)).some(({ body }) => JSON.parse(body.toString()).type === 'daily'))

    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
    await button(page, 'Pause').click()
    await page.getByText('Paused. 0 deliveries wait').waitFor()
    await publish('sleep')
    await publish('sleep')
    await page.getByText('Paused. 2 deliveries wait').waitFor()
    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('2 deliveries wait for it and will never be sent').waitFor()
    await lookAt(page, 'destination-delete', look)
    await button(page, 'Delete').click()
    await page.getByText('No destinations yet.').waitFor()
    await page.context().close()
  })

/** Edit: types, a header, how often, the secret's rotation with its grace period. */
async function edit(page: Page, look: Look): Promise<void> {
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Host', { exact: true }).waitFor()
  await page.getByRole('radio', { name: 'Only some' }).check()
  for (const type of ['sleep', 'daily', 'healthcheck']) await page.getByLabel(type, { exact: true }).check()
  await button(page, 'Add header').click()
  await page.getByLabel('Header 1', { exact: true }).fill('x-gateway')
  await page.getByLabel('Value of header 1').fill('open sesame')
  await page.getByText('Advanced:').click()
  await page.getByLabel('Updates of daily').selectOption({ label: 'every 1 h at most' })

  const secret = page.getByRole('group', { name: 'Signing secret' })
  await secret.getByRole('button', { name: 'Rotate signing secret' }).click()
  await page.getByLabel('24 hours').waitFor()
  await button(page, 'Rotate').click()
  await page.getByText('Both sign until').waitFor()
  await button(page, 'Show Previous signing secret').waitFor()
  await lookAt(page, 'destination-edit', look)
  await button(page, 'End now').click()
  await button(page, 'End').click()
  await page.getByText('Both sign until').waitFor({ state: 'hidden' })
  await button(page, 'Save').click()
  await page.getByText('daily: every 1 h at most').waitFor()
  await page.getByText('x-gateway: ••••').waitFor()
}

/** The filters are in the address, and come back by the history. */
async function filter(page: Page): Promise<void> {
  await button(page, 'Failed').click()
  await page.waitForURL(/\?status=failed$/)
  await page.getByText('No delivery matches these filters.').waitFor()
  await page.goBack()
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).waitFor()
  await button(page, 'code').click()
  await page.getByLabel('Such as 503, or 5xx').fill('20')
  await button(page, 'Apply').click()
  await page.getByText('A code is such as 503').waitFor()
  await page.getByLabel('Such as 503, or 5xx').fill('2xx')
  await button(page, 'Apply').click()
  await page.waitForURL(/\?code=2xx$/)
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).waitFor()
  await page.getByRole('button', { name: /: 1 delivered/ }).click()
  await page.waitForURL(/since=.*until=/)
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).waitFor()
  await button(page, 'Clear filters').click()
}

/** While it is paused a delivery waits; switching on offers it, and it is recovered. */
async function pauseAndRecover(page: Page, look: Look): Promise<void> {
  await button(page, 'More actions').click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await page.getByText('0 deliveries wait now').waitFor()
  await button(page, 'Pause').click()
  await page.getByText('Paused. 0 deliveries wait').waitFor()
  await publish('daily')
  await page.getByRole('row').filter({ hasText: 'daily' }).getByText('held').waitFor()
  await page.getByText('Paused. 1 delivery waits').waitFor()
  await lookAt(page, 'destination-paused', look)
  await button(page, 'Resume').click()
  await page.getByText('While it was off 1 was held and 0 failed.').waitFor()
  await page.getByText('1 delivery would be sent.').waitFor()
  await lookAt(page, 'destination-missed', look)
  await button(page, 'Recover 1 delivery').click()
  await page.getByText('1 delivery put into the queue').waitFor()
  await page.getByRole('row').filter({ hasText: 'daily' }).getByText('delivered').waitFor()
  await button(page, 'Send test').click()
}

test('a destination is an inbox in two clicks, and Host takes the address of an inbox', async () => {
  const [look] = looks
  assert.ok(look)
  await deleteAll()
  const page = await dashboard.open(look, { path: '/connections/destinations/new' })
  await page.getByRole('main').getByRole('link', { name: 'Inbox', exact: true }).click()
  await page.getByRole('textbox', { name: /^Name/ }).fill('My inbox')
  await button(page, 'Add destination').click()
  await page.getByRole('heading', { level: 1, name: 'My inbox' }).waitFor()
  await button(page, 'Send test').click()
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).getByText('delivered').waitFor()
  await page.goto('/connections/destinations/new/webhook')
  await button(page, 'Use an inbox address').click()
  await page.getByRole('menuitem', { name: 'My inbox' }).click()
  await button(page, 'Add destination').click()
  await page.getByRole('heading', { level: 1, name: /\/inbox\/inb_/ }).waitFor()
  await button(page, 'Send test').click()
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).getByText('delivered').waitFor()
  await eventually('both in the list', async () => {
    const { body } = await dashboard.tellus.call<{ items: unknown[] }>('GET', '/admin/api/destinations')
    return body.items.length === 2
  })
  await page.context().close()
})

for (const look of looks)
  test(`sources are listed, switched and explained, and lead to Import (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/connections/destinations' })
    await page.getByRole('link', { name: 'My inbox' }).waitFor()
    await lookAt(page, 'destinations', look)
    await goTo(page, look, 'Sources')
    const card = page.getByRole('listitem').filter({ hasText: 'Apple Health' })
    await card.getByText('ready').waitFor()
    await lookAt(page, 'sources', look)
    await page.getByRole('tab', { name: 'Coverage' }).click()
    await page.getByRole('cell', { name: 'filled' }).first().waitFor()
    await page.getByLabel('Find a field').fill('REM')
    await page.getByRole('rowheader', { name: /duration_REM/ }).waitFor()
    await page
      .getByRole('rowheader', { name: /hr_samples/ })
      .first()
      .waitFor({ state: 'detached' })
    await page.getByLabel('Find a field').fill('')
    await page
      .getByRole('rowheader', { name: /hr_samples/ })
      .first()
      .waitFor()
    await lookAt(page, 'coverage', look)
    await page.getByRole('radio', { name: 'My users’' }).check()
    await page.getByText('None of your users is connected to a provider of this type.').waitFor()
    await page.getByRole('tab', { name: 'Sources' }).click()
    const offer = page.getByRole('switch', { name: 'Offer Apple Health' })
    await offer.click()
    await card.getByText('off', { exact: true }).waitFor()
    await offer.click()
    await card.getByText('ready').waitFor()
    await card.getByRole('link', { name: 'Apple Health' }).click()
    await page.getByRole('heading', { level: 1, name: 'Apple Health' }).waitFor()
    await lookAt(page, 'source', look)
    await page.getByRole('link', { name: 'Import a file' }).click()
    await page.waitForURL('**/tools/import')
    await page.context().close()
  })
