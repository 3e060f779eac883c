import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { type Dashboard, type Look, lookAt, looks, openDashboard, owner } from '../../src/testing/browser.ts'
import { callAs, eventually } from '../../src/testing/tellus.ts'

/** The walk of a team: environments, keys, people, sessions, and the log of what they did. */
let dashboard: Dashboard
before(async () => {
  dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
})
after(() => dashboard?.[Symbol.asyncDispose]())

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

async function goTo(page: Page, look: Look, place: string): Promise<void> {
  if (look.width < 768) await button(page, 'Open the menu').click()
  await page.getByRole('link', { name: place, exact: true }).click()
}

async function openSettings(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

for (const look of looks)
  test(`an environment is made with its own dev-id, keys and destinations, renamed and deleted (${look.name})`, async () => {
    const page = await dashboard.open(look)
    await goTo(page, look, 'Settings')
    await page.getByRole('heading', { level: 1, name: 'Environments' }).waitFor()
    await button(page, 'New environment').click()
    await button(page, 'Make environment').click()
    await page.getByText('Give the environment a name.').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Staging')
    await button(page, 'Make environment').click()
    await page.getByText('it is shown this once').waitFor()
    await lookAt(page, 'settings-environment-made', look)
    await button(page, 'Copy dev-id').click()
    const devId = await copied(page)
    await button(page, 'Copy API key').click()
    const key = await eventually('the key on the clipboard', async () => {
      const text = await copied(page)
      return text !== devId && text
    })
    const staging = callAs(dashboard.tellus.url, devId, key)
    assert.deepEqual((await staging<{ items: unknown[] }>('GET', '/admin/api/destinations')).body.items, [])
    const first = await dashboard.tellus.call<{ items: unknown[] }>('GET', '/admin/api/destinations')
    assert.equal(first.body.items.length, 1)
    await button(page, 'Switch to it').click()
    await page.getByRole('row').filter({ hasText: devId }).getByText('shown now').waitFor()
    await lookAt(page, 'settings-environments', look)

    await keys(page, look, devId)
    await staging('POST', '/admin/api/destinations', { kind: 'webhook', url: 'https://staging.example.com/hook' })
    await goTo(page, look, 'Destinations')
    await page.getByText('staging.example.com').first().waitFor()
    await goTo(page, look, 'Settings')

    await button(page, 'Actions of Staging').click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Trials')
    await button(page, 'Rename').click()
    await page.getByText('It is called Trials now.').waitFor()
    await button(page, 'Actions of Trials').click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await page.getByText('0 users, 0 events, 1 destination and 1 API key go with it').waitFor()
    await page.getByLabel('Type Trials to confirm').fill('Trials')
    await button(page, 'Delete').click()
    await page.getByText('Trials was deleted.').waitFor()
    await page.getByRole('row').filter({ hasText: devId }).waitFor({ state: 'detached' })
    assert.equal((await staging('GET', '/admin/api/destinations')).status, 401)
    await page.context().close()
  })

/** A key is made, shown once, works, and is revoked. */
async function keys(page: Page, look: Look, devId: string): Promise<void> {
  await goTo(page, look, 'Credentials')
  await button(page, 'Make an API key').click()
  await page.getByLabel('Name', { exact: true }).fill('ci')
  await button(page, 'Make key').click()
  await button(page, 'Copy API key').click()
  await page.getByText('it is shown this once').waitFor()
  const withKey = callAs(dashboard.tellus.url, devId, await copied(page))
  assert.equal((await withKey('GET', '/admin/api/stats')).status, 200)
  await button(page, 'I have copied it').click()
  await button(page, 'Revoke ci').click()
  await button(page, 'Revoke').click()
  await page.getByText('ci was revoked.').waitFor()
  assert.equal((await withKey('GET', '/admin/api/stats')).status, 401)
}

for (const look of looks)
  test(`a colleague is invited by a link, given a role, and removed, and the audit log tells it (${look.name})`, async () => {
    const email = `ada+${look.theme}${look.width}@example.org`
    const page = await dashboard.open(look, { path: '/settings/team' })
    await invite(page, 'late@example.org', 'Developer')
    await button(page, 'Done').click()
    await button(page, 'Withdraw the invitation of late@example.org').click()
    await button(page, 'Withdraw').click()
    await page.getByText('No invitation waits.').waitFor()
    const link = await invite(page, email, 'Viewer')
    await button(page, 'Done').click()
    await eventually('focus back on the button', () =>
      page.evaluate<boolean>("document.activeElement?.textContent === 'Invite somebody'"),
    )
    await page.getByRole('row').filter({ hasText: email }).getByText('Viewer').waitFor()
    await lookAt(page, 'settings-team', look)

    const ada = await dashboard.open(look, { signedIn: false, path: link })
    await ada.getByLabel('New password').fill('a long enough password')
    await button(ada, 'Join').click()
    await ada.waitForURL(`${dashboard.tellus.url}/`)
    await ada.goto('/settings/team')
    await ada.getByText('Owners invite people').waitFor()
    assert.equal(await button(ada, 'Invite somebody').count(), 0)
    assert.equal(await ada.getByRole('link', { name: 'Audit log' }).count(), 0)

    await page.reload()
    await button(page, `Actions of ${email}`).click()
    await page.getByRole('menuitem', { name: 'Change role…' }).click()
    await page.getByRole('radio', { name: 'Developer' }).check()
    await button(page, 'Change role').click()
    await page.getByText('is developer now').waitFor()
    await ada.reload()
    await button(ada, 'Sign in').waitFor()

    // The sessions of a person are walked once: they look the same in each width, and passwords are slow by intent.
    const isFirst = look === looks[0]
    if (isFirst) await account(ada, email, look)

    await page.goto('/settings/team')
    await button(page, `Actions of ${email}`).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await button(page, 'Remove').click()
    await page.getByText(`${email} was removed.`).waitFor()
    await auditLog(page, email, look, isFirst ? ['Signed out everywhere', 'Changed their password'] : [])
    await ada.context().close()
    await page.context().close()
  })

/** Makes an invitation and gives its link. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  await button(page, 'Invite somebody').click()
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('radio', { name: role }).check()
  await button(page, 'Make invitation').click()
  await button(page, 'Copy invitation link').click()
  await page.getByText('Copy the link now').waitFor()
  return copied(page)
}

/** Name, password, sessions: one elsewhere is ended, then all. */
async function account(page: Page, email: string, look: Look): Promise<void> {
  const signIn = async (at: Page, password: string) => {
    await at.getByLabel('E-mail').fill(email)
    await at.getByLabel('Password', { exact: true }).fill(password)
    await button(at, 'Sign in').click()
  }
  await signIn(page, 'a long enough password')
  await page.getByRole('heading', { level: 1, name: 'Team' }).waitFor()
  await openSettings(page, 'Your account')
  await page.getByLabel(/^Name/).fill('Ada')
  await button(page, 'Save name').click()
  await page.getByText('Your name was changed.').waitFor()
  await page.getByLabel('Current password').fill('a long enough password')
  await page.getByLabel('New password').fill('short')
  await button(page, 'Change password').click()
  await page.getByText('The new password is too short').waitFor()
  await page.getByLabel('New password').fill('an even longer password')
  await button(page, 'Change password').click()
  await page.getByText('Your password was changed.').waitFor()

  const elsewhere = await dashboard.open(look, { signedIn: false, path: '/settings/sessions' })
  await signIn(elsewhere, 'an even longer password')
  await elsewhere.getByText('this one').waitFor()
  await page.reload()
  const others = page.getByRole('button', { name: /^Sign out Chrome on/ })
  await others.waitFor()
  await others.click()
  await page.getByText(/^Chrome on .* was signed out\.$/).waitFor()
  await elsewhere.reload()
  await button(elsewhere, 'Sign in').waitFor()
  await signIn(elsewhere, 'an even longer password')
  await elsewhere.getByText('this one').waitFor()
  await button(elsewhere, 'Sign out everywhere').click()
  await elsewhere.getByText('Sign out everywhere (2 sessions)?').waitFor()
  await button(dialog(elsewhere), 'Sign out').click()
  await button(elsewhere, 'Sign in').waitFor()
  await page.reload()
  await button(page, 'Sign in').waitFor()
  await elsewhere.context().close()
}

/** Who did what, narrowed by view, action, person and time, in the address. */
async function auditLog(page: Page, email: string, look: Look, also: readonly string[]): Promise<void> {
  await openSettings(page, 'Audit log')
  const row = (text: string) => page.getByRole('row').filter({ hasText: text }).filter({ hasText: email }).first()
  for (const what of ['Removed an account', 'Changed a role', 'Joined', ...also]) await row(what).waitFor()
  await lookAt(page, 'settings-audit', look)
  await button(page, 'Sign-ins').click()
  await page.waitForURL(/\?view=signIns$/)
  await page.getByRole('row').filter({ hasText: 'Removed an account' }).first().waitFor({ state: 'detached' })
  await button(page, 'person').click()
  await page.getByRole('button', { name: /^person: / }).click()
  await page.getByRole('option', { name: owner.email }).click()
  await page.waitForURL(/actor=owner/)
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: email }).first().waitFor({ state: 'detached' })
  await page.goto('/settings/audit?view=deleted&since=2020-01-01')
  await row('Removed an account').waitFor()
  await page.goto('/settings/audit?until=2020-01-01')
  await page.getByText('No entry matches these filters.').waitFor()
  await button(page, 'Clear filters').first().click()
  await row('Invited').waitFor()
}

