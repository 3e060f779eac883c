import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { curlCommand, shellQuote } from './curl.ts'

test('a quoted text comes out of a shell as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\0'))
      const out = execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })
      assert.equal(out, text)
    }),
    { numRuns: 25 },
  )
})

test('a GET is short, a POST says method, headers and body', () => {
  assert.equal(
    curlCommand({ method: 'GET', url: 'http://localhost:4000/v2/user' }),
    'curl http://localhost:4000/v2/user',
  )
  assert.equal(
    curlCommand({
      method: 'POST',
      url: 'https://a.example/x?a=1&b=2',
      headers: { 'x-api-key': 'k' },
      body: `{"it's":1}`,
    }),
    `curl -X POST 'https://a.example/x?a=1&b=2' \\\n  -H 'x-api-key: k' \\\n  --data-binary '{"it'\\''s":1}'`,
  )
})

test('a body that begins with @ is not read as a file', () => {
  assert.match(curlCommand({ method: 'POST', url: 'http://a.example', body: '@etc' }), /--data-raw @etc$/)
})
