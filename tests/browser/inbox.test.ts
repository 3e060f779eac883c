import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'

/** Tools > Inbox and Verify signature: what a server would receive, and what makes a signature right or wrong. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard()
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const row = (page: Page, ...texts: string[]) =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), page.getByRole('row'))

interface Item {
  id: string
  url: string
}

async function deleteAll(): Promise<void> {
  const { call } = dashboard.tellus
  for (const kind of ['destinations', 'inboxes']) {
    const { body } = await call<{ items: Item[] }>('GET', `/admin/api/${kind}`)
    for (const { id } of body.items) await call('DELETE', `/admin/api/${kind}/${id}`)
  }
}

for (const look of looks)
  test(`an inbox is made, gets signed messages, is told to refuse them, and its retries are watched (${look.name})`, async () => {
    const { call } = dashboard.tellus
    await deleteAll()
    const page = await dashboard.open(look, { path: '/tools/inbox' })
    await page.getByText('No inbox yet.').waitFor()
    await button(page, 'New inbox').click()
    await page.getByLabel('Name').fill('Rehearsal')
    await button(page, 'Make inbox').click()
    await page.getByText('No messages yet.').waitFor()
    await page.getByText('No destination sends there yet.').waitFor()
    await lookAt(page, 'inbox-empty', look)

    const { body: inboxes } = await call<{ items: Item[] }>('GET', '/admin/api/inboxes')
    const [inbox] = inboxes.items
    assert.ok(inbox)
    await page.waitForURL(`**/tools/inbox/${inbox.id}`)
    await button(page, 'Copy the address').click()
    assert.equal(await page.evaluate<string>('navigator.clipboard.readText()'), inbox.url)
    await fetch(inbox.url, { method: 'POST', body: '{"type":"hello"}' })
    await row(page, 'hello', 'unsigned').waitFor()
    const made = await call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
      kind: 'inbox',
      inbox_id: inbox.id,
      name: 'Rehearsal inbox',
      retry: [0.2, 600],
    })

    await button(page, 'Send test').click()
    await row(page, 'healthcheck', 'verified', '200').waitFor()
    await page.getByRole('radio', { name: '500' }).check()
    await page.getByText('Every message is refused').waitFor()
    await button(page, 'Send test').click()
    await row(page, 'healthcheck', 'try 2', '500').waitFor()
    const waiting = panel(page, 'Waiting to be tried again')
    await waiting.getByText('try 2 was answered 500').waitFor()
    await lookAt(page, 'inbox', look)
    await page.getByRole('radio', { name: '200' }).check()
    await page.getByText('Every message is taken.').waitFor()
    await waiting.getByRole('button', { name: 'Try now' }).click()
    await row(page, 'healthcheck', 'try 3', '200').waitFor()
    await waiting.waitFor({ state: 'hidden' })

    await row(page, 'healthcheck', 'try 3').getByRole('link').click()
    const drawer = page.getByRole('dialog', { name: 'healthcheck' })
    await drawer.getByText('The signature matches the body and a secret.').waitFor()
    for (const sentence of [
      'The time t is within 300 s of now.',
      'The body is, byte for byte',
      'The secret is the one',
    ])
      await drawer.getByText(sentence).waitFor()
    await drawer.getByText('x-terra-trace-id').waitFor()
    await drawer.getByRole('region', { name: 'received body' }).getByText('"healthcheck"').waitFor()
    await lookAt(page, 'inbox-message', look)
    await drawer.getByRole('button', { name: 'Try 1: 500' }).click()
    await drawer.getByRole('button', { name: 'Try 1: 500' }).and(page.locator('[aria-current]')).waitFor()
    await verify(page, look, made.body.signing_secret)

    await page.goto(`/tools/inbox/${inbox.id}`)
    await row(page, 'hello').waitFor()
    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Clear messages' }).click()
    await page.getByText('5 messages will be deleted.').waitFor()
    await button(page, 'Clear').click()
    await page.getByText('No messages yet.').waitFor()
    await button(page, 'More actions').click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('1 destination sends there and will fail.').waitFor()
    await button(page, 'Delete').click()
    await page.getByText('No inbox yet.').waitFor()
    await page.context().close()
  })

/** From a message to *Verify*, where its body and secret are spoilt one after the other. */
async function verify(page: Page, look: Look, secret: string): Promise<void> {
  await button(page, 'Check it by hand').click()
  await page.getByRole('heading', { level: 1, name: 'Verify signature' }).waitFor()
  const body = page.getByLabel('Body', { exact: true })
  const sent = await body.inputValue()
  await button(page, 'Verify').click()
  await page.getByText('Signing secret is empty.').waitFor()
  await button(page, 'Take that of a destination').click()
  await page.getByRole('menuitem', { name: 'Rehearsal inbox' }).click()
  await page.getByText('The secret of Rehearsal inbox was filled in.').waitFor()
  await button(page, 'Verify').click()
  const answer = panel(page, 'Answer')
  await answer.getByText('The signature is right').waitFor()
  await answer.getByText('The signature matches: this body was signed with this secret').waitFor()
  await body.fill(JSON.stringify(JSON.parse(sent), null, 4))
  await answer.getByText('You have changed what was checked.').waitFor()
  await button(page, 'Verify').click()
  await answer.getByText('it was parsed and written again with other white space').first().waitFor()
  await lookAt(page, 'verify', look)
  await body.fill(sent)
  await page.getByLabel('Signing secret').fill(`${secret}x`)
  await button(page, 'Verify').click()
  await answer.getByText('No signature matches').waitFor()
  await page.getByLabel('Signing secret').fill(secret)
  await page.getByLabel('Signature header').fill('v1,dGVzdA==')
  await button(page, 'Verify').click()
  await answer.getByText('This is no terra-signature').waitFor()
  assert.equal(new URL(page.url()).search + new URL(page.url()).hash, '')
}

test('a body from a file keeps the bytes that pasting would change, and an old signature is told from a wrong one', async () => {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { path: '/tools/verify' })
  const text = '{"type":"hello"}\r\n'
  const t = Math.floor(Date.now() / 1000) - 3000
  const value = createHmac('sha256', 'a secret').update(`${t}.${text}`).digest('hex')
  await page.getByLabel('Signature header').fill(`t=${t},v1=${value}`)
  await page.getByLabel('Signing secret').fill('a secret')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'body.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page.getByText('18 B').waitFor()
  await button(page, 'Verify').click()
  await page.getByText('Right, but too old').waitFor()
  await page.getByLabel('How old it may be').selectOption({ label: '1 hour' })
  await button(page, 'Verify').click()
  await page.getByText('The signature is right').waitFor()
  await page.context().close()
})