test('who revealed, rotated, resent and deleted what is written down with their name', async () => {
  const [look] = looks
  assert.ok(look)
  const { call } = dashboard.tellus
  const made = await call<{ id: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: 'https://audited.example.com/hook',
  })
  const page = await dashboard.open(look, { path: `/connections/destinations/${made.body.id}` })
  await button(page, 'Show Signing secret').click()
  await button(page, 'Rotate signing secret').click()
  await button(page, 'Rotate').click()
  await page.getByText('Both sign until').waitFor()
  await call('POST', '/admin/api/events', { type: 'daily', body: { type: 'daily' } })
  const events = await call<{ items: { id: string }[] }>('GET', '/admin/api/events?limit=1')
  await call('POST', `/admin/api/events/${events.body.items[0]?.id}/resend`)
  await call('DELETE', `/admin/api/destinations/${made.body.id}`)
  await page.goto('/settings/audit?view=secrets')
  const row = (what: string) => page.getByRole('row').filter({ hasText: what })
  await row('Revealed a signing secret').filter({ hasText: owner.email }).waitFor()
  await row('Rotated a signing secret').filter({ hasText: owner.email }).waitFor()
  await button(page, 'Sent again').click()
  await row('Resent an event').filter({ hasText: '(key)' }).waitFor()
  await button(page, 'Deleted').click()
  await row('Deleted a destination').filter({ hasText: '(key)' }).first().waitFor()
  await page.context().close()
})

