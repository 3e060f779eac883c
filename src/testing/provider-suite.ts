import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { contentHash } from '../normalise/identity.ts'
import { coverageOf, type Fixture } from '../providers/coverage.ts'
import type { HookRequest } from '../providers/notification.ts'
import { type CloudProvider, typesOf } from '../providers/provider.ts'
import { ProviderError, type ProviderFailure } from '../providers/provider-error.ts'
import { comesLater } from '../providers/resource.ts'
import { recordKey } from '../schema/record-key.ts'
import { type DataType, recordSchemas } from '../schema/records.ts'
import { accessOf } from '../users/sign-in/tokens.ts'
import type { User } from '../users/user.ts'
import { heedAll, storedOf } from './brought.ts'
import type { TestServer } from './server.ts'

/** A local server that behaves as the provider does, and a Tellus that reaches it. */
export interface ProviderDouble {
  at: TestServer
  /** Connects a person; all scopes unless told. */
  connect(person: string, granted?: string[]): Promise<User>
  /** The person takes consent back at the provider, which tells nobody. */
  revoke(person: string): Promise<void>
}

type Proof = 'signature' | 'timeless' | 'secret' | 'body'

export interface ProviderSuite {
  provider: CloudProvider
  fixtures: Fixture[]
  /** A notification as the provider signs it at a time, with the secret `'subscription secret'`. */
  notification?: (nowMs: number) => HookRequest
  /**
   * What proves a notification: a signature over its bytes, unless told, which is `timeless` where nothing in it says when it
   * was made; or a secret that comes with it, whatever it says, which for `body` is a part of what it says.
   */
  proof?: Proof
  double(): Promise<ProviderDouble>
}

const secret = 'subscription secret'
const client = { id: 'id', secret: 'client secret' }

/** The promises every provider makes, whatever its API is like. */
export function providerSuite({ provider, fixtures, notification, proof, double }: ProviderSuite): void {
  describe(`every provider's promises, kept by ${provider.name}`, () => {
    definition(provider)
    normalisers(provider, fixtures)
    if (provider.notification !== undefined) notifications(provider, notification, proof ?? 'signature')
    overHttp(provider, double)
  })
}

function definition(provider: CloudProvider): void {
  test('is told apart by its slug, and shown by its label and a drawing that does nothing', () => {
    assert.match(provider.name, /^[A-Z][A-Z0-9_]*$/)
    assert.ok(provider.label.length > 1)
    assert.match(provider.logo, /^<svg viewBox="0 0 24 24"[^>]*>/)
    assert.doesNotMatch(provider.logo, /<script|\son\w+=|href|style=/i)
  })

  test('is reached by TLS, or is our own', () => {
    const { authorizeUrl, tokenUrl, revokeUrl } = provider.signIn
    for (const url of [authorizeUrl, tokenUrl, revokeUrl ?? tokenUrl])
      assert.ok(provider.isPretend ? url.startsWith('/') : url.startsWith('https://'), url)
  })

  test('has for each type a permission that opens it, and for each permission something to fetch', () => {
    const types = Object.keys(provider.resources)
    assert.deepEqual(typesOf(provider).toSorted(), types.toSorted())
    for (const { name } of provider.scopes) assert.match(name, /^\S+$/)
    assert.equal(new Set(provider.scopes.map(({ name }) => name)).size, provider.scopes.length)
    for (const type of Object.keys(provider.writes ?? {})) assert.ok(type in recordSchemas, type)
  })

  test('says how much may be asked, how far back and how often', () => {
    for (const [type, { windowDays, historyDays }] of Object.entries(provider.resources)) {
      assert.ok(Number.isInteger(windowDays) && windowDays >= 1 && windowDays <= 366, type)
      assert.ok(historyDays === null || historyDays >= windowDays, type)
    }
    assert.ok(provider.pollMinutes >= 5)
    assert.ok(provider.rates.length > 0)
    for (const { calls, seconds } of provider.rates) assert.ok(calls >= 1 && seconds >= 1)
  })
}

function normalisers(provider: CloudProvider, fixtures: Fixture[]): void {
  const made = ({ type, raw, zone }: Fixture) =>
    (provider.resources[type]?.normalise(raw, { zone }) ?? []).map(({ record }) => record)

  test('makes of each known answer exactly the records that it means', () => {
    for (const fixture of fixtures) assert.deepEqual(made(fixture), fixture.expected, fixture.name)
    const shown = [...coverageOf(fixtures).keys()]
    assert.deepEqual(shown, Object.keys(provider.resources).sort(), 'every type has a fixture')
  })

  test('gives records that the schema accepts, with no key beside it, under distinct keys', () => {
    for (const fixture of fixtures) {
      const records = made(fixture)
      for (const record of records) assertFits(fixture.type, record, fixture.name)
      const keys = records.map((record) => recordKey(fixture.type, record))
      assert.equal(new Set(keys).size, keys.length, fixture.name)
    }
  })

  test('is pure: the same answer gives the same records, and is left as it was', () => {
    for (const fixture of fixtures) {
      const before = JSON.stringify(fixture.raw)
      const frozen = { ...fixture, raw: deepFreeze(structuredClone(fixture.raw)) }
      assert.deepEqual(made(frozen), made(frozen), fixture.name)
      assert.equal(JSON.stringify(fixture.raw), before)
    }
  })

  test('refuses an answer of another shape, or makes nothing wrong of it', () => {
    const types = Object.keys(provider.resources).filter((type): type is DataType => type in recordSchemas)
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, raw) => {
        let records: object[] = []
        try {
          records = (provider.resources[type]?.normalise(raw, { zone: null }) ?? []).map(({ record }) => record)
        } catch (error) {
          assert.ok(error instanceof Error)
        }
        for (const record of records) assertFits(type, record, 'any answer')
      }),
    )
  })
}

