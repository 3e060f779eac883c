import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** The walk of a person with a ring and a strap: read day by day, their sources put in order, and an AI client let in. */
let dashboard: Dashboard
/** An app’s own id may hold anything. */
const reference = 'alex/50% b'
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
  await connect('OURA')
  await connect('WHOOP')
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const call = <T>(method: string, path: string, body?: unknown) => dashboard.tellus.call<T>(method, path, body)
const priorityOf = async () =>
  (
    await call<{ priority: { providers: string[]; from: string | null } }>(
      'GET',
      `/admin/api/person?reference_id=${encodeURIComponent(reference)}`,
    )
  ).body.priority

/** Connects the same invented person at the double of a provider, and waits for their nights. */
async function connect(provider: string): Promise<void> {
  const { body } = await call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id: reference,
    providers: provider,
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(dashboard.tellus.url), body.url, 'alex', provider)
  const id = end.searchParams.get('user_id') ?? ''
  await eventually(
    `the first data of ${provider}`,
    async () => {
      const { counts } = (await call<{ counts: Record<string, number> }>('GET', `/admin/api/users/${id}`)).body
      return ['sleep', 'daily', 'activity'].every((type) => (counts[type] ?? 0) > 5)
    },
    60_000,
  )
}

for (const look of looks)
  test(`a person is read over all their sources, which are put in order (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/users' })
    const rows = page.getByRole('row').filter({ hasText: reference })
    await rows.first().getByText('connected').waitFor()
    await lookAt(page, 'person-users', look)
    await rows
      .first()
      .getByRole('link', { name: `All of ${reference}` })
      .click()
    await page.getByRole('heading', { level: 1, name: reference }).waitFor()
    await page.goto('/users')
    await rows.first().getByRole('link').first().click()
    await page.getByRole('link', { name: 'one of 2 accounts of this person' }).click()
    await page.getByRole('heading', { level: 1, name: reference }).waitFor()
    await page.getByText('2 accounts of one reference_id, put together').waitFor()
    await days(page, look)
    await order(page, look)
    await page.context().close()
  })

/** Day by day, one thing opened, pages of days, and none at all. */
async function days(page: Page, look: Look): Promise<void> {
  const list = page.getByRole('region', { name: 'Day by day' })
  await list.getByText('Oura, also recorded by WHOOP').first().waitFor()
  await lookAt(page, 'person', look)
  await list
    .getByRole('button', { name: /asleep, / })
    .first()
    .click()
  await page.waitForURL(/type=sleep&day=/)
  await page.getByRole('slider', { name: /^Sleep/ }).waitFor()
  const made = page.getByRole('region', { name: 'What it was made of' })
  // A night in two pieces, or with a nap, is there more than once.
  await made.getByRole('link', { name: 'As WHOOP told it' }).first().waitFor()
  await made.getByText('counts first').first().waitFor()
  await made.scrollIntoViewIfNeeded()
  await lookAt(page, 'person-night', look)

  await list
    .getByRole('button', { name: / steps, / })
    .nth(1)
    .click()
  await page.waitForURL(/type=daily/)
  const origins = page.getByRole('region', { name: 'What comes from where' })
  await origins.getByText('distance', { exact: true }).waitFor()
  await origins.getByText('WHOOP').first().waitFor()
  await origins.scrollIntoViewIfNeeded()
  await lookAt(page, 'person-day', look)
  const address = page.url()
  await page.reload()
  await origins.waitFor()
  assert.equal(page.url(), address)

  await button(list, 'Earlier days').click()
  await page.waitForURL(/\?to=\d/)
  assert.equal(await origins.count(), 0)
  await list.getByText('also recorded by').first().waitFor()
  await page.getByLabel('Up to').fill('2001-01-07')
  await page.getByText('No days, nights, workouts or measurements from 1 Jan 2001 to 7 Jan 2001.').waitFor()
  await lookAt(page, 'person-empty', look)
  await page.getByRole('button', { name: /^Go to the newest/ }).click()
  await list.getByText('also recorded by').first().waitFor()
  assert.equal(await button(page, 'Earlier days').isEnabled(), true)
}

/** By the keyboard, by the mouse, and taken back. */
async function order(page: Page, look: Look): Promise<void> {
  const panel = page.getByRole('region', { name: 'Who counts first' })
  const names = () => panel.getByRole('listitem').allInnerTexts()
  await button(panel, 'Move WHOOP up').focus()
  await page.keyboard.press('Enter')
  await panel.getByText('WHOOP is number 1 of 2 now.').waitFor()
  assert.equal(await page.evaluate<string>('document.activeElement.ariaLabel'), 'Move WHOOP up')
  await panel.scrollIntoViewIfNeeded()
  await lookAt(page, 'person-order', look)
  await button(panel, 'As it was').click()
  assert.match((await names())[0] ?? '', /Oura/)
  const grips = panel.locator('[data-grip]')
  const [from, to] = [await grips.nth(1).boundingBox(), await grips.nth(0).boundingBox()]
  assert.ok(from !== null && to !== null)
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
  await page.mouse.up()
  assert.match((await names())[0] ?? '', /WHOOP/)
  await button(panel, 'Save order').click()
  await page.getByText(`${reference} is told by this order from now on.`).waitFor()
  assert.deepEqual(await priorityOf(), { providers: ['WHOOP', 'OURA'], from: 'person' })
  await page.getByText('WHOOP, also recorded by Oura').first().waitFor()
  await button(panel, 'Take back the order').click()
  await page.getByRole('dialog').getByText('the order of the environment holds again').waitFor()
  await lookAt(page, 'person-order-back', look)
  await button(page.getByRole('dialog'), 'Take back the order').click()
  await page.getByText(`${reference} has no order of their own any more.`).waitFor()
  assert.deepEqual(await priorityOf(), { providers: [], from: null })
}

for (const look of looks)
  test(`an order for everybody is asked about, kept and taken back (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/settings/priority' })
    await page.getByText('No order was given.').waitFor()
    for (const name of ['WHOOP', 'Oura']) {
      await page.getByRole('button', { name: 'Add a source: Add a source' }).click()
      await page.getByPlaceholder('Such as Oura').fill(name)
      await page
        .getByRole('option', { name: new RegExp(`^${name}`) })
        .first()
        .click()
    }
    await lookAt(page, 'settings-priority', look)
    await button(page, 'Move Oura up').click()
    await button(page, 'Save order').click()
    const dialog = page.getByRole('dialog', { name: 'Save order for everybody?' })
    await dialog.getByText('Oura, WHOOP then count in this order').waitFor()
    await button(dialog, 'Save order').click()
    await page.getByText('The order is saved.').waitFor()
    assert.deepEqual(await priorityOf(), { providers: ['OURA', 'WHOOP'], from: 'environment' })
    await button(page, 'Take Oura out').click()
    await button(page, 'Take back the order').click()
    await button(page.getByRole('dialog'), 'Take back the order').click()
    await page.getByText('The order was taken back.').waitFor()
    assert.deepEqual(await priorityOf(), { providers: [], from: null })
    await page.context().close()
  })

