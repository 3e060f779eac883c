import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checkEventBody } from '../../src/schema/events.ts'
import { type Dashboard, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { openReceiver, type Receiver } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'
import { judge } from '../../src/testing/verify.ts'

/** The end user's walk: from a session's address through the pretend provider back to the app, and the data after it. */
let dashboard: Dashboard
let receiver: Receiver
/** The app that the person comes from: another origin. */
let app: Receiver
let secret: string

before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
  receiver = await openReceiver()
  app = await openReceiver({ headers: { 'content-type': 'text/html' }, answer: '<title>App</title><h1>Back</h1>' })
  const { body } = await dashboard.tellus.call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
  })
  secret = body.signing_secret
})

after(async () => {
  await dashboard?.[Symbol.asyncDispose]()
  await receiver?.close()
  await app?.close()
})

async function openSession(body: object): Promise<string> {
  const answer = await dashboard.tellus.call<{ url: string }>('POST', '/v2/auth/generateWidgetSession', body)
  assert.equal(answer.status, 200)
  return answer.body.url
}

const appUrls = () => ({
  auth_success_redirect_url: new URL('/ok?from=tellus', app.url).href,
  auth_failure_redirect_url: new URL('/no', app.url).href,
})

/** The types of verified events about a reference so far. */
const arrived = (referenceId: string): string[] =>
  receiver.received.flatMap(({ body }) => {
    const event: { type: string; reference_id?: string; user?: { reference_id: string } } = JSON.parse(body.toString())
    return (event.reference_id ?? event.user?.reference_id) === referenceId ? [event.type] : []
  })

for (const look of looks)
  test(`a person connects, sees how it went, and disconnects (${look.name})`, async () => {
    const reference_id = `walk ${look.name}`
    const url = await openSession({ reference_id, show_disconnect: true, language: 'en' })
    const page = await dashboard.open(look, { signedIn: false, path: url })
    await lookAt(page, 'connect-sources', look)
    await page.getByRole('searchbox').fill('sand')
    await page.getByText('Apple Health').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Sandbox' }).click()
    await page.getByText('will receive').waitFor()
    await lookAt(page, 'connect-consent', look)
    await page.getByRole('link', { name: 'Continue to Sandbox' }).click()
    await lookAt(page, 'connect-sandbox', look)
    await page.getByLabel('Continue as').fill(`person ${look.name}`)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { name: 'Sandbox is connected' }).waitFor()
    await page.getByText('receives your data from now on').waitFor()
    await lookAt(page, 'connect-connected', look)
    await page.getByRole('link', { name: 'Connect another source' }).click()
    await page.getByRole('link', { name: 'Disconnect: Sandbox' }).click()
    await lookAt(page, 'connect-disconnect', look)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByText('Sandbox was disconnected').waitFor()
    await eventually('the deauth event', () => arrived(reference_id).includes('deauth'))
    await page.context().close()
  })

test('with scripts off the same way leads to the app, and then the data comes, signed', async () => {
  const [look] = looks
  assert.ok(look)
  const url = await openSession({ reference_id: 'scripts off', ...appUrls() })
  const context = await dashboard.browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('searchbox').fill('sand')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.waitForURL(/\?q=sand$/)
  await page.getByRole('link', { name: 'Sandbox' }).click()
  await page.getByRole('link', { name: 'Continue to Sandbox' }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(`${new URL('/ok', app.url).href}?from=tellus&**`)
  assert.equal(new URL(page.url()).searchParams.get('reference_id'), 'scripts off')
  await context.close()
  const wanted = ['auth', 'athlete', 'activity', 'body', 'daily', 'nutrition', 'sleep']
  await eventually('every type of data', () => wanted.every((type) => arrived('scripts off').includes(type)), 30_000)
  for (const request of receiver.received) {
    assert.deepEqual(await judge(request, secret), [])
    assert.deepEqual(checkEventBody(JSON.parse(request.body.toString())), { ok: true })
  }
})

test('who refuses comes back to the app with the reason, and who has no app is told what to do', async () => {
  const [look] = looks
  assert.ok(look)
  const refuse = async (page: Page) => page.getByRole('button', { name: 'Refuse' }).click()
  const page = await dashboard.open(look, {
    signedIn: false,
    path: await openSession({ providers: 'SANDBOX', ...appUrls() }),
  })
  await refuse(page)
  await page.waitForURL(`${new URL('/no', app.url).href}?**`)
  assert.equal(new URL(page.url()).searchParams.get('reason'), 'access_denied')
  await page.goto(await openSession({ providers: 'SANDBOX' }))
  await refuse(page)
  await page.getByRole('heading', { name: 'Sandbox was not connected' }).waitFor()
  await lookAt(page, 'connect-refused', look)
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('button', { name: 'Allow' }).waitFor()
  await page.goto('/session/00000000-0000-4000-8000-000000000000')
  await lookAt(page, 'connect-unknown', look)
  await page.context().close()
})
