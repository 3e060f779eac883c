import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRedirect, withEnding } from './redirects.ts'

test('http, https and an app’s own scheme may be led back to', () => {
  for (const url of ['https://app.example/ok?a=1', 'http://localhost:3000/', 'myapp://ok', 'com.example.app:/done'])
    assert.equal(checkRedirect(url, 'auth_success_redirect_url'), url)
})

test('what would run, show or hide something is refused with the name of the field', () => {
  for (const url of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://x/y',
    '/relative',
    'no address',
    'https://user:secret@app.example/',
    `https://app.example/${'x'.repeat(2048)}`,
  ])
    assert.throws(
      () => checkRedirect(url, 'auth_failure_redirect_url'),
      /^TellusError: invalid auth_failure_redirect_url/,
      url,
    )
})

const ending = { userId: 'u-1', resource: 'SANDBOX', referenceId: null, sessionId: null }

test('the ending is appended, and the query and fragment of the address stay', () => {
  const known = 'user_id=u-1&resource=SANDBOX&reference_id=null'
  assert.equal(withEnding('https://app/ok', ending), `https://app/ok?${known}`)
  assert.equal(withEnding('https://app/ok?a=b%20c&a=2#top', ending), `https://app/ok?a=b%20c&a=2&${known}#top`)
  assert.equal(withEnding('https://app/ok?', ending), `https://app/ok?${known}`)
  assert.equal(withEnding('myapp://ok', ending), `myapp://ok?${known}`)
})

test('a failure says why and of which session, and names no user', () => {
  const { userId, ...rest } = ending
  assert.equal(
    withEnding('https://app/no', { ...rest, referenceId: 'a&b=c', sessionId: 's-1', reason: 'access_denied' }),
    'https://app/no?resource=SANDBOX&reference_id=a%26b%3Dc&widget_session_id=s-1&reason=access_denied',
  )
  assert.equal(new URL(withEnding('https://app/', { ...rest, userId: null })).searchParams.get('user_id'), 'null')
})
