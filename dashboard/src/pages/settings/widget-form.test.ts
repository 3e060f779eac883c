import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOn as textOfPages } from '../../../../src/connect/look.ts'
import { brandingSchema } from '../../../../src/schema/management/branding.ts'
import { bodyOf, changesOf, draftOf, problemsOf, readLogo, textOn } from './widget-form.ts'

const plain = brandingSchema.parse({
  title: null,
  logo: null,
  accent: null,
  theme: 'auto',
  language: 'auto',
  privacy_url: null,
  frame_ancestors: [],
})
const says = {
  accentWrong: 'accent',
  privacyWrong: 'privacy',
  frameWrong: (line: string) => `frame ${line}`,
  framesMany: 'many',
  logoType: 'type',
  logoSize: (size: string) => `size ${size}`,
}

test('a draft that was not touched changes nothing, and only what was is sent', () => {
  assert.deepEqual(changesOf(bodyOf(draftOf(plain)), plain), {})
  const draft = { ...draftOf(plain), accent: '#0B6B7F', frames: 'https://a.example/\nhttps://b.example' }
  assert.deepEqual(changesOf(bodyOf(draft), plain), {
    accent: '#0b6b7f',
    frame_ancestors: ['https://a.example', 'https://b.example'],
  })
})

test('what the form lets pass the server takes', () => {
  const draft = { ...draftOf(plain), title: ' Acme ', accent: '#ff0000', privacy: 'https://acme.example/privacy' }
  assert.deepEqual(problemsOf(draft, says), {})
  assert.ok(brandingSchema.safeParse(bodyOf(draft)).success)
  assert.deepEqual(problemsOf({ ...draft, accent: 'red', privacy: 'acme', frames: 'https://a.example/path' }, says), {
    accent: 'accent',
    privacy: 'privacy',
    frames: 'frame https://a.example/path',
  })
})

test('a picture becomes a data URL that the server takes; others are refused', async () => {
  const svg = new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>'], { type: 'image/svg+xml' })
  const read = await readLogo(svg, says)
  assert.ok('logo' in read && brandingSchema.safeParse({ ...plain, logo: read.logo }).success)
  assert.deepEqual(await readLogo(new Blob(['GIF89a'], { type: 'image/gif' }), says), { problem: 'type' })
  const large = new Blob([new Uint8Array(70_000)], { type: 'image/png' })
  assert.deepEqual(await readLogo(large, says), { problem: 'size 70 kB' })
})

test('the preview writes on a colour as the pages do', () => {
  for (const colour of ['#000000', '#ffffff', '#7a2ea0', '#0b6b7f', '#777777', '#ffcc00'])
    assert.equal(textOn(colour), textOfPages(colour), colour)
})
