import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outgoing } from '../../lib/guarded-fetch.ts'
import { oauth2 } from '../../providers/oauth2.ts'
import { tryClient } from './try.ts'

const signIn = oauth2({ authorizeUrl: 'https://a.example/authorize', tokenUrl: 'https://a.example/token' })

/** What is said of a client where the token endpoint answers so. */
async function verdictOn(status: number, body: string | object, more: Partial<typeof signIn> = {}) {
  const asked: Outgoing[] = []
  const verdict = await tryClient(
    {
      signIn: { ...signIn, ...more },
      client: { id: 'id', secret: 'secret' },
      publicUrl: 'http://127.0.0.1:4000',
      label: 'Acme',
      async fetch(_, outgoing = {}) {
        asked.push(outgoing)
        const text = typeof body === 'string' ? body : JSON.stringify(body)
        const type = typeof body === 'string' ? 'text/html' : 'application/json'
        return new Response(text, { status, headers: { 'content-type': type } })
      },
    },
    'http://127.0.0.1:4000/oauth/ACME/callback',
  )
  return { ...verdict, asked }
}

test('who says that the code is wrong knows the client, and is asked once with a code that is nobody’s', async () => {
  const { result, asked } = await verdictOn(400, { error: 'invalid_grant' })
  assert.equal(result, 'right')
  assert.equal(asked.length, 1)
  assert.match(asked[0]?.body ?? '', /code=tellus-asks-/)
})

test('who says that the client is wrong does not know it, with the standard’s word or with 401 alone', async () => {
  assert.equal((await verdictOn(400, { error: 'invalid_client' })).result, 'wrong')
  assert.equal((await verdictOn(400, { error: 'unauthorized_client' })).result, 'wrong')
  assert.equal((await verdictOn(401, 'no')).result, 'wrong')
})

test('a callback URL that is not entered there is named, for the keys are known then', async () => {
  const { result, says } = await verdictOn(400, { error: 'redirect_uri_mismatch' })
  assert.equal(result, 'wrong')
  assert.match(says, /knows these keys, but not the callback URL/)
})

test('an answer that says neither is no verdict', async () => {
  assert.match((await verdictOn(500, '<h1>Sorry</h1>')).says, /answered 500, which does not tell/)
  assert.match((await verdictOn(400, { error: 'invalid_request' })).says, /answered 400 \(invalid_request\)/)
})

test('a provider with words of its own judges its answer itself', async () => {
  const judgeClient = async (answer: Response) => ((await answer.text()).includes('bad app') ? 'wrong' : 'right')
  assert.equal((await verdictOn(200, { status: 'bad app' }, { judgeClient })).result, 'wrong')
  assert.equal((await verdictOn(200, { status: 'bad code' }, { judgeClient })).result, 'right')
})
