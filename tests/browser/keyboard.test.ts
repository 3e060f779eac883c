import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { looks, openDashboard, owner } from '../../src/testing/browser.ts'
import { openReceiver } from '../../src/testing/receiver.ts'

/** The first run with the keyboard alone: no pointer is used anywhere in this file. */
const mostTabs = 80

/** Presses Tab until something has the focus, as a person would who looks for it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const focused = target.and(page.locator(':focus'))
  for (let pressed = 0; pressed < mostTabs; pressed++) {
    if ((await focused.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not lead to ${target}`)
}

async function enter(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await tabTo(page, page.getByRole('main').or(page.getByRole('dialog')).getByRole(role, { name, exact: true }))
  await page.keyboard.press('Enter')
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.type(text)
}

const arrived = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()

async function keys(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.keyboard.press(name)
}

test('the five first steps, a test and the list of keys, without a pointer', async () => {
  const [look] = looks
  assert.ok(look)
  await using receiver = await openReceiver()
  await using dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
  const page = await dashboard.open(look, { signedIn: false, path: `/welcome#${dashboard.firstRunToken()}` })
  await arrived(page, 'Welcome to Tellus')
  await write(page, 'E-mail', owner.email)
  await write(page, 'New password', owner.password)
  await keys(page, 'Enter')
  await page.getByText('0 of 5 done').waitFor()

  await listOfKeys(page)
  await enter(page, 'link', 'Make an API key')
  await arrived(page, 'Credentials')
  await keys(page, 'n')
  await write(page, 'Name', 'backend')
  await keys(page, 'Enter')
  await page.getByText('Copy the key now').waitFor()
  await enter(page, 'button', 'Try it here')
  await page.getByText('It works').waitFor()
  await enter(page, 'button', 'I have copied it')

  await keys(page, 'g', 'c')
  await arrived(page, 'Destinations')
  await enter(page, 'link', 'Add New')
  await enter(page, 'link', 'Webhook')
  await write(page, 'Host', receiver.url)
  await keys(page, 'Enter')
  await arrived(page, receiver.url)
  await enter(page, 'button', 'Send test')
  await page.getByRole('row').filter({ hasText: 'healthcheck' }).getByText('delivered').waitFor()
  // j walks along the rows.
  await keys(page, 'j', 'Enter')
  await page.waitForURL(/\/events\/evt_/)

  await generate(page)
  await keys(page, 'g', 'h')
  await page.getByText('3 of 5 done').waitFor()
  await enter(page, 'button', 'Switch on Sandbox')
  await page.getByText('4 of 5 done').waitFor()
  await connect(page)
  await page.getByText('5 of 5 done').waitFor()
  await enter(page, 'button', 'Show the overview')
  await page.getByText('Nothing needs attention.').waitFor()
})

/** `?` shows every key, Escape closes it, and the focus is where it was. */
async function listOfKeys(page: Page): Promise<void> {
  await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }))
  await keys(page, 'Enter', '?')
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await list.getByText('Search and commands').waitFor()
  await list.getByText('Destinations', { exact: true }).waitFor()
  await keys(page, 'Escape')
  await list.waitFor({ state: 'detached' })
  assert.equal(await page.evaluate('document.activeElement?.id'), 'main')
}

/** Generate is found by the command menu; what it makes is sent. */
async function generate(page: Page): Promise<void> {
  await keys(page, 'Control+k')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.keyboard.type('generate')
  // Chosen, not only there: the list is narrowed a moment after the last letter.
  await page.getByRole('option', { name: /^Generate/, selected: true }).waitFor()
  await keys(page, 'Enter')
  await arrived(page, 'Generate')
  await enter(page, 'button', 'Generate test data')
  await page.getByRole('button', { name: 'Send to Webhook', disabled: false }).waitFor()
  await enter(page, 'button', 'Send to Webhook')
  await page.getByRole('listitem').getByText('delivered', { exact: true }).first().waitFor()
}

/** The connect link opens a page of its own, which is walked by the keyboard too. */
async function connect(page: Page): Promise<void> {
  await enter(page, 'button', 'Make a connect link')
  const open = page.getByRole('link', { name: 'Open the connect page' })
  await tabTo(page, open)
  const [person] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
  for (const name of ['Sandbox', 'Continue to Sandbox']) {
    await tabTo(person, person.getByRole('link', { name }))
    await person.keyboard.press('Enter')
  }
  await tabTo(person, person.getByRole('button', { name: 'Allow' }))
  await person.keyboard.press('Enter')
  await person.getByRole('heading', { name: 'Sandbox is connected' }).waitFor()
  await person.close()
}
