import type { Page } from 'playwright-core'
import { looks, openDashboard } from '../src/testing/browser.ts'
import { openTestServer } from '../src/testing/database.ts'
import { spreadOf } from './delivery/figures.ts'
import type { BenchOptions, BenchReport } from './main.ts'

const manyEvents = 10_000

interface Measured {
  what: string
  path: string
  /** A text that is there once the page can be used; null where nothing is waited for. */
  until: string | RegExp | null
  goal?: string
}
const pages: readonly Measured[] = [
  { what: 'one picture (the limit)', path: '/favicon.svg', until: null },
  { what: 'Home, first visit', path: '/', until: 'First steps', goal: 'goal: 1000' },
  { what: 'Events, first visit', path: '/events', until: 'bench.event', goal: 'goal: 1000' },
  { what: 'Destinations, first visit', path: '/connections/destinations', until: 'Inbox', goal: 'goal: 1000' },
]

/**
 * What the reader of the dashboard waits for, with 10,000 events stored: from the navigation of a new window, nothing of it
 * cached, to the page's own content.
 */
export async function dashboardBench({ runs }: BenchOptions): Promise<BenchReport> {
  await using server = await openTestServer()
  process.env['TELLUS_TEST_POSTGRES'] = server.url('postgres')
  await using dashboard = await openDashboard()
  const { tellus } = dashboard
  const lines = Array.from({ length: 1000 }, (_, n) => JSON.stringify({ type: 'bench.event', body: { n } })).join('\n')
  for (let sent = 0; sent < manyEvents; sent += 1000) {
    const answer = await fetch(`${tellus.url}/admin/api/events`, {
      method: 'POST',
      headers: { 'dev-id': tellus.devId, 'x-api-key': tellus.apiKey, 'content-type': 'application/x-ndjson' },
      body: lines,
    })
    if (!answer.ok) throw new Error(`events were refused: ${await answer.text()}`)
  }
  const [look] = looks
  if (look === undefined) throw new Error('there is no window')
  const rows: BenchReport['rows'] = []
  for (const { what, path, until, goal } of pages) {
    const took: number[] = []
    // The first is not counted: the browser and the server have not run it yet.
    for (let run = 0; run <= runs; run++) {
      const page = await dashboard.open(look, { path: '/readyz' })
      const ms = await timeOf(page, path, until)
      if (run > 0) took.push(ms)
      await page.context().close()
    }
    const { median, min, max } = spreadOf(took)
    rows.push({
      what,
      value: median,
      unit: 'ms',
      limit: `${min.toFixed(0)}–${max.toFixed(0)}${goal ? `, ${goal}` : ''}`,
    })
  }
  return { name: `dashboard: ${manyEvents} events, ${runs} runs`, rows }
}

async function timeOf(page: Page, path: string, until: string | RegExp | null): Promise<number> {
  const startedAt = performance.now()
  await page.goto(path, { waitUntil: until === null ? 'load' : 'commit' })
  if (until !== null) await page.getByText(until).filter({ visible: true }).first().waitFor()
  return performance.now() - startedAt
}
