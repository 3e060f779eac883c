import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, keepPicture, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { eventually } from '../../src/testing/tellus.ts'

/** A person at the double of Oura: asked for news, and for history, and what Oura said is read beside what was made of it. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const call = <T>(method: string, path: string, body?: unknown) => dashboard.tellus.call<T>(method, path, body)

for (const look of looks)
  test(`a person’s provider is asked for news and for history, and its own words are read (${look.name})`, async () => {
    const reference = `oura-${look.theme}-${look.width}`
    const id = await connectAtOura(reference)
    const side = `/admin/api/users/${id}/sandbox`
    const page = await dashboard.open(look, { path: `/users/${id}` })

    await saveAll(page, look)
    const history = page.getByRole('region', { name: 'History' })
    await history.getByText('No history was fetched.').waitFor()
    await button(page, 'Fetch now').click()
    await page.getByText(/^Oura (gave [\d,]+ new or changed records?|has nothing new) of the last 3 days\.$/).waitFor()
    await call('POST', side, { action: 'fault', fault: 'unavailable' })
    await button(page, 'Fetch now').click()
    const refusal = page.getByRole('listitem').filter({ hasText: 'Tellus asks again by itself' })
    await refusal.getByText('Oura gave nothing: ').waitFor()
    await lookAt(page, 'user-fetch-failed', look)
    await refusal.getByRole('button', { name: 'Dismiss' }).click()

    // At a full limit it waits, and can be stopped.
    await call('POST', side, { action: 'fault', fault: 'rate_limited', retry_after_seconds: 2 })
    await button(page, 'Fetch history').click()
    const dialog = page.getByRole('dialog', { name: 'Fetch history from Oura' })
    await dialog.getByLabel('From').fill('2999-01-01')
    await dialog.getByRole('button', { name: 'Fetch history' }).click()
    await dialog.getByText('it is after to, or in the future').waitFor()
    await lookAt(page, 'user-history-ask', look)
    const from = new Date(Date.now() - 70 * 86_400_000).toISOString().slice(0, 10)
    await dialog.getByLabel('From').fill(from)
    await dialog.getByRole('button', { name: 'Fetch history' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await history.getByRole('progressbar').waitFor()
    await history.getByText('It is asked again in').waitFor()
    await history.scrollIntoViewIfNeeded()
    await lookAt(page, 'user-history-waits', look)
    await history.getByRole('button', { name: 'Stop' }).click()
    await history.getByText('stopped', { exact: true }).waitFor()
    await call('POST', side, { action: 'fault', fault: null })

    await history.getByRole('button', { name: 'Fetch history' }).click()
    await dialog.getByLabel('From').fill(from)
    await dialog.getByRole('button', { name: 'Fetch history' }).click()
    await history.getByText('completed', { exact: true }).waitFor({ timeout: 60_000 })
    await history.getByText(/^[\d,]+ records new or changed, all days back to \d/).waitFor()
    await dashboard.db`update backfills set status = 'failed', error = 'Oura has switched this service off.' where status = 'completed'`
    await page.reload()
    await history.getByText('Oura has switched this service off.').waitFor()
    await history.getByText('What had not been sent was not sent.').waitFor()
    await history.scrollIntoViewIfNeeded()
    await lookAt(page, 'user-history-failed', look)

    await readRaw(page, look, id)
    await page.context().close()
  })

/** Saves all of a user as a file. */
async function saveAll(page: Page, look: Look): Promise<void> {
  await button(page, 'Export').click()
  const menu = page.getByRole('menu')
  await menu.getByText('Everything, as a file').waitFor()
  await keepPicture(page, 'user-export', look, look.theme)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByRole('menuitem', { name: 'JSON, as it is sent' }).click(),
  ])
  assert.match(download.suggestedFilename(), /\.zip$/)
  const bytes = readFileSync(await download.path())
  assert.equal(bytes.subarray(0, 2).toString(), 'PK')
}

test('where nothing of a user is stored, the export says why there is none', async () => {
  const [look] = looks
  assert.ok(look)
  const { body } = await call<{ user_id: string }>('POST', '/admin/api/generate', {
    provider: 'OURA',
    type: 'daily',
    reference_id: 'made up',
    send: true,
  })
  const page = await dashboard.open(look, { path: `/users/${body.user_id}` })
  await button(page, 'Export').click()
  await page.getByRole('menu', { name: /^Nothing is stored of this user yet/ }).waitFor()
  const first = page.getByRole('menuitem', { name: 'JSON, as it is sent' })
  assert.equal(await first.getAttribute('aria-disabled'), 'true')
  await keepPicture(page, 'user-export-nothing', look, look.theme)
  await page.context().close()
})

/** Connects a person at the double of Oura, and waits for their nights; gives the user's id. */
async function connectAtOura(reference_id: string): Promise<string> {
  const { body } = await call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', {
    reference_id,
    providers: 'OURA',
    auth_success_redirect_url: 'https://app.example/ok',
  })
  const end = await connectAtSandbox(openRealVisitor(dashboard.tellus.url), body.url, reference_id, 'OURA')
  const id = end.searchParams.get('user_id') ?? ''
  await eventually('the first nights', async () => {
    const { body } = await call<{ counts: Record<string, number> }>('GET', `/admin/api/users/${id}`)
    return (body.counts['sleep'] ?? 0) > 0
  })
  return id
}

/** Opens the last night, and what Oura said of it; a reader who may not is not offered it. */
async function readRaw(page: Page, look: Look, id: string): Promise<void> {
  const nights = page.getByRole('toolbar', { name: /^sleep:/ }).getByRole('button', { name: /record/ })
  await nights.last().click()
  const made = page.getByRole('list', { name: 'What it was made of' })
  await made.getByText('OURA@').first().waitFor()
  await made.getByText('from an answer of').first().waitFor()
  await made.scrollIntoViewIfNeeded()
  await lookAt(page, 'user-made-of', look)
  await made
    .getByRole('button', { name: /^Raw: sleep/ })
    .first()
    .click()
  const raw = page.getByRole('dialog', { name: /^Raw: sleep/ })
  const [theirs, ours] = [
    raw.getByRole('region', { name: 'Oura’s answer' }),
    raw.getByRole('region', { name: 'The record' }),
  ]
  await theirs.getByText('"deep_sleep_duration"').first().waitFor()
  await ours.getByText('"sleep_durations_data"').waitFor()
  await lookAt(page, 'user-raw', look)
  await theirs.getByRole('button', { name: /^Copy/ }).last().click()
  assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /"bedtime_start"/)
  await page.keyboard.press('Escape')
  await raw.waitFor({ state: 'hidden' })

  await dashboard.db`delete from raw_answers where user_id = ${id}`
  await page.reload()
  await made
    .getByRole('button', { name: /^Raw: sleep/ })
    .first()
    .click()
  await raw.getByText('This answer is not kept any more.').waitFor()
  await lookAt(page, 'user-raw-gone', look)

  // A viewer is told what read the record, and is offered nothing of what their role may not do.
  await page.route('**/admin/api/session', async (route) => {
    const answer = await route.fetch()
    const session = await answer.json()
    await route.fulfill({ response: answer, json: { ...session, account: { ...session.account, role: 'viewer' } } })
  })
  await page.reload()
  await made.getByText('OURA@').first().waitFor()
  await page.getByRole('region', { name: 'History' }).getByText('failed', { exact: true }).waitFor()
  for (const name of ['Fetch now', 'Fetch history', 'Raw: sleep'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, name)
}
