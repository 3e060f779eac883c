import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver, type Receiver } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** Follow the data: from the list of events to one event, its bytes, its deliveries, its attempts, and again. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
  // A first start has an inbox that takes everything; here each test says where its events go.
  const { call } = dashboard.tellus
  const { body } = await call<{ items: { id: string }[] }>('GET', '/admin/api/destinations')
  for (const { id } of body.items) await call('DELETE', `/admin/api/destinations/${id}`)
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const row = (page: Page, text: string) => page.getByRole('table').getByRole('row').filter({ hasText: text })
const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

async function publish(type: string, body: unknown): Promise<string> {
  const { status, body: answer } = await dashboard.tellus.call<{ event_ids: string[] }>('POST', '/admin/api/events', {
    type,
    body,
  })
  assert.equal(status, 202)
  return answer.event_ids[0] ?? ''
}

/** A destination of one test alone, so that looks do not hear of each other. */
async function addDestination(receiver: Receiver, types: string[]): Promise<void> {
  const { status } = await dashboard.tellus.call('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
    event_types: types,
    retry: [3600, 3600],
  })
  assert.equal(status, 201)
}

for (const [at, look] of looks.entries())
  test(`an event is followed to its bytes, deliveries and attempts, and sent again (${look.name})`, async () => {
    const type = `order.paid-${at}`
    await using receiver = await openReceiver({ status: 503, answer: '{"error":"the shop is closed"}' })
    await addDestination(receiver, [type])
    const other = await publish(`order.seen-${at}`, { n: 1 })
    const bytes = { order: 7, note: `look ${at}`, lines: [{ sku: 'A-1', price: 12.5 }] }
    const id = await publish(type, bytes)
    await receiver.take(1)

    const page = await dashboard.open(look, { path: '/events' })
    await row(page, type).getByText('pending').waitFor()
    await row(page, `order.seen-${at}`).getByText('no destination').waitFor()
    await lookAt(page, 'events', look)
    await narrow(page, look, type)

    await row(page, type).getByRole('link', { name: type }).click()
    await page.waitForURL(`**/events/${id}?type=${type}`)
    const drawer = page.getByRole('dialog')
    const rail = drawer.getByRole('list', { name: 'The event’s way' })
    await rail.getByText('503', { exact: true }).waitFor()
    await drawer.getByRole('region', { name: 'payload' }).getByText('A-1').waitFor()
    await drawer.getByRole('button', { name: 'Copy payload' }).click()
    await drawer.getByRole('button', { name: 'Copied' }).waitFor()
    assert.equal(await clipboard(page), JSON.stringify(bytes))
    await lookAt(page, 'event-payload', look)

    await drawer.getByRole('tab', { name: 'Deliveries' }).click()
    await page.waitForURL(/tab=deliveries/)
    await drawer.getByText(/^Attempt 2 of 3 in (1 h|\d+ min)/).waitFor()
    await drawer.getByText('Response').click()
    await drawer.getByText('{"error":"the shop is closed"}').waitFor()
    await lookAt(page, 'event-deliveries', look)

    receiver.set({ status: 200 })
    const attempts = drawer.getByRole('list', { name: /^Attempts at/ })
    await drawer.getByRole('button', { name: 'Try now' }).click()
    await attempts.getByText('#2').waitFor()
    await drawer.getByText('delivered', { exact: true }).first().waitFor()
    await rail.getByText('200', { exact: true }).waitFor()
    await drawer.getByText(/First delivered .* after the first attempt/).waitFor()

    await page.keyboard.press('r')
    await page.getByText(`Resend this ${type} event to 1 destination?`).waitFor()
    await page.getByRole('dialog').last().getByRole('button', { name: 'Resend' }).click()
    await attempts.getByText('#3').waitFor()
    await drawer.getByText('resent', { exact: true }).waitFor()
    const [, again] = await receiver.take(2)
    assert.equal(again?.body.toString(), JSON.stringify(bytes))

    await copies(page, receiver, bytes)
    await leave(page, look, { id, other, type })
    await page.context().close()
  })

/** Filters and views are in the address, and the reader's own view is there after a reload. */
async function narrow(page: Page, look: Look, type: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Part of the payload' }).fill(`look ${type.at(-1)}`)
  await page.waitForURL(/\?body=look/)
  await page.getByText('1 event, all there are.').waitFor()
  await row(page, type).waitFor()
  await button(page, 'Failed').click()
  await page.waitForURL(/\?status=failed$/)
  await page.getByText('No event matches these filters.').waitFor()
  await page.goBack()
  await page.waitForURL(/\?body=look/)
  await button(page, 'All').click()
  if (look.width < 768) await button(page, 'Filters').click()
  await button(page, 'type').click()
  await page.getByRole('button', { name: /^type: / }).click()
  await page.getByPlaceholder('Such as sleep or healthcheck').fill('sleep')
  await page.getByRole('option', { name: 'sleep', exact: true }).click()
  await page.waitForURL(/\?type=sleep$/)
  await button(page, 'Your views').click()
  await page.getByRole('menuitem', { name: 'Save this view…' }).click()
  await button(page, 'Save view').click()
  await page.getByText('A view needs a name.').waitFor()
  await page.getByLabel('Name').fill('Nights')
  await button(page, 'Save view').click()
  await button(page, 'Nights').waitFor()
  await page.goto(`/events?type=${type}`)
  await row(page, type).waitFor()
  await button(page, 'Nights').click()
  await page.waitForURL(/\?type=sleep$/)
  await page.goBack()
  await row(page, type).waitFor()
}

