import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { contrast, readTokens } from '../theme/tokens.ts'

const read = (path: string) => readTokens(readFileSync(new URL(path, import.meta.url), 'utf8'))

test('every colour of a chart is at least 3 to 1 on every ground in both themes', () => {
  const [tokens, charts] = [read('../theme/tokens.css'), read('./colors.css')]
  assert.ok(charts.size > 20)
  for (const [name, color] of charts) {
    for (const ground of ['canvas', 'surface', 'sunken']) {
      const under = tokens.get(ground)
      assert.ok(under)
      for (const theme of ['light', 'dark'] as const) {
        const ratio = contrast(color[theme], under[theme])
        assert.ok(ratio >= 3, `${name} on ${ground}, ${theme}: ${ratio.toFixed(2)} is under 3`)
      }
    }
  }
})
