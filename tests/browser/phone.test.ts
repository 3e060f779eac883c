import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, keepPicture, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'

/** The walk of a developer who tries what their app on a phone will do, before there is one. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** The last row of the table: of all types, what was stored, known, deleted and refused. */
const sums = async (page: Page): Promise<number[]> => {
  const cells = await page.locator('#counts tbody tr').last().locator('td').allTextContents()
  return cells.map((text) => Number(text.replaceAll(',', '')))
}
/** A week is thousands of items: on a machine that has other work they take longer than a click. */
const taken = (page: Page, sentence: string) =>
  page.locator('#lead').filter({ hasText: sentence }).waitFor({ timeout: 60_000 })
const said = (page: Page, sentence: string | RegExp) => page.locator('#said').filter({ hasText: sentence }).waitFor()
/** The page from top to bottom, as a phone shows it while one scrolls. */
const tall = async (page: Page, name: string, look: (typeof looks)[number]) => {
  await page.setViewportSize({ width: look.width, height: 2600 })
  await keepPicture(page, `${name}-whole`, look, look.theme)
  await page.setViewportSize({ width: look.width, height: look.height })
}
const newToken = async (): Promise<string> => {
  const { status, body } = await dashboard.tellus.call<{ token: string }>('POST', '/v2/auth/generateAuthToken')
  assert.equal(status, 200)
  return body.token
}

for (const look of looks)
  test(`from the page of a source to an upload, and what the server makes of it (${look.name})`, async () => {
    const source = await dashboard.open(look, { path: '/connections/sources/APPLE' })
    await source.getByRole('heading', { name: 'Upload from a phone' }).waitFor()
    await lookAt(source, 'source-phone', look)
    await button(source, 'Make a token').click()
    await button(source, 'Copy the token').click()
    assert.match(await source.evaluate<string>('navigator.clipboard.readText()'), /^[0-9a-f]{64}$/)
    await lookAt(source, 'source-phone-token', look)
    const opened = source.waitForEvent('popup')
    await source.getByRole('link', { name: 'Open the test page' }).click()
    const page = await opened

    await page.getByRole('heading', { level: 1, name: 'Upload from a phone' }).waitFor()
    assert.match(await page.getByLabel('Token').inputValue(), /^[0-9a-f]{64}$/)
    assert.equal(new URL(page.url()).hash, '', 'the token does not stay in the address')
    await lookAt(page, 'phone-form', look)
    await page.getByLabel('Your id of the person').fill(`phone ${look.name}`)
    await button(page, 'Connect and upload').click()
    await page.getByRole('heading', { name: 'Apple Health is connected' }).waitFor()
    await taken(page, '7 batches were taken')
    const [stored = 0, ...others] = await sums(page)
    assert.ok(stored > 1000, `only ${stored} items were stored`)
    assert.deepEqual(others, [0, 0, 0])
    await lookAt(page, 'phone-uploaded', look)
    await tall(page, 'phone-uploaded', look)

    await button(page, 'Upload all of it again').click()
    await taken(page, '7 batches were taken')
    assert.deepEqual(await sums(page), [0, stored, 0, 0], 'everything is known by its id')
    await button(page, 'Repeat the last batch').click()
    await taken(page, 'The same answer came again')
    await button(page, 'Delete something').click()
    await taken(page, 'It was deleted.')
    assert.deepEqual(await sums(page), [0, 0, 1, 0])
    await button(page, 'Send something broken').click()
    await taken(page, 'The batch was taken, but for what is refused below.')
    const [, , , refused] = await sums(page)
    assert.equal(refused, 1)
    await page.getByRole('listitem').filter({ hasText: 'is no time' }).waitFor()
    await button(page, 'Ask where it got to').click()
    await said(page, /The server knows \d+ types of this phone/)
    assert.match((await page.getByLabel('The answer').textContent()) ?? '', /"last_sample_at"/)
    assert.doesNotMatch((await page.getByLabel('The request').textContent()) ?? '', /phone_/, 'no token is shown')
    await lookAt(page, 'phone-tried', look)
    await tall(page, 'phone-tried', look)

    await page.getByRole('link', { name: 'the user and their records' }).click()
    await page.getByText(`phone ${look.name}`).first().waitFor()
    await page.goBack()
    await page.getByText('This tab is connected already.').waitFor()
    await button(page, 'Disconnect').click()
    await said(page, 'The phone is disconnected.')
    await button(page, 'Connect and upload').waitFor()
    await page.context().close()
  })

for (const name of ['Health Connect', 'Samsung Health'])
  test(`a phone with ${name} uploads a day, all of which is taken`, async () => {
    const [, look] = looks
    assert.ok(look)
    const page = await dashboard.open(look, { signedIn: false, path: `/ingest/try#token=${await newToken()}` })
    await page.getByLabel(name).check()
    await page.getByLabel('How much').selectOption('today')
    await button(page, 'Connect and upload').click()
    await taken(page, 'One batch was taken.')
    const [stored = 0, ...others] = await sums(page)
    assert.ok(stored > 0)
    assert.deepEqual(others, [0, 0, 0])
    await page.context().close()
  })

test('a token that was used, and one that has ended, are told as the server tells them', async () => {
  const [, look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { signedIn: false, path: `/ingest/try#token=${'0'.repeat(64)}` })
  await button(page, 'Connect and upload').click()
  await said(page, 'the token is unknown, used or expired')
  await lookAt(page, 'phone-refused', look)
  await page.getByLabel('Token').fill(await newToken())
  await page.getByLabel('How much').selectOption('today')
  await button(page, 'Connect and upload').click()
  await taken(page, 'One batch was taken.')
  const user = await page.locator('#user').textContent()
  const gone = await dashboard.tellus.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user}`)
  assert.equal(gone.status, 200)
  await button(page, 'Upload all of it again').click()
  await said(page, 'this person has been disconnected')
  await page.context().close()
})
