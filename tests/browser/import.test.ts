import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checkWidth, type Dashboard, type Look, lookAt, looks, openDashboard } from '../../src/testing/browser.ts'
import { makeExport } from '../../src/testing/exports.ts'
import { exampleRun } from '../../src/testing/fit-example.ts'
import { fitFile } from '../../src/testing/fit-writer.ts'
import { dataFolder } from '../../src/testing/tellus.ts'

/** The walk of a file: from the drop to the user's page, where it is seen by day, drawn, as a table and as JSON. */
let dashboard: Dashboard
const folder = dataFolder()
let health: { zip: string; xml: string }
before(async () => {
  health = await makeExport(folder.path, ['--days', '14', '--start', daysAgo(14), '--density', '0.5'])
  dashboard = await openDashboard()
})
after(async () => {
  await dashboard?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
}

/** A run of yesterday with positions and heart rate, once every half minute. */
function gpx(): string {
  const points = Array.from({ length: 60 }, (_, at) => {
    const time = `${daysAgo(1)}T07:${String(Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}Z`
    const [lat, lon] = [59.91 + 0.006 * Math.sin(at / 9), 10.75 + 0.012 * Math.cos(at / 9)]
    const heart = `<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>${130 + (at % 20)}</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions>`
    return `<trkpt lat="${lat}" lon="${lon}"><ele>${20 + (at % 15)}</ele><time>${time}</time>${heart}</trkpt>`
  })
  const spaces = `xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"`
  return `<?xml version="1.0"?><gpx version="1.1" creator="test" ${spaces}><trk><type>running</type><trkseg>${points.join('')}</trkseg></trk></gpx>`
}

/** An Apple Health export with the glucose of yesterday, and a line that cannot be read. */
function glucose(): string {
  const records = Array.from({ length: 48 }, (_, at) => {
    const time = `${daysAgo(1)} ${String(Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}:00 +0100`
    const value = Math.round(110 + 60 * Math.sin(at / 4))
    return `<Record type="HKQuantityTypeIdentifierBloodGlucose" sourceName="Meter" unit="mg/dL" creationDate="${time}" startDate="${time}" endDate="${time}" value="${value}"/>`
  })
  const odd = records[0]?.replace(/startDate="[^"]*"/, 'startDate="yesterday"')
  return `<?xml version="1.0" encoding="UTF-8"?><HealthData locale="en_NO">${records.join('\n')}${odd}</HealthData>`
}

async function choose(page: Page, files: string | { name: string; text: string | Buffer }[]): Promise<void> {
  const chosen =
    typeof files === 'string'
      ? files
      : files.map(({ name, text }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) }))
  await page.getByLabel('Choose files').setInputFiles(chosen)
}

/** Drops a file as from the desktop. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}))
    return data
  })()`)
  await page.dispatchEvent('[data-drop]', 'dragenter', { dataTransfer: transfer })
  await page.getByText('Let go to import').waitFor()
  await page.dispatchEvent('[data-drop]', 'drop', { dataTransfer: transfer })
}

async function openDay(page: Page, type: string, days: number): Promise<void> {
  const strip = page.getByRole('toolbar', { name: new RegExp(`^${type}:`) })
  await strip
    .getByRole('button', { name: /record/ })
    .nth(days)
    .click()
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${type},`, 'i') }).waitFor()
}

/** Opens the table twin of a chart by its title (and its name, where it has one), and says how many rows it has. */
async function twin(page: Page, title: string, name = title): Promise<number> {
  const chart = page.getByRole('figure', { name: new RegExp(`^${name}`) }).first()
  await chart.getByText('View as table').click()
  const table = chart.getByRole('table', { name: title, exact: true })
  await table.waitFor()
  return table.getByRole('row').count()
}

for (const look of looks)
  test(`a file is brought, read and counted, and seen by day, drawn and as a table (${look.name})`, async () => {
    const page = await dashboard.open(look, { path: '/tools/import' })
    if (look === looks[0]) {
      await page.getByText('No imports yet.').waitFor()
      await lookAt(page, 'import-empty', look)
    }
    await choose(page, health.zip)
    await page.getByText('Say whose file it is').first().waitFor()
    const person = `person ${look.name}`
    await page.getByLabel('Your id of the person').fill(person)
    await choose(page, health.zip)
    await page.getByRole('heading', { level: 1, name: 'export.zip' }).waitFor()
    await page.getByRole('table', { name: 'Records by type' }).waitFor()
    await page.getByText(/records found, all of them new/).waitFor()
    await lookAt(page, 'import-done', look)

    await page.getByRole('link', { name: 'See the data' }).click()
    await page.getByRole('heading', { level: 1, name: person }).waitFor()
    await page.getByRole('toolbar', { name: /^sleep: 1\d of 30 days/ }).waitFor()
    await lookAt(page, 'user-data', look)
    await walkPreviews(page, look)
    await page.context().close()
  })

