import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Database } from '../db/sql.ts'
import { unpackChromium } from './chromium.ts'
import { testDatabase } from './database.ts'
import { dataFolder, type RunningTellus, startTellus } from './tellus.ts'

/** A window in which every walk is walked. What `lookAt` sees of it, it sees in both themes. */
export interface Look {
  name: string
  /** The theme while walking: one window for each. */
  theme: Theme
  width: number
  height: number
}
type Theme = 'light' | 'dark'
export const looks: readonly Look[] = [
  { name: 'light at 1280', theme: 'light', width: 1280, height: 800 },
  { name: 'dark at 390', theme: 'dark', width: 390, height: 844 },
]

/** The owner that `signIn` makes. */
export const owner = { email: 'owner@example.com', password: 'correct horse battery', name: 'Olive Owner' }

/** A real Tellus, started by its command, with a real Chromium beside it. */
export interface Dashboard extends AsyncDisposable {
  tellus: RunningTellus
  /** The database of the Tellus, for what has to be held or looked at behind its back. */
  db: Database
  browser: Browser
  /** Ends the server as a crash would, runs `meanwhile`, and starts it again on the same port. */
  restart(meanwhile: () => Promise<void>): Promise<void>
  /** The token of the link that a first start prints. */
  firstRunToken(): string
  /** A new browser window on the dashboard; what it says on its console fails the test at the end. */
  open(look: Look, options?: { signedIn?: boolean; path?: string }): Promise<Page>
}

/** Starts both; `environment` are settings of Tellus. */
export async function openDashboard(environment: Record<string, string> = {}): Promise<Dashboard> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(dataFolder())
  const database = parts.use(await testDatabase())
  const secrets = { DATABASE_URL: database.url, TELLUS_SECRET_KEY: 'a key for tests, as long as one must be' }
  const settings = { ...secrets, ...environment }
  const tellus = parts.use(await startTellus(folder.path, settings))
  const browser = await launchChromium()
  parts.defer(() => browser.close())
  const complaints: string[] = []
  let session: Awaited<ReturnType<BrowserContext['storageState']>> | undefined
  const owned = parts.move()

  return {
    tellus,
    db: database.db,
    browser,
    async restart(meanwhile) {
      await tellus.end('SIGKILL')
      await meanwhile()
      const { port } = new URL(tellus.url)
      owned.use(await startTellus(folder.path, { ...settings, TELLUS_PORT: port }))
    },
    firstRunToken: () => tokenOf(folder.path),
    async open(look, { signedIn = true, path = '/' } = {}) {
      if (signedIn) session ??= await signIn(browser, tellus, () => tokenOf(folder.path))
      const context = await browser.newContext({
        baseURL: tellus.url,
        viewport: { width: look.width, height: look.height },
        colorScheme: look.theme,
        reducedMotion: 'reduce',
        hasTouch: look.width < 768,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        permissions: ['clipboard-read', 'clipboard-write'],
        ...(signedIn && session !== undefined ? { storageState: session } : {}),
      })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      page.on('console', (line) => {
        // A refused call is part of some walks, and the browser itself reports it.
        if (line.type() === 'error' && !/Failed to load resource/.test(line.text())) complaints.push(line.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(path)
      return page
    },
    async [Symbol.asyncDispose]() {
      await owned[Symbol.asyncDispose]()
      assert.deepEqual(complaints, [], 'nothing was said on the console')
    },
  }
}

function tokenOf(dataDir: string): string {
  const { dashboard_url }: { dashboard_url: string } = JSON.parse(
    readFileSync(join(dataDir, 'credentials.json'), 'utf8'),
  )
  const [, token] = dashboard_url.split('#')
  if (token === undefined) throw new Error(`credentials.json has no one-time link: ${dashboard_url}`)
  return token
}

/** Makes the owner by the one-time link, and gives the cookies of the session. */
async function signIn(browser: Browser, tellus: RunningTellus, token: () => string) {
  const context = await browser.newContext({ baseURL: tellus.url })
  const answer = await context.request.post('/admin/api/session/setup', {
    data: { token: token(), ...owner },
    headers: { origin: tellus.url },
  })
  assert.equal(answer.status(), 200, await answer.text())
  const state = await context.storageState()
  await context.close()
  return state
}

async function launchChromium(): Promise<Browser> {
  const own = process.env['CHROMIUM_PATH']
  if (own !== undefined) return chromium.launch({ executablePath: own, args: ['--no-sandbox'] })
  // Not the package's own arguments: they switch guards of the browser off that the pages are to be seen with.
  return chromium.launch({
    executablePath: await unpackChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  help: string
  nodes: { html: string; failureSummary?: string }[]
}

/** Fails with each rule of WCAG 2.2 A and AA, and of good practice, that the page breaks, and where. */
export async function checkAccess(page: Page, rules: 'all' | 'colours' = 'all'): Promise<void> {
  // Added as a script of the debugger, which the page's policy does not concern.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe)
  const run = rules === 'all' ? '' : `, runOnly: ['color-contrast', 'link-in-text-block']`
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { preload: false, resultTypes: ['violations']${run} }).then((result) => result.violations)`,
  )
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  )
  assert.deepEqual(lines, [], `the page ${page.url()} is open to everybody`)
}

/** Fails when the page can be scrolled sideways. */
export async function checkWidth(page: Page): Promise<void> {
  const [scroll, client] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  assert.ok(scroll <= client, `${page.url()} is ${scroll} px wide in a window of ${client} px`)
}

/**
 * Looks at a page in both themes: access, width, and a picture of it where `SCREENSHOTS` names a folder. What does not
 * hang on colours is judged in the walk's own theme alone.
 */
export async function lookAt(page: Page, name: string, look: Look): Promise<void> {
  await settle(page)
  await checkAccess(page)
  await checkWidth(page)
  await keepPicture(page, name, look, look.theme)
  const other = look.theme === 'light' ? 'dark' : 'light'
  await turnTo(page, other)
  await checkAccess(page, 'colours')
  await keepPicture(page, name, look, other)
  await turnTo(page, look.theme)
}

/** Changes the theme; done when every colour has arrived. */
export async function turnTo(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await settle(page)
}

/** Waits until nothing moves but what never stops; where colours are inherited, one transition starts another. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))
    for (let calm = 0; calm < 2; calm++) {
      await frame()
      const under = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
      if (under.length > 0) calm = -1
      await Promise.allSettled(under.map((one) => one.finished))
    }
  })()`)
}

/** Keeps a picture of what the window shows in the folder that `SCREENSHOTS` names, if it names one. */
export async function keepPicture(page: Page, name: string, look: Look, theme: Theme): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}-${theme}-${look.width}.png`), animations: 'disabled' })
}
