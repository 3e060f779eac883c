import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { verifyTerraWebhookSignature } from 'terra-api'
import { signatureHeader, standardSecret, standardSignature, verifySignature } from './signature.ts'

const secret = 'tellus-test-secret'
const t = 1723808700
const vectors = [
  {
    body: '{"type":"daily","user":{"user_id":"40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad","provider":"FITBIT"},"data":[],"version":"2022-03-16"}',
    header: 't=1723808700,v1=67a46bbee04bb7debfd238c2af8b063e94f2b8bf6ae4a4c5ae16e0f81077529a',
  },
  {
    body: '{"type":"athlete","athlete":{"city":"Zürich"},"user":{"user_id":"u1","provider":"OURA"},"version":"2022-03-16"}',
    header: 't=1723808700,v1=f703da09cf3d2f6ce2a12445f90f3dcbc2fc6c8be5d5492e1cc1b41c748b595f',
  },
]
const tolerance = 10_000_000_000

interface LegacyClient {
  checkTerraSignature(header: string, body: string): boolean
}
// The types of the 1.x client do not resolve under modern module resolution.
const legacy: { default: new (devId: string, apiKey: string, secret: string) => LegacyClient } = createRequire(
  import.meta.url,
)('terra-api-v1')
const verifiesWithV1 = (header: string, body: string, key: string) =>
  new legacy.default('dev', 'key', key).checkTerraSignature(header, body)
const verifiesWithV2 = (header: string, body: string, key: string) =>
  verifyTerraWebhookSignature(body, header, key, { tolerance }).catch(() => false)

test('signs the published test vectors', () => {
  for (const { body, header } of vectors) {
    assert.equal(signatureHeader(body, [secret], t), header)
    assert.equal(signatureHeader(Buffer.from(body), [secret], t), header)
  }
})

test('is verified by both generations of the official client', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.string({ minLength: 1 }), async (body, key) => {
      const header = signatureHeader(body, [key], t)
      assert.ok(verifiesWithV1(header, body, key))
      assert.ok(await verifiesWithV2(header, body, key))
    }),
    { numRuns: 50 },
  )
})

test('during a rotation the first secret verifies with the old client, both with the new one', async () => {
  const { body } = vectors[0] ?? { body: '' }
  const header = signatureHeader(body, ['previous', 'current'], t)
  assert.match(header, /^t=\d{10},v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/)
  assert.ok(verifiesWithV1(header, body, 'previous'))
  assert.ok(await verifiesWithV2(header, body, 'previous'))
  assert.ok(await verifiesWithV2(header, body, 'current'))
  assert.equal(await verifiesWithV2(header, body, 'another'), false)
})

const check = (given: Partial<Parameters<typeof verifySignature>[0]>) =>
  verifySignature({
    header: vectors[0]?.header,
    body: vectors[0]?.body ?? '',
    secrets: [secret],
    nowSeconds: t + 10,
    ...given,
  })

test('says of a right signature that all is right', () => {
  const verdict = check({})
  assert.equal(verdict.ok, true)
  assert.equal(verdict.problem, null)
  assert.ok(verdict.steps.every((step) => step.ok))
})

test('names what is wrong with a signature', () => {
  assert.equal(check({ header: undefined }).problem, 'missing_header')
  assert.equal(check({ header: '  ' }).problem, 'missing_header')
  assert.equal(check({ header: 'sha256=abc' }).problem, 'bad_form')
  assert.equal(check({ header: 't=1723808700' }).problem, 'bad_form')
  assert.equal(check({ header: 't=1723808700,v1=abc' }).problem, 'bad_form')
  assert.equal(check({ header: `v1=${'0'.repeat(64)}` }).problem, 'bad_form')
  assert.equal(check({ nowSeconds: t + 301 }).problem, 'stale')
  assert.equal(check({ nowSeconds: t - 301 }).problem, 'stale')
  assert.equal(check({ nowSeconds: t + 300 }).ok, true)
  assert.equal(check({ secrets: ['another'] }).problem, 'wrong_secret')
  assert.equal(check({ secrets: ['another', secret] }).ok, true)
})

test('tells a body that was re-serialised, trimmed or re-encoded from a wrong secret', () => {
  const { body } = vectors[0] ?? { body: '' }
  assert.equal(check({ body: `${body}\n` }).problem, 'body_changed')
  assert.equal(check({ body: JSON.stringify(JSON.parse(body), null, 2) }).problem, 'body_changed')
  assert.equal(check({ body: body.replace('FITBIT', 'GARMIN') }).problem, 'wrong_secret')
  assert.equal(check({ body: body.replace('FITBIT', 'GARMIN'), sentBody: body }).problem, 'body_changed')
})

test('signs for Standard Webhooks with the same secret in their form', () => {
  const [version, signature] = standardSignature('evt_1', '{}', [secret], t).split(',')
  assert.equal(version, 'v1')
  assert.equal(Buffer.from(signature ?? '', 'base64').length, 32)
  assert.equal(Buffer.from(standardSecret(secret).replace('whsec_', ''), 'base64').toString(), secret)
  assert.equal(standardSignature('evt_1', '{}', ['a', 'b'], t).split(' ').length, 2)
})
