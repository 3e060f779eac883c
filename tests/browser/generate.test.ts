import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver } from '../../src/testing/receiver.ts'

/** Tools > Generate: data of a source is invented, looked at and sent, and its attempts appear. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard()
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

async function deleteDestinations(): Promise<void> {
  const { call } = dashboard.tellus
  const { body } = await call<{ items: { id: string }[] }>('GET', '/admin/api/destinations')
  for (const { id } of body.items) await call('DELETE', `/admin/api/destinations/${id}`)
}

async function goToGenerate(page: Page, look: Look): Promise<void> {
  if (look.width < 768) await button(page, 'Open the menu').click()
  await page.getByRole('link', { name: 'Generate', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Generate' }).waitFor()
}

for (const look of looks)
  test(`data is generated, shown as chart and JSON, sent, and its attempts appear (${look.name})`, async () => {
    await deleteDestinations()
    await using receiver = await openReceiver()
    await using broken = await openReceiver({ status: 503 })
    const page = await dashboard.open(look)
    await goToGenerate(page, look)
    const send = button(page, 'Send to Webhook')
    await page.getByText('There is no destination yet').waitFor()
    assert.equal(
      await page.getByRole('link', { name: 'Add New' }).getAttribute('href'),
      '/connections/destinations/new',
    )
    assert.equal(await send.getAttribute('aria-disabled'), 'true')
    await lookAt(page, 'generate-empty', look)
    for (const [name, url] of [
      ['good', receiver.url],
      ['broken', broken.url],
    ])
      await dashboard.tellus.call('POST', '/admin/api/destinations', { kind: 'webhook', name, url, retry: [600] })
    await page.getByText('Goes to good, broken').waitFor()
    assert.equal(await send.getAttribute('aria-disabled'), 'true')

    await button(page, 'Data source: Garmin').click()
    await page.getByLabel('Find a source').fill('oura')
    await page.keyboard.press('Enter')
    await page.waitForURL(/provider=OURA/)
    await page.getByLabel('Data type').selectOption('daily')
    await page.waitForURL(/type=daily/)
    await page.getByLabel('Data type').selectOption('sleep')
    await page.getByLabel('Days').selectOption({ label: '2 days' })
    await page.getByLabel('Seed').fill('42')
    await page.waitForURL(/days=2&seed=42$/)
    await button(page, 'Generate test data').click()
    const drawn = panel(page, 'Oura, sleep')
    await drawn.getByText('not sent yet').waitFor()
    await drawn.getByRole('figure').first().waitFor()
    await panel(page, 'payload').getByText('"OURA"').first().waitFor()
    await page.getByText(/^Show \d+ empty fields$/).click()
    await page.getByText('snoring_data', { exact: true }).waitFor()

    await send.click()
    const sent = panel(page, 'Sent')
    const good = sent.getByRole('listitem').filter({ hasText: 'good' }).last()
    await good.getByText('delivered').waitFor()
    await good.getByText('200', { exact: true }).waitFor()
    const failing = sent.getByRole('listitem').filter({ hasText: 'broken' }).last()
    await failing.getByText('retrying').waitFor()
    await failing.getByText('503', { exact: true }).waitFor()
    await drawn.getByText('As it was sent.').waitFor()
    await lookAt(page, 'generate', look)
    const bodies = receiver.received.map(({ body }) => JSON.parse(body.toString()))
    const payload = bodies.find(({ type }) => type === 'sleep')
    assert.equal(payload?.user.provider, 'OURA')

    await page.getByLabel('Seed').fill('43')
    await page.getByText('You have changed the choices since.').waitFor()
    await sent.getByRole('link', { name: 'Open event' }).click()
    await page.waitForURL('**/events/evt_*')
    await page.goBack()
    await button(page, 'Data source: Oura').waitFor()
    assert.equal(await page.getByLabel('Seed').inputValue(), '43')
    await page.context().close()
  })
