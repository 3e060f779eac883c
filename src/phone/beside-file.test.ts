import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runImport } from '../ingest/run-import.ts'
import { privateId } from '../lib/ids.ts'
import { connectedPhone, makeRecords, someSteps } from '../testing/phone.ts'
import { testServer } from '../testing/server.ts'

/** A person who brings an export and connects their phone is one user, and loses nothing by either. */
const folder = mkdtempSync(join(tmpdir(), 'tellus-phone-file-'))
const at = await testServer({ TELLUS_DATA_DIR: folder })
const { hub } = at
after(async () => {
  await at[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const record = (type: string, unit: string, from: string, to: string, value: number) =>
  `<Record type="HKQuantityTypeIdentifier${type}" sourceName="Watch" unit="${unit}" creationDate="2026-07-01 ${to}:00 +0200"
    startDate="2026-07-01 ${from}:00 +0200" endDate="2026-07-01 ${to}:00 +0200" value="${value}"/>`
const exported = `<?xml version="1.0" encoding="UTF-8"?>
<HealthData locale="en_NO"><ExportDate value="2026-07-01 20:00:00 +0200"/>
${record('StepCount', 'count', '08:00', '08:01', 500)}
${record('HeartRate', 'count/min', '09:00', '09:00', 61)}
</HealthData>`

/** Brings the export for a person; gives whose it became. */
async function bring(referenceId: string): Promise<string> {
  const answer = await at.call('POST', `/admin/api/imports?reference_id=${referenceId}&filename=export.xml`, {
    body: exported,
  })
  assert.equal(answer.statusCode, 202, answer.body)
  const { import_id: id, user_id: userId }: { import_id: string; user_id: string } = answer.json()
  await runImport(hub, privateId('import', id) ?? '', 'Europe/Oslo', new AbortController().signal)
  return userId
}

async function dayOf(userId: string) {
  const query = `user_id=${userId}&start_date=2026-07-01&end_date=2026-07-01&to_webhook=false&with_samples=true`
  const { data } = (await at.call('GET', `/v2/daily?${query}`)).json()
  assert.equal(data.length, 1)
  const { distance_data: distance, heart_rate_data: heart } = data[0]
  return [distance.steps, heart?.detailed?.hr_samples?.map(({ bpm }: { bpm: number }) => bpm)]
}

test('what only the export told stays when the phone tells of the same day, in either order', async () => {
  const first = await bring('file first')
  const phone = await connectedPhone(at, { referenceId: 'file first' })
  assert.equal(phone.userId, first)
  await phone.send({ samples: [someSteps('2026-07-01T08:00', 500), someSteps('2026-07-01T18:00', 40)] })
  await makeRecords(hub)
  assert.deepEqual(await dayOf(first), [540, [61]])

  const other = await connectedPhone(at, { referenceId: 'phone first' })
  await other.send({ samples: [someSteps('2026-07-01T18:00', 700)] })
  await makeRecords(hub)
  assert.equal(await bring('phone first'), other.userId)
  await other.send({ samples: [someSteps('2026-07-01T19:00', 50)] })
  await makeRecords(hub)
  assert.deepEqual(await dayOf(other.userId), [750, [61]])
})

test('a day of which the phone has nothing left stays as the export told it', async () => {
  const userId = await bring('emptied')
  const phone = await connectedPhone(at, { referenceId: 'emptied' })
  const steps = someSteps('2026-07-01T18:00', 40)
  await phone.send({ samples: [steps] })
  await makeRecords(hub)
  await phone.send({ deleted: [{ id: steps.id, type: steps.type }] })
  await makeRecords(hub)
  const [, pulse] = await dayOf(userId)
  assert.deepEqual(pulse, [61])
})
