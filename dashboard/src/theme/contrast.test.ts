import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { contrast, readTokens } from './tokens.ts'

const tokens = readTokens(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'))
const themes = ['light', 'dark'] as const

function assertPairs(fronts: string[], grounds: string[], least: number) {
  for (const theme of themes) {
    for (const front of fronts) {
      for (const ground of grounds) {
        const [a, b] = [tokens.get(front), tokens.get(ground)]
        assert.ok(a && b, `tokens.css lacks ${a ? ground : front}`)
        const ratio = contrast(a[theme], b[theme])
        assert.ok(ratio >= least, `${front} on ${ground}, ${theme}: ${ratio.toFixed(2)} is under ${least}`)
      }
    }
  }
}

const grounds = ['canvas', 'surface', 'sunken']

test('words are at least 4.5 on every ground', () => {
  assertPairs(['ink', 'muted', 'accent', 'ok', 'warn', 'bad', 'info'], grounds, 4.5)
})

test('words of a badge are at least 4.5 on their tint', () => {
  for (const name of ['accent', 'ok', 'warn', 'bad', 'info']) assertPairs([name, 'ink', 'muted'], [`${name}-tint`], 4.5)
})

test('words on filled buttons are at least 4.5', () => {
  assertPairs(['canvas'], ['ink', 'bad', 'warn', 'accent'], 4.5)
})

test('borders of controls and focus rings are at least 3 on every ground', () => {
  assertPairs(['control', 'accent'], [...grounds, 'accent-tint'], 3)
})

test('lanes of the sleep chart are at least 3 on every ground', () => {
  assertPairs(['sleep-awake', 'sleep-rem', 'sleep-light', 'sleep-deep'], grounds, 3)
})

test('black on white is 21, a colour on itself is 1', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#0b6b7f', '#0B6B7F'), 1)
})
