import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from '../../testing/command.ts'
import { dataFolder } from '../../testing/tellus.ts'

interface Report {
  sources: Record<string, string>
  problems: { problem: string; remedy: string }[]
}

/** What `tellus doctor` finds where no server runs, with settings. */
async function reportOf(environment: Record<string, string>): Promise<{ code: number; report: Report }> {
  using folder = dataFolder()
  const shell = { environment: { TELLUS_PORT: '0', ...environment }, cwd: folder.path }
  const { code, out } = await runCommand(shell, ['doctor', '--json'])
  return { code, report: JSON.parse(out) }
}

const keys = { TELLUS_OURA_CLIENT_ID: 'an-id', TELLUS_OURA_CLIENT_SECRET: 'a-secret' }

test('doctor says which sources people can connect, and which have no keys', async () => {
  const { code, report } = await reportOf({ ...keys, TELLUS_SANDBOX: 'off' })
  assert.equal(code, 0, JSON.stringify(report.problems))
  assert.equal(report.sources['ready'], 'Oura')
  assert.match(report.sources['without keys'] ?? '', /\bWHOOP\b/)
  assert.doesNotMatch(report.sources['without keys'] ?? '', /Oura/)
})

test('a half of a pair of keys, and keys of a source that is not there, are wrong', async () => {
  const { code, report } = await reportOf({ TELLUS_WHOOP_CLIENT_ID: 'an-id', TELLUS_UORA_CLIENT_SECRET: 'a-secret' })
  assert.equal(code, 1)
  const [half, unknown] = report.problems
  assert.match(half?.problem ?? '', /TELLUS_WHOOP_CLIENT_ID is set and TELLUS_WHOOP_CLIENT_SECRET is not/)
  assert.match(half?.remedy ?? '', /Set TELLUS_WHOOP_CLIENT_SECRET as well/)
  assert.match(unknown?.problem ?? '', /there is no source UORA/)
  assert.match(unknown?.remedy ?? '', /OURA.*WHOOP/)
})

test('a source that wants a key beside the pair is not ready without it', async () => {
  const pair = { TELLUS_SUUNTO_CLIENT_ID: 'an-id', TELLUS_SUUNTO_CLIENT_SECRET: 'a-secret', TELLUS_SANDBOX: 'off' }
  const { code, report } = await reportOf(pair)
  assert.equal(code, 1)
  assert.match(report.problems[0]?.problem ?? '', /TELLUS_SUUNTO_CLIENT_ID is set and TELLUS_SUUNTO_CLIENT_KEY is not/)
  assert.match(report.sources['without keys'] ?? '', /Suunto/)
  const whole = await reportOf({ ...pair, TELLUS_SUUNTO_CLIENT_KEY: 'a-key' })
  assert.equal(whole.code, 0, JSON.stringify(whole.report.problems))
  assert.equal(whole.report.sources['ready'], 'Suunto')
})
