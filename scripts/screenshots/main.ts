import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { keepPicture, type Look, openDashboard, turnTo } from '../../src/testing/browser.ts'
import { openTestServer } from '../../src/testing/database.ts'
import { openReceiver } from '../../src/testing/receiver.ts'
import { dataFolder } from '../../src/testing/tellus.ts'
import { fill } from './fill.ts'
import { pictures } from './pictures.ts'

/**
 * `npm run screenshots [-- name …]`: fills a Tellus of its own with invented people and takes the pictures of docs/images,
 * at 1280 px in light and dark and at 390 px in light.
 */
const folder = resolve(import.meta.dirname, '../../docs/images')
const windows: readonly Look[] = [
  { name: 'wide', theme: 'light', width: 1280, height: 800 },
  { name: 'narrow', theme: 'light', width: 390, height: 844 },
]
const named = process.argv.slice(2)
const wanted = named.length === 0 ? pictures : pictures.filter(({ name }) => named.includes(name))
if (named.length === 0) rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
process.env['SCREENSHOTS'] = folder

await using server = await openTestServer()
process.env['TELLUS_TEST_POSTGRES'] = server.url('postgres')
await using receiver = await openReceiver({}, 8080)
await using broken = await openReceiver({ status: 503, answer: '{"error":"upstream is down"}' }, 8081)
await using dashboard = await openDashboard({ TELLUS_SANDBOX: 'on' })
using files = dataFolder()
const [wide] = windows
if (wide === undefined) throw new Error('there is no window')
const shown = await fill(dashboard, await dashboard.open(wide), {
  folder: files.path,
  goodUrl: receiver.url.replace('127.0.0.1', 'localhost'),
  badUrl: broken.url.replace('127.0.0.1', 'localhost'),
})
for (const { name, path, until, act, signedIn } of wanted)
  for (const window of windows) {
    const page = await dashboard.open(window, { path: path(shown), signedIn: signedIn ?? true })
    await page.getByText(until).filter({ visible: true }).first().waitFor()
    await act?.(page)
    await page.getByRole('status', { name: 'Working' }).first().waitFor({ state: 'detached' })
    await page.evaluate('document.fonts.ready.then(() => 0)')
    for (const theme of window.name === 'wide' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await turnTo(page, theme)
      await keepPicture(page, name, window, theme)
    }
    await page.context().close()
    console.error(`${name} at ${window.width}`)
  }
