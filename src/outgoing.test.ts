import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/**
 * One guarded way out: whatever Tellus sends to an address that a person or a provider named goes through
 * `lib/http-client.ts`, whose connections `lib/address-guard.ts` judges. Anything else that could open a connection is
 * found here, and either stands in the list below with its reason or fails.
 */
const exceptions: readonly { files: RegExp; uses: string; why: string }[] = [
  { files: /^lib\/http-client\.ts$/, uses: 'undici', why: 'the guarded client itself' },
  { files: /^lib\/guarded-fetch\.ts$/, uses: 'undici', why: 'the same guard, for what providers are asked' },
  { files: /^providers\/oauth2\.ts$/, uses: 'oauth4webapi', why: 'is given the guarded fetch in every call' },
  { files: /^users\/sign-in\/ready\.ts$/, uses: 'unguarded', why: 'to the pretend provider of our own' },
  {
    files: /^sandbox\/callback\.ts$/,
    uses: 'unguarded',
    why: 'from the pretend provider to its subscriber, which is ours',
  },
  { files: /^lib\/address-guard\.ts$/, uses: 'dns', why: 'resolves names for the guard' },
  { files: /^client\/client\.ts$/, uses: 'global', why: 'an app, or the command line, calls the Tellus that it named' },
  {
    files: /^cli\/(upload|download)\.ts$/,
    uses: 'undici',
    why: 'the command line calls the server that its user named',
  },
  {
    files: /^connect\/phone\/script\.ts$/,
    uses: 'global',
    why: 'runs in a browser, which calls the server it is from',
  },
  { files: /^cli\/mcp-bridge\.ts$/, uses: 'global', why: 'the command line calls the server that its user named' },
  { files: /^cli\/doctor\/server\.ts$/, uses: 'net', why: 'tries whether the port can be listened on' },
  { files: /^http\/(server|watch-server)\.ts$/, uses: 'fastify', why: 'the HTTP servers: they are connected to' },
  { files: /^db\//, uses: 'pg', why: 'the database that the operator named' },
  { files: /^jobs\//, uses: 'graphile-worker', why: 'works on the pool of the database room' },
  { files: /^db\//, uses: 'child_process', why: 'runs the embedded PostgreSQL' },
  {
    files: /^(db\/postgres-runner|cli\/doctor\/database)\.ts$/,
    uses: 'module',
    why: 'finds where the package with PostgreSQL stands',
  },
  { files: /^import\/apple-health\/fixtures\//, uses: 'child_process', why: 'tests run the generator of exports' },
  { files: /^delivery\/worker\.ts$/, uses: 'unguarded', why: 'deliveries to inboxes of our own' },
  { files: /^cli\/listen-forward\.ts$/, uses: 'unguarded', why: 'to the receiver that the user of the command named' },
]

/** Modules that can reach another machine or start a program that does, and what of them cannot. */
const reaching: Readonly<Record<string, readonly string[]>> = {
  http: ['STATUS_CODES', 'METHODS'],
  https: [],
  http2: ['constants'],
  net: ['isIP', 'isIPv4', 'isIPv6'],
  tls: [],
  dgram: [],
  dns: [],
  'dns/promises': [],
  child_process: [],
  cluster: [],
  inspector: [],
  module: ['enableCompileCache', 'stripTypeScriptTypes'],
  undici: [],
  pg: ['DatabaseError'],
  'graphile-worker': [],
  fastify: [],
  // The server's half: it is connected to.
  ws: ['WebSocketServer'],
  // Of this package only what answers: it is handed requests, or reads the standard input.
  '@modelcontextprotocol/sdk/server/mcp.js': ['McpServer'],
  '@modelcontextprotocol/sdk/server/stdio.js': ['StdioServerTransport'],
  '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js': ['WebStandardStreamableHTTPServerTransport'],
}

/** Packages that open no connection of their own accord. A new one is looked at before it is put here. */
const quiet: ReadonlySet<string> = new Set([
  '@fastify/compress',
  '@fastify/cookie',
  '@fastify/static',
  '@mapbox/polyline',
  '@opentelemetry/api',
  'cli-progress',
  'commander',
  'csv-parse',
  'fit-file-parser',
  'ipaddr.js',
  'pg-copy-streams',
  'pino',
  'prom-client',
  'saxes',
  'sql-template-tag',
  'uuid',
  'yauzl',
  'yazl',
  'zod',
  'zod-openapi',
])
const quietBuiltin =
  /^(assert|async_hooks|buffer|crypto|events|fs|os|path|perf_hooks|process|readline|sqlite|stream|string_decoder|timers|url|util|v8|worker_threads|zlib)(\/|$)/

interface WayOut {
  uses: string
  how: string
}

/** What in a source could open a connection. */
function waysOut(text: string): WayOut[] {
  const found: WayOut[] = []
  for (const { specifier, names } of valueImports(text)) {
    if (specifier.startsWith('.')) continue
    const module = specifier.replace(/^node:/, '')
    const harmless = reaching[module]
    if (harmless === undefined) {
      const isQuiet =
        quietBuiltin.test(module) || quiet.has(module.split('/', module.startsWith('@') ? 2 : 1).join('/'))
      if (!isQuiet) found.push({ uses: module, how: `imports ${specifier}, which is not known to be quiet` })
      continue
    }
    const loud = names === null ? ['all of it'] : names.filter((name) => !harmless.includes(name))
    if (loud.length > 0) found.push({ uses: module, how: `imports ${loud.join(', ')} from ${specifier}` })
  }
  const code = withoutComments(text)
  for (const global of code.matchAll(/(?<![.\w#])(?:globalThis\.)?(fetch|WebSocket|EventSource|XMLHttpRequest)\s*\(/g))
    found.push({ uses: 'global', how: `calls ${global[1]}` })
  for (const loader of code.matchAll(
    /(?<![.\w])(require|createRequire)\s*\(|\b(getBuiltinModule)\b|\b(import)\((?!\s*['"])/g,
  ))
    found.push({ uses: 'module', how: `loads modules by ${loader[1] ?? loader[2] ?? 'import() of a computed name'}` })
  if (/(?:openHttpClient|guardedFetch)\(\s*['"`]unguarded/.test(code))
    found.push({ uses: 'unguarded', how: 'opens a client without a guard' })
  return found
}

interface Import {
  specifier: string
  /** Null when the whole module is taken. */
  names: string[] | null
}

/** The imports of a source that are more than types. */
function valueImports(text: string): Import[] {
  const code = withoutComments(text)
  const statements = code.matchAll(/\b(?:import|export)\s+(?!type\b)([^'"`;()]*?)\s*\bfrom\s*(['"])([^'"]+)\2/g)
  const whole = code.matchAll(/(?:^|\n)\s*import\s*(['"])([^'"]+)\1|\bimport\(\s*(['"`])([^'"`]+)\3/g)
  const found: Import[] = [...whole].map(([, , bare, , dynamic]) => ({ specifier: bare ?? dynamic ?? '', names: null }))
  for (const [, clause = '', , specifier = ''] of statements) {
    const inBraces = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]
    const names = inBraces
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '))
      .map((name) => name.split(/\s+as\s+/)[0] ?? name)
    if (names === undefined || names.length > 0) found.push({ specifier, names: names ?? null })
  }
  return found
}

// Only where they begin a line: a slash and a star may stand in a text too.
const withoutComments = (text: string): string =>
  text.replace(/(^|\n)\s*\/\*[\s\S]*?\*\//g, '$1').replace(/(^|\s)\/\/.*$/gm, '$1')

const root = import.meta.dirname
const sources = globSync('**/*.ts', { cwd: root }).filter(
  (file) => !file.endsWith('.test.ts') && !file.startsWith('testing/'),
)
const isException = (file: string, { uses }: WayOut) =>
  exceptions.some((exception) => exception.uses === uses && exception.files.test(file))

test('nothing but the guarded client reaches out, but for the exceptions that say why', () => {
  const others = sources.flatMap((file) =>
    waysOut(readFileSync(join(root, file), 'utf8'))
      .filter((way) => !isException(file, way))
      .map(({ how }) => `${file} ${how}: send through lib/http-client.ts`),
  )
  assert.deepEqual(others, [])
})

test('every exception is still needed', () => {
  const used = sources.flatMap((file) => waysOut(readFileSync(join(root, file), 'utf8')).map((way) => ({ file, way })))
  const idle = exceptions.filter(
    ({ files, uses }) => !used.some(({ file, way }) => files.test(file) && way.uses === uses),
  )
  assert.deepEqual(idle, [])
})

test('each way to reach out is recognised as it may be written', () => {
  for (const text of [
    "import { request } from 'node:http'",
    "import http from 'node:https'",
    "import * as net from 'net'",
    "import {\n  isIP,\n  connect,\n} from 'node:net'",
    "import { type Socket, createConnection } from 'node:net'",
    "import tls, { type TLSSocket } from 'node:tls'",
    "import { createSocket as open } from 'node:dgram'",
    "import { connect } from 'node:http2'",
    "import { resolve4 } from 'node:dns/promises'",
    "import { Agent } from 'undici'",
    "export { request } from 'undici'",
    "import 'undici'",
    "const { request } = await import('undici')",
    'await import(name)',
    'await import(`node:x`)',
    "import axios from 'axios'",
    "import { spawn } from 'node:child_process'",
    "await fetch('https://example.com')",
    "globalThis.fetch('x')",
    "new WebSocket('wss://x')",
    "const http = require('http')",
    'const load = createRequire(import.meta.url)',
    "process.getBuiltinModule('net')",
    "openHttpClient('unguarded')",
    "guardedFetch('unguarded')",
  ])
    assert.equal(waysOut(text).length > 0, true, text)
  for (const text of [
    "import type { Socket } from 'node:net'",
    "import { type IncomingMessage, type Server } from 'node:http'",
    "import { isIP, type LookupFunction } from 'node:net'",
    "import { STATUS_CODES } from 'node:http'",
    "import { join } from 'node:path'\nimport { z } from 'zod'",
    "import { fetchRecords } from './fetch.ts'\nprefetch('x')",
    '// fetch(url) would be another way\n/** As fetch( does. */',
    "openHttpClient('public-only')",
  ])
    assert.deepEqual(waysOut(text), [], text)
})