/** Each type of preview with its table. What repeats the others in kind is looked at in one window only. */
async function walkPreviews(page: Page, look: Look): Promise<void> {
  const glance = (name: string) => (look === looks[0] ? lookAt(page, name, look) : checkWidth(page))
  await openDay(page, 'sleep', 3)
  assert.ok((await twin(page, 'Sleep')) > 5)
  await page.getByRole('region', { name: 'records' }).getByText('metadata').first().waitFor()
  await lookAt(page, 'user-sleep', look)
  const plot = page.getByRole('slider', { name: 'Sleep: arrow keys read the values' })
  await plot.focus()
  await page.keyboard.press('ArrowRight')
  await page
    .getByText(/Awake|REM|Light|Deep/)
    .first()
    .waitFor()

  await openDay(page, 'daily', 10)
  await page.getByRole('figure', { name: /^Heart rate over the day/ }).waitFor()
  await glance('user-daily')
  assert.ok((await twin(page, 'Day')) > 2)
  assert.ok((await twin(page, 'Heart rate over the day')) > 20)
  await openDay(page, 'activity', 0)
  await page.getByRole('img', { name: 'Route of the activity' }).waitFor()
  await glance('user-activity')
  await openDay(page, 'nutrition', 1)
  await twin(page, 'Nutrition')
  await openDay(page, 'body', 10)
  await page.getByRole('figure', { name: /^Blood pressure/ }).waitFor()
  await glance('user-body')
  await twin(page, 'Weight and body fat')
  await page.goBack()
  await page.getByRole('heading', { level: 2, name: /^nutrition,/i }).waitFor()
}

test('files are dropped and chosen several at once, refused with the reason, and known again', async () => {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { path: '/tools/import' })
  await page.getByLabel('Your id of the person').fill('runner')
  await drop(page, 'morning run.gpx', gpx())
  await page.getByRole('heading', { level: 1, name: 'morning run.gpx' }).waitFor()
  await page.getByText('1 record found, all of them new.').waitFor()
  await page.getByRole('link', { name: 'See the data' }).click()
  await openDay(page, 'activity', 0)
  await page.getByRole('img', { name: 'Route of the activity' }).waitFor()
  await twin(page, 'Activity', 'Running')

  // The same user is chosen by the link on their page.
  await page.getByRole('link', { name: 'Import a file' }).click()
  await page.getByRole('button', { name: 'User: runner' }).waitFor()
  await drop(page, 'morning run.gpx', gpx())
  await page.getByText('all of them known already').waitFor()

  await page.goto('/tools/import')
  await page.getByLabel('Your id of the person').fill('several')
  await choose(page, [
    { name: 'notes.txt', text: 'nothing that is known' },
    { name: 'glucose.xml', text: glucose() },
    { name: 'loop.fit', text: fitFile(exampleRun) },
  ])
  await page.getByRole('alert').getByText('notes.txt').waitFor()
  await button(page, 'Take notes.txt off the list').click()
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await row('loop.fit').getByText('completed').waitFor()
  await row('glucose.xml').getByText('completed').waitFor()
  await lookAt(page, 'import-list', look)
  await row('glucose.xml').getByRole('link').click()
  await page.getByText('1 warning').waitFor()
  await page.getByRole('link', { name: 'See the data' }).click()
  await openDay(page, 'body', 0)
  await page.getByRole('figure', { name: /^Glucose/ }).waitFor()
  await lookAt(page, 'user-glucose', look)
  assert.ok((await twin(page, 'Glucose')) > 40)

  // A run of long ago is not in the strips, and is found all the same.
  await page.goto('/users?search=several')
  await page.getByRole('row').filter({ hasText: 'Activity file' }).getByRole('link').first().click()
  await button(page, 'Show it').first().click()
  await page.getByRole('figure', { name: /^Forest loop/ }).waitFor()
  await page.context().close()
})

/** Keeps the records of a user from being written until `letGo`: an import then stands still. */
async function holdBack(userId: string): Promise<AsyncDisposable & { letGo(): Promise<void> }> {
  const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const done = dashboard.db.transaction(async (sql) => {
    await sql`select from users where user_id = ${userId} for no key update`
    held.resolve()
    await over.promise
  })
  await held.promise
  const letGo = async () => {
    over.resolve()
    await done
  }
  return { letGo, [Symbol.asyncDispose]: letGo }
}

test('an upload and an import tell how far they are and how fast, and are stopped', async () => {
  const [look] = looks
  assert.ok(look)
  const page = await dashboard.open(look, { path: '/tools/import' })
  const line = await page.context().newCDPSession(page)
  await line.send('Network.enable')
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 10_000 }
  await line.send('Network.emulateNetworkConditions', slow)
  await page.getByLabel('Your id of the person').fill('patient')
  await choose(page, health.zip)
  await page.getByText(/kB\/s · about .* left/).waitFor()
  await lookAt(page, 'import-uploading', look)
  await button(page, 'Stop').click()
  await page.getByText('stopped; nothing was kept of it').waitFor()
  await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 })

  await choose(page, [{ name: 'glucose.xml', text: glucose() }])
  await page.getByText('1 record found').waitFor()
  const address = await page.getByRole('link', { name: 'See the data' }).getAttribute('href')
  await using held = await holdBack(address?.split('/').at(-1) ?? '')
  await page.getByRole('link', { name: 'Import another file' }).click()
  await page.getByRole('button', { name: 'User: patient' }).waitFor()
  await choose(page, health.xml)
  await page.getByRole('heading', { level: 1, name: 'export.xml' }).waitFor()
  await page.getByText(/B \/ [\d.]+ MB · .*\/s/).waitFor()
  await page.getByRole('table', { name: 'Records by type' }).waitFor()
  await lookAt(page, 'import-running', look)
  await button(page, 'Stop').click()
  await page.getByText(/found so far stay/).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  await page.getByText('The import was stopped.').waitFor()
  await held.letGo()
  await page.getByRole('main').getByText('stopped', { exact: true }).waitFor()
  await page.context().close()
})
