import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { assert as check, constantFrom, property, string } from 'fast-check'
import { typesOf } from '../providers/provider.ts'
import { registry } from '../providers/registry.ts'
import { connectLanguages } from '../schema/management/branding.ts'
import { dataTypes } from '../schema/records.ts'
import { chooseLanguage, languages } from './language.ts'
import type { Setting, Tile } from './layout.ts'
import { type Listed, listPage } from './list-page.ts'
import { accentRule, contrast, textOn } from './look.ts'
import { consentPage, deadEndPage, disconnectPage, phonePage, resultPage, typeKey } from './pages.ts'
import { fill, strings } from './strings.ts'
import { script, stylesheet } from './style.ts'

const tiles: Tile[] = registry.map((provider) => ({
  name: provider.name,
  label: provider.label,
  logo: provider.logo,
  isPhone: provider.kind === 'phone',
  isPretend: provider.kind === 'cloud' && provider.isPretend === true,
}))
const [apple, ...otherTiles] = tiles
assert.ok(apple)
const look = {
  app: 'Acme',
  logo: null,
  accent: null,
  theme: 'auto',
  privacyUrl: 'https://acme.example/privacy',
} as const
const english: Setting = { look, language: 'en' }

const listed: Listed = {
  tiles,
  recent: [],
  query: '',
  urlOf: (name) => `/session/x/connect/${name}`,
  searchUrl: '/session/x',
  connected: [{ label: apple.label, logo: apple.logo, url: '/session/x/disconnect/y' }],
  disconnected: apple.label,
}

/** Every page there is, with one text in all places where texts of others stand. */
const pagesWith = (setting: Setting, text: string): string[] => [
  listPage(setting, { ...listed, query: text }),
  consentPage(setting, { tile: apple, types: dataTypes, startUrl: '/start', backUrl: '/back' }),
  phonePage(setting, { tile: { ...apple, label: text }, backUrl: '/back' }),
  resultPage(setting, { label: text, outcome: 'coming', backUrl: '/back' }),
  resultPage(setting, { label: text, outcome: 'access_denied', backUrl: null }),
  disconnectPage(setting, { label: text, formUrl: '/form', backUrl: '/back' }),
  deadEndPage(setting, 'session_expired'),
]

test('every language says everything, with the same names to fill in', () => {
  assert.deepEqual([...languages], [...connectLanguages])
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
  for (const language of languages) {
    const texts = Object.entries(strings[language])
    assert.deepEqual(
      texts.map(([key]) => key),
      Object.keys(strings.en),
      language,
    )
    for (const [key, text] of texts) {
      assert.ok(text.trim() !== '', `${language} ${key}`)
      const english = Object.entries(strings.en).find(([other]) => other === key)?.[1] ?? ''
      // A language may leave out the app's name where its grammar does, never one that decides.
      const needed = names(english).filter((name) => name !== '{app}')
      assert.deepEqual(
        names(text).filter((name) => name !== '{app}'),
        needed,
        `${language} ${key}`,
      )
    }
  }
})

test('every data type of every source has a word', () => {
  for (const type of [...dataTypes, ...registry.flatMap((provider) => typesOf(provider))])
    assert.notEqual(typeKey(type), null, type)
})

test('a page with stylesheet and script is at most 20 kB gzipped in every language, and the script under 3 kB', () => {
  assert.ok(script.length < 3000, `${script.length}`)
  for (const language of languages)
    for (const page of pagesWith({ look, language }, 'Sandbox')) {
      const bytes = [page, stylesheet, script].reduce((sum, text) => sum + gzipSync(text).length, 0)
      assert.ok(bytes <= 20_000, `${language}: ${bytes}`)
    }
})

test('nothing is inline: no script, style, style attribute or handler', () => {
  for (const page of pagesWith({ look: { ...look, accent: '#ff0000', theme: 'dark' }, language: 'de' }, 'Sandbox')) {
    assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/i)
    assert.match(page, /<html lang="de" data-theme="dark">/)
    assert.equal(page.match(/<h1/g)?.length, 1)
    assert.equal(page.match(/<main>/g)?.length, 1)
  }
})

test('whatever an app, source or search is called is shown as text', () => {
  const tags = (page: string) => (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'))
  const plain = pagesWith({ look: { ...look, app: 'x' }, language: 'en' }, 'x').map(tags)
  check(
    property(string({ minLength: 1, unit: 'binary' }), string({ minLength: 1 }), (app, label) => {
      const setting: Setting = { look: { ...look, app: `<b>"'&${app}` }, language: 'en' }
      const pages = pagesWith(setting, `x<i onclick="x">${label}</i>`)
      for (const [i, page] of pages.entries()) {
        if (i > 0) assert.deepEqual(tags(page), plain[i])
        assert.ok(!page.includes('<b>"') && !page.includes('<i onclick'))
      }
    }),
    { numRuns: 60 },
  )
})

test('a name that looks like a place to fill in, or like a pattern, stays what it is', () => {
  assert.equal(fill('{app} and {source}', { app: '{source}$&', source: '$1' }), '{source}$& and $1')
})

test('words on any accent reach a contrast of 4.5', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21)
  check(
    property(string({ minLength: 6, maxLength: 6, unit: constantFrom(...'0123456789abcdef') }), (digits) => {
      assert.ok(contrast(`#${digits}`, textOn(`#${digits}`)) >= 4.5)
      assert.match(accentRule(digits), /^:root/)
    }),
  )
  for (const none of [undefined, '', '}body{', 'red', '#ff0000']) assert.equal(accentRule(none), '')
})

test('the colours of the stylesheet reach 4.5 for words and 3 for marks, light and dark', () => {
  const sets = [...stylesheet.matchAll(/\{(?:color-scheme:[\w ]+;)?(--canvas[^}]+)\}/g)].map(([, set = '']) =>
    Object.fromEntries(set.split(';').map((pair) => pair.split(':'))),
  )
  assert.equal(sets.length, 3)
  const six = (colour: string) => (colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour)
  for (const set of sets)
    for (const ground of ['--canvas', '--surface']) {
      const against = (name: string) => contrast(six(set[name] ?? ''), six(set[ground] ?? ''))
      for (const name of ['--text', '--muted', '--accent', '--ok', '--bad'])
        assert.ok(against(name) >= 4.5, `${name} on ${ground}`)
      assert.ok(against('--control') >= 3)
      assert.ok(contrast(six(set['--button'] ?? ''), six(set['--on-button'] ?? '')) >= 4.5)
    }
})

test('the language is the first wish that can be fulfilled, else the browser’s best, else English', () => {
  assert.equal(chooseLanguage(['pt-BR', 'de'], 'fr'), 'pt')
  assert.equal(chooseLanguage([null, 'auto', 'xx'], 'xx, nl;q=0.4, it;q=0.9'), 'it')
  assert.equal(chooseLanguage([], 'de;q=0'), 'en')
  assert.equal(chooseLanguage([undefined], undefined), 'en')
})

test('what was used before stands first, the latest at the top', () => {
  const last = otherTiles.at(-1)
  const page = listPage(english, { ...listed, recent: [last?.name ?? '', 'GONE', apple.name], connected: [] })
  const order = [...page.matchAll(/data-name="([^"]+)"/g)].map(([, label]) => label)
  assert.deepEqual(order.slice(0, 2), [last?.label, apple.label])
  assert.equal(order.length, tiles.length)
})