/** What is copied sends the same bytes to the same address. */
async function copies(page: Page, receiver: Receiver, bytes: unknown): Promise<void> {
  await page.keyboard.press('c')
  await page.getByText('The id is copied.').waitFor()
  assert.match(await clipboard(page), /^evt_/)
  await button(page, 'Copy as curl').click()
  await page.getByText('The curl command is copied.').waitFor()
  const curl = await clipboard(page)
  assert.ok(curl.startsWith(`curl -X POST ${receiver.url} `), curl)
  assert.ok(curl.endsWith(`--data-binary '${JSON.stringify(bytes)}'`), curl)
  await button(page, 'More actions').click()
  await page.getByRole('menuitem', { name: 'Copy as test' }).click()
  await page.getByText('A test for node:test is copied.').waitFor()
  assert.match(await clipboard(page), /createHmac/)
}

/** To the neighbour and back to the list, by keys where there are some. */
async function leave(page: Page, look: Look, { id, other, type }: Record<'id' | 'other' | 'type', string>) {
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: look.width < 768 ? 'Back' : 'Close' }).click()
  await page.waitForURL(`**/events?type=${type}`)
  await button(page, 'All').click()
  await row(page, type).getByText('delivered').waitFor()
  await row(page, type).getByRole('link', { name: type }).click()
  await drawer.getByRole('tab', { name: 'Payload' }).waitFor()
  await page.keyboard.press(']')
  await page.waitForURL(`**/events/${other}`)
  await drawer.getByText('No destination wanted it').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL(`**/events/${id}`)
  await page.keyboard.press('Escape')
  await page.waitForURL('**/events')
}

for (const look of looks)
  test(`data of a user is drawn, resent to a chosen destination, and follows its user (${look.name})`, async () => {
    await using receiver = await openReceiver()
    const { call } = dashboard.tellus
    await call('POST', '/admin/api/destinations', {
      kind: 'webhook',
      url: receiver.url,
      name: `Shop ${look.name}`,
      event_types: ['healthcheck'],
    })
    const { body: sent } = await call<{ event_id: string; user_id: string }>('POST', '/admin/api/generate', {
      provider: 'OURA',
      type: 'sleep',
      seed: look.name,
      reference_id: look.name,
      send: true,
    })
    const page = await dashboard.open(look, { path: `/events/${sent.event_id}?tab=preview` })
    const drawer = page.getByRole('dialog')
    await drawer
      .getByText(/asleep/)
      .first()
      .waitFor()
    await drawer.getByText('OURA').waitFor()
    await lookAt(page, 'event-preview', look)
    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Resend to…' }).click()
    await button(page, 'Resend').last().click()
    await page.getByText('Choose a destination.').waitFor()
    await page.getByRole('button', { name: /^Destination: / }).click()
    await page.getByRole('option', { name: new RegExp(`Shop ${look.name}`) }).click()
    await button(page, 'Resend').last().click()
    const [received] = await receiver.take(1)
    assert.equal(JSON.parse(received?.body.toString() ?? '{}').type, 'sleep')
    await drawer.getByRole('tab', { name: 'Deliveries' }).click()
    await drawer
      .getByRole('list', { name: /^Attempts at/ })
      .getByText('200', { exact: true })
      .waitFor()
    assert.equal(await drawer.getByRole('link', { name: /…/ }).getAttribute('href'), `/users/${sent.user_id}`)
    await page.context().close()
  })

test('ten thousand events are a list of a few rows that goes to the end, and new ones wait until they are asked for', async () => {
  const [look] = looks
  assert.ok(look)
  const { url, devId, apiKey } = dashboard.tellus
  const lines = Array.from({ length: 10_000 }, (_, n) => JSON.stringify({ type: 'bulk', body: { n } }))
  const answer = await fetch(`${url}/admin/api/events`, {
    method: 'POST',
    headers: { 'dev-id': devId, 'x-api-key': apiKey, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  })
  assert.equal(answer.status, 202)
  const page = await dashboard.open(look, { path: '/events?type=bulk' })
  const table = page.getByRole('table', { name: 'Events, newest first' })
  await row(page, 'bulk').first().waitFor()
  await lookAt(page, 'events-many', look)
  const toEnd = () => table.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await toEnd()
  await eventually('a second page is here', async () => Number(await table.getAttribute('aria-rowcount')) > 201)
  await publish('bulk', { n: 'late' })
  await button(page, '1 new').waitFor()
  const end = page.getByText('10,000 events, all there are.')
  await eventually(
    'the end of the list',
    async () => {
      await toEnd()
      return end.isVisible()
    },
    60_000,
  )
  assert.ok((await table.getByRole('row').count()) < 60, 'only the rows in sight exist')
  await button(page, '1 new').click()
  await page.getByText(/^200 events/).waitFor()
  await button(page, '1 new').waitFor({ state: 'hidden' })
  await page.context().close()
})
