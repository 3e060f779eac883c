import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { variables } from './config.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const papers = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...globSync('docs/*.md', { cwd: root }),
]

test('every path that the papers name exists', () => {
  const missing = papers.flatMap((paper) =>
    [...read(paper).matchAll(/`((?:src|docs|migrations|tests|bench|scripts|bin)\/[^`\s<>*]*)`/g)]
      .map(([, path]) => path ?? '')
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${paper}: ${path}`),
  )
  assert.deepEqual(missing, [])
})

test('every link between the papers leads somewhere', () => {
  const broken = papers.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)]
      .map(([, path]) => path ?? '')
      .filter((path) => !existsSync(join(root, dirname(paper), path)))
      .map((path) => `${paper}: ${path}`),
  )
  assert.deepEqual(broken, [])
})

test('ARCHITECTURE.md names every room', () => {
  const text = read('ARCHITECTURE.md')
  const rooms = globSync('src/*/', { cwd: root }).map((path) => path.replaceAll('\\', '/').replace(/\/$/, ''))
  assert.deepEqual(
    rooms.filter((room) => room !== 'src/testing' && !text.includes(`\`${room}/\``)),
    [],
  )
})

test('docs/settings.md lists every setting', () => {
  const text = read('docs/settings.md')
  assert.deepEqual(
    Object.keys(variables).filter((name) => !text.includes(`\`${name}\``)),
    [],
  )
})
