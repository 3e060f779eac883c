import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** A destination that fails: what says so, what helps, and what is sent again once it is mended. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard()
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const events = 24

interface Attention {
  kind: string
  target: { id: string }
  remedy: { path: string }
}

for (const [at, look] of looks.entries())
  test(`a failing destination shows its remedy, and what it did not get is recovered (${look.name})`, async () => {
    await using receiver = await openReceiver({ status: 503 })
    const type = `order.paid-${at}`
    const { call } = dashboard.tellus
    const { body: made } = await call<{ id: string }>('POST', '/admin/api/destinations', {
      kind: 'webhook',
      url: receiver.url,
      event_types: [type],
      retry: [],
    })
    for (let n = 0; n < events; n++) await call('POST', '/admin/api/events', { type, body: { n } })
    await receiver.take(events)
    const attention = await eventually('the destination needs attention', async () => {
      const { body } = await call<{ items: Attention[] }>('GET', '/admin/api/attention')
      return body.items.find(({ kind, target }) => kind === 'destination_failing' && target.id === made.id) ?? false
    })

    const page = await dashboard.open(look)
    await button(page, 'Skip').click()
    await page.getByRole('region', { name: 'Needs attention' }).waitFor()
    await page.locator(`a[href="${attention.remedy.path}"]`, { hasText: 'See why' }).click()
    await page.getByText('Every attempt has failed lately').waitFor()
    await page.getByText('the last with 503').waitFor()
    await page.getByRole('row').filter({ hasText: type }).first().waitFor()
    await lookAt(page, 'destination-failing', look)

    receiver.set({ status: 200 })
    await button(page, 'Recover failed since…').click()
    await page.getByText(`${events} deliveries would be sent.`).waitFor()
    await page.getByRole('radio', { name: /^Missed/ }).check()
    await page.getByText('Nothing to recover in this time.').waitFor()
    await page.getByRole('radio', { name: /^Failed/ }).check()
    await page.getByRole('radio', { name: 'Exact' }).check()
    await page.getByLabel('Events stored since').waitFor()
    await page.getByRole('radio', { name: '1 hour' }).check()
    await page.getByLabel('Deliveries per second').fill('1')
    await page.getByText(`${events} deliveries would be sent.`).waitFor()
    await lookAt(page, 'recover', look)
    await button(page, `Recover ${events} deliveries`).click()

    const progress = page.getByRole('progressbar')
    await progress.waitFor()
    await page.getByText(/\d+ \/ 24 · \d+\/s · about/).waitFor()
    await lookAt(page, 'recover-progress', look)
    await button(page, 'Stop').click()
    await page.getByText('stopped', { exact: true }).waitFor()
    await page.getByText('Every attempt has failed lately').waitFor({ state: 'hidden' })

    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Recover failed since…' }).click()
    await page.getByText(/^\d+ deliver(y|ies) would be sent\.$/).waitFor()
    await page.getByRole('button', { name: /^Recover \d+ deliver/ }).click()
    await page.getByText('completed', { exact: true }).waitFor()
    const seen = new Set(receiver.received.slice(events).map(({ headers }) => headers['x-terra-trace-id']))
    await eventually('everything arrived', () => {
      for (const { headers } of receiver.received.slice(events)) seen.add(headers['x-terra-trace-id'])
      return seen.size === events
    })
    await button(page, 'Failed').click()
    await page.getByText('No delivery matches these filters.').waitFor()
    assert.equal(receiver.received.length, 2 * events)
    await lookAt(page, 'recover-done', look)
    await page.context().close()
  })