for (const look of looks)
  test(`the widget is given a name, a logo and a colour, and a sample session shows them (${look.name})`, async () => {
    await dashboard.tellus.call('PATCH', '/admin/api/branding', { title: null, logo: null, accent: null })
    const page = await dashboard.open(look, { path: '/settings/widget' })
    await page.getByLabel(/^Name of your app/).fill('Acme Health')
    await page
      .getByLabel('Choose a picture')
      .first()
      .setInputFiles({
        name: 'logo.svg',
        mimeType: 'image/svg+xml',
        buffer: Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="32"><rect width="80" height="32" rx="6" fill="#7a2ea0"/></svg>',
        ),
      })
    await page.getByRole('img', { name: 'Logo' }).waitFor()
    await page.getByLabel(/^Colour of the main button/).fill('purple')
    await button(page, 'Save').click()
    await page.getByText('A colour is # and six digits').first().waitFor()
    await page.getByLabel(/^Colour of the main button/).fill('#7a2ea0')
    await page.getByText('Acme Health will receive:').waitFor()
    await lookAt(page, 'settings-widget', look)
    await button(page, 'Save').click()
    await page.getByText('The widget was changed.').waitFor()
    const [sample] = await Promise.all([
      page.context().waitForEvent('page'),
      button(page, 'Open a sample session').click(),
    ])
    await sample.getByRole('heading', { name: 'Connect your data to Acme Health' }).waitFor()
    assert.equal(await sample.locator('header img').count(), 1)
    await sample.close()

    await openSettings(page, 'Your account')
    await page.getByText('this one').waitFor()
    await lookAt(page, 'settings-account', look)
    await openSettings(page, 'About')
    await page.getByText('ready', { exact: true }).waitFor()
    await page.getByText('Live: new data appears by itself').last().waitFor()
    await lookAt(page, 'settings-about', look)
    await page.context().close()
  })