function notifications(provider: CloudProvider, signed: ProviderSuite['notification'], proof: Proof): void {
  const nowMs = Date.UTC(2026, 6, 1)
  const known = { client, subscription: { secret }, nowMs }
  const verify = (request: HookRequest, changed: object = {}) =>
    provider.notification?.verify(request, { ...known, ...changed }) ?? false

  test('takes a notification that the provider proved, and none of which what it proves was changed', () => {
    assert.ok(signed, 'a suite of a provider with notifications brings a signed one')
    const request = signed(nowMs)
    assert.equal(verify(request), true)
    assert.ok((provider.notification?.read(request.body).length ?? 0) > 0)
    const isSigned = proof === 'signature' || proof === 'timeless'
    for (let i = 0; isSigned && i < request.body.length; i++) {
      const body = Buffer.from(request.body)
      body[i] = (body[i] ?? 0) ^ 1
      assert.equal(verify({ ...request, body }), false, `byte ${i}`)
    }
    const unproved = proof === 'body' ? { body: Buffer.from('{}') } : { query: new URLSearchParams(), headers: {} }
    assert.equal(verify({ ...request, ...unproved }), false)
    const others = { client: { id: 'id', secret: 'other' }, subscription: { secret: 'other' } }
    assert.equal(verify(request, others), false)
    if (proof === 'signature')
      assert.equal(verify(signed(nowMs - 24 * 3_600_000)), false, 'an old one is not taken again')
  })

  test('is not thrown off by whatever else is sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.dictionary(fc.string(), fc.string()), (bytes, headers) => {
        const request = { method: 'POST', query: new URLSearchParams(), headers, body: Buffer.from(bytes) }
        assert.equal(verify(request), false)
        try {
          provider.notification?.read(request.body)
        } catch (error) {
          assert.ok(error instanceof Error)
        }
      }),
    )
  })
}

function overHttp(provider: CloudProvider, double: () => Promise<ProviderDouble>): void {
  const fails = (failure: ProviderFailure) => (error: unknown) =>
    error instanceof ProviderError && error.failure === failure

  test('over HTTP: who signed in stays who they are, and what they allowed comes in the schema', async () => {
    const { at, connect } = await double()
    await using _ = at
    const user = await connect('ada')
    const access = await accessOf(at.hub, user, provider)
    const account = await provider.account(access, {})
    assert.deepEqual(await provider.account(access, {}), account)
    const last = new Date(at.hub.clock.now() - 2 * 86_400_000).toISOString().slice(0, 10)
    let count = 0
    for (const [type, resource] of Object.entries(provider.resources)) {
      if (!isDataType(type)) continue
      // What is brought is stored piece by piece, which takes longer.
      const days = Math.min(resource.windowDays, provider.isNeverAsked ? 3 : 10) - 1
      const first = new Date(Date.parse(last) - days * 86_400_000).toISOString().slice(0, 10)
      const answer = await resource.fetch(access, { first, last })
      // It comes with notifications.
      if (answer === comesLater) continue
      const raw: unknown = JSON.parse(JSON.stringify(answer))
      for (const { record } of resource.normalise(raw, { zone: account.zone })) {
        assertFits(type, record, type)
        count++
      }
    }
    if (provider.isNeverAsked) await heedAll(at.hub)
    for (const { type, record } of provider.isNeverAsked ? await storedOf(at.hub, user.userId) : []) {
      assertFits(type, record, type)
      count++
    }
    assert.ok(count >= 5, `${count} records`)
    if (provider.granted !== undefined)
      assert.deepEqual((await provider.granted(access)).sort(), provider.scopes.map(({ name }) => name).sort())
  })

  test('over HTTP: a token that is no good, a type that was not allowed and consent taken back are told apart', async () => {
    const { at, connect, revoke } = await double()
    await using _ = at
    const [allowed, ...others] = provider.scopes
    const [type] = allowed?.types ?? []
    const other = others.flatMap(({ types }) => types).find((one) => !allowed?.types.includes(one))
    // Of a single scope, which opens everything, nobody allows a part.
    const isDivided = provider.scopes.length > 1
    assert.ok(allowed && type !== undefined && (other !== undefined) === isDivided)
    const user = await connect('ben', [allowed.name])
    const access = await accessOf(at.hub, user, provider)
    const day = new Date(at.hub.clock.now()).toISOString().slice(0, 10)
    const fetch = (of: DataType, accessToken = access.accessToken) =>
      provider.resources[of]?.fetch({ ...access, accessToken }, { first: day, last: day }) ?? Promise.resolve()
    await fetch(type)
    await assert.rejects(fetch(type, 'not a token'), fails('unauthorized'))
    if (other !== undefined) await assert.rejects(fetch(other), fails('forbidden'))
    await revoke('ben')
    await assert.rejects(fetch(type), fails('unauthorized'))
    await assert.rejects(accessOf(at.hub, user, provider, access.accessToken), fails('ended'))
  })
}

const isDataType = (text: string): text is DataType => text in recordSchemas

function assertFits(type: DataType, record: object, where: string): void {
  const result = recordSchemas[type].safeParse(record)
  assert.ok(result.success, `${where}: ${type} ${result.error?.message}`)
  // Zod drops what it does not know: only what is in the schema may come back.
  assert.equal(contentHash(result.data), contentHash(record), where)
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
