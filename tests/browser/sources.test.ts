import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'

/** The walk of a developer who brings the keys of an app, and looks which fields they will get by them. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({
    TELLUS_SANDBOX: 'off',
    TELLUS_WHOOP_CLIENT_ID: 'an-app-of-the-shell',
    TELLUS_WHOOP_CLIENT_SECRET: 'a-secret-of-the-shell-4242',
  })
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** What a provider would say of keys: no test asks one outside. */
const says = (page: Page, result: string, sentence: string) =>
  page.route('**/provider-keys/OURA/test', (route) => route.fulfill({ json: { result, says: sentence } }))

for (const look of looks)
  test(`keys are entered, tested, changed and removed, and the secret is not seen again (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/connections/sources/OURA' })
    await page.getByRole('heading', { level: 1, name: 'Oura' }).waitFor()
    await page.getByText('needs keys', { exact: true }).waitFor()
    await page.getByText('Enter the callback URL as its redirect URI.').waitFor()
    await button(page, 'Copy callback URL').click()
    assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /\/oauth\/OURA\/callback$/)
    await lookAt(page, 'source-without-keys', look)

    await button(page, 'Enter keys').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('The client secret is empty.').waitFor()
    await dialog.getByLabel('Client ID').fill('my-app')
    await dialog.getByLabel('Client secret').fill('secret-of-my-app-9876')
    await says(page, 'wrong', 'Oura does not know these keys: copy both again.')
    await dialog.getByRole('button', { name: 'Test' }).click()
    await dialog.getByText('Oura does not know these keys').waitFor()
    await lookAt(page, 'source-keys-form', look)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('entered here').waitFor()
    await page.getByText('••••••••9876').waitFor()
    await page.getByText('ready', { exact: true }).waitFor()
    assert.ok(!(await page.content()).includes('secret-of-my-app'))

    await page.unroute('**/provider-keys/OURA/test')
    await says(page, 'right', 'Oura knows these keys.')
    await button(page, 'Test').click()
    await page.getByText('Oura knows these keys.').waitFor()
    await lookAt(page, 'source-with-keys', look)
    await button(page, 'Remove').click()
    await page.getByText('Nobody can connect Oura without them.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('needs keys', { exact: true }).waitFor()
    await page.context().close()
  })

for (const look of looks)
  test(`keys of the environment are named as such, and the webhook that is entered by hand is there (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/connections/sources/WHOOP' })
    await page.getByText('set by the environment').waitFor()
    await page.getByText('TELLUS_WHOOP_CLIENT_ID and TELLUS_WHOOP_CLIENT_SECRET are set').waitFor()
    await page.getByText('••••••••4242').waitFor()
    await page.getByText('Enter it at WHOOP yourself').waitFor()
    await button(page, 'Copy webhook URL').click()
    assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /\/hooks\/WHOOP$/)
    await lookAt(page, 'source-keys-of-environment', look)
    await page.context().close()
  })

for (const look of looks)
  test(`a source that wants a further key asks for it, and shows no more than its end (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/connections/sources/SUUNTO' })
    await button(page, 'Enter keys').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Client ID').fill('my-app')
    await dialog.getByLabel('Client secret').fill('secret-of-my-app-9876')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('The Subscription key is empty.').waitFor()
    await lookAt(page, 'source-keys-form-further', look)
    await dialog.getByLabel('Subscription key').fill('subscription-of-my-app-5432')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('••••••••5432').waitFor()
    await lookAt(page, 'source-with-further-key', look)
    assert.ok(!(await page.content()).includes('subscription-of-my-app'))
    await button(page, 'Remove').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('needs keys', { exact: true }).waitFor()
    await page.context().close()
  })

for (const look of looks)
  test(`the matrix shows what each provider fills, a type at a time (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/connections/sources?tab=coverage' })
    await page.getByRole('tab', { name: 'sleep' }).click()
    await page.waitForURL(/type=sleep|tab=coverage$/)
    const matrix = page.getByRole('table')
    await matrix.getByRole('columnheader', { name: 'OURA' }).waitFor()
    await matrix.getByRole('columnheader', { name: 'COROS' }).waitFor({ state: 'detached' })
    const row = matrix.getByRole('row').filter({ hasText: 'num_REM_events' })
    assert.deepEqual(await cells(row, matrix, ['OURA', 'WHOOP']), ['filled', 'empty'])
    await lookAt(page, 'coverage-connected', look)
    await page.getByRole('radio', { name: 'All' }).check()
    await matrix.getByRole('columnheader', { name: 'COROS' }).waitFor()
    await page.getByLabel('Find a field').fill('rem_events')
    await matrix
      .getByRole('rowheader', { name: /hr_samples/ })
      .first()
      .waitFor({ state: 'detached' })
    await page.getByRole('radio', { name: 'Connected by Tellus' }).check()
    await page.getByLabel('Find a field').fill('')
    await page.getByRole('tab', { name: 'hormone' }).click()
    await page.getByText('No provider that Tellus connects to has this type.').waitFor()
    await page.context().close()
  })

/** What the cells of a row say under some columns. */
async function cells(row: ReturnType<Page['locator']>, matrix: ReturnType<Page['locator']>, slugs: string[]) {
  const heads = await matrix.getByRole('columnheader').allTextContents()
  const said = await row.getByRole('cell').allTextContents()
  return slugs.map((slug) => said[heads.indexOf(slug) - 1])
}
