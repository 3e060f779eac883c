import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { testServer } from '../../../testing/server.ts'

const at = await testServer({ TELLUS_SANDBOX: 'on' })
after(() => at[Symbol.asyncDispose]())

const dataUrl = (kind: string, bytes: string | Buffer) =>
  `data:image/${kind};base64,${Buffer.from(bytes).toString('base64')}`
const svg = dataUrl('svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const unset = {
  title: null,
  logo: null,
  accent: null,
  theme: 'auto',
  language: 'auto',
  privacy_url: null,
  frame_ancestors: [],
}

test('an environment has a look of its own, which is changed in parts and written down', async () => {
  assert.deepEqual((await at.call('GET', '/admin/api/branding')).json(), unset)
  const parts = [{ title: 'Acme', accent: '#0B6B7F' }, { logo: svg, theme: 'dark' }, { title: null }]
  for (const body of parts) assert.equal((await at.call('PATCH', '/admin/api/branding', { body })).statusCode, 200)
  const now = { ...unset, accent: '#0b6b7f', logo: svg, theme: 'dark' }
  assert.deepEqual((await at.call('GET', '/admin/api/branding')).json(), now)
  assert.deepEqual((await at.call('GET', '/admin/api/branding', { as: 'other' })).json(), unset)
  const rows = await at.hub.db<{ action: string }>`select action from audit_entries where action = 'branding.changed'`
  assert.equal(rows.length, parts.length)
})

test('what could not be shown safely is refused with its field', async () => {
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(64 * 1024)])
  const bodies: object[] = [
    { logo: 'https://elsewhere.example/logo.png' },
    { logo: dataUrl('png', png) },
    { logo: dataUrl('png', '<svg></svg>') },
    { logo: dataUrl('svg+xml', 'no picture') },
    { logo: 'data:text/html;base64,PGI+' },
    { accent: 'red' },
    { accent: '#0b6b7f;}' },
    { theme: 'blue' },
    { language: 'xx' },
    { privacy_url: 'javascript:alert(1)' },
    { frame_ancestors: ['https://a.example/path'] },
    { frame_ancestors: ["'self'; script-src *"] },
    { title: '' },
    { title: 'x'.repeat(61) },
    { colour: '#000000' },
  ]
  for (const body of bodies) {
    const answer = await at.call('PATCH', '/admin/api/branding', { body })
    assert.equal(answer.statusCode, 400, JSON.stringify(body).slice(0, 100))
    assert.match(answer.json().detail, new RegExp(Object.keys(body)[0] ?? ''))
  }
})

test('the pages wear the look under a strict policy, and may be framed only where that was set', async () => {
  const look = {
    title: '<Acme & Söhne>',
    logo: svg,
    accent: '#ffcc00',
    theme: 'light',
    privacy_url: 'https://acme.example/privacy',
  }
  await at.call('PATCH', '/admin/api/branding', { body: { ...look, frame_ancestors: [] } })
  const made = await at.call('POST', '/admin/api/widget-sessions', { body: { reference_id: 'look' } })
  assert.equal(made.statusCode, 201)
  const path = new URL(made.json().url).pathname
  const page = await at.call('GET', path, { as: 'none' })
  assert.match(page.body, /Connect your data to &lt;Acme &amp; Söhne&gt;/)
  assert.ok(page.body.includes(`<img src="${svg}" alt="">`) && page.body.includes('data-theme="light"'))
  assert.equal(page.headers['x-frame-options'], 'DENY')
  assert.equal(page.headers['cache-control'], 'no-store')
  assert.equal(page.headers['referrer-policy'], 'no-referrer')
  assert.equal(
    page.headers['content-security-policy'],
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  const files = [...page.body.matchAll(/(?:href|src)="(\/connect\/[^"]+)"/g)].map(([, file = '']) => file)
  assert.equal(files.length, 2)
  let bytes = gzipSync(page.body.replace(svg, '')).length
  for (const file of files) {
    const answer = await at.call('GET', file, { as: 'none' })
    assert.equal(answer.statusCode, 200)
    assert.match(`${answer.headers['cache-control']}`, /immutable/)
    bytes += gzipSync(answer.body).length
  }
  assert.ok(bytes <= 20_000, `${bytes}`)
  const style = await at.call('GET', files.find((file) => file.includes('.css')) ?? '', { as: 'none' })
  assert.ok(style.body.includes('--button:#ffcc00;--on-button:#000000'))

  await at.call('PATCH', '/admin/api/branding', {
    body: { frame_ancestors: ['https://acme.example', 'http://localhost:3000'] },
  })
  const framed = await at.call('GET', path, { as: 'none' })
  assert.equal(framed.headers['x-frame-options'], undefined)
  assert.match(
    `${framed.headers['content-security-policy']}`,
    /; frame-ancestors https:\/\/acme\.example http:\/\/localhost:3000$/,
  )
})