for (const look of looks)
  test(`an AI client is let in to a person, and shut out again (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: `/people/${encodeURIComponent(reference)}` })
    const panel = page.getByRole('region', { name: 'AI clients (MCP)' })
    await panel.getByText('No token.').waitFor()
    await button(panel, 'Make a token').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Good for').selectOption('30')
    await button(dialog, 'Make token').click()
    await dialog.getByText('it is shown this once').waitFor()
    await lookAt(page, 'person-mcp-made', look)
    await button(dialog, 'Copy the token').click()
    await button(dialog, 'Copied').waitFor()
    const token = await page.evaluate<string>('navigator.clipboard.readText()')
    assert.equal((await ask(token)).status, 200)
    await button(dialog, 'Done').click()
    await panel.getByText('the whole person').waitFor()
    await panel.scrollIntoViewIfNeeded()
    await lookAt(page, 'person-mcp', look)
    await panel.getByRole('button', { name: /^Revoke mcp_/ }).click()
    await button(dialog, 'Revoke').click()
    await page.getByText('The token is revoked.').waitFor()
    assert.equal((await ask(token)).status, 401)
    await page.context().close()
  })

/** A call of the protocol as a client makes it. */
const ask = (token: string) =>
  fetch(`${dashboard.tellus.url}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  })

test('who may not change the order is told so, by the page and where it is late by the server; nobody is a person too', async () => {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { path: `/people/${encodeURIComponent(reference)}` })
  const panel = page.getByRole('region', { name: 'Who counts first' })
  await button(panel, 'Move WHOOP up').click()
  await dashboard.db`update accounts set role = 'viewer'`
  try {
    await button(panel, 'Save order').click()
    await panel.getByText('Your role may look at the order, not change it.').waitFor()
    await panel
      .getByRole('alert')
      .getByText(/developer/i)
      .waitFor()
    assert.equal(await panel.getByRole('button').count(), 0)
    await page.getByText('Your role may see the tokens there are, not make or revoke them.').waitFor()
    await lookAt(page, 'person-viewer', look)
    await page.goto('/settings/priority')
    await page.getByText('Your role may look at the order, not change it.').waitFor()
  } finally {
    await dashboard.db`update accounts set role = 'owner'`
  }
  await page.goto('/people/nobody%20at%20all')
  await page.getByRole('heading', { level: 1, name: 'nobody at all' }).waitFor()
  await page.getByText('Nobody has this reference_id.').waitFor()
  await lookAt(page, 'person-nobody', look)
  await page.context().close()
})

test('a destination says whether it gets each person once', async () => {
  const [look] = looks
  assert.ok(look)
  const made = await call<{ id: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: 'https://once.example.com/hook',
  })
  const page = await dashboard.open(look, { path: `/connections/destinations/${made.body.id}/edit` })
  await page.getByLabel('Everything, as each source tells it').waitFor()
  await page.getByLabel('Each person once (merged)').check()
  await lookAt(page, 'destination-view', look)
  await button(page, 'Save').click()
  await page.getByRole('region', { name: 'Settings' }).getByText('Each person once (merged)').waitFor()
  const { body } = await call<{ view: string }>('GET', `/admin/api/destinations/${made.body.id}`)
  assert.equal(body.view, 'merged')
  await page.context().close()
})
