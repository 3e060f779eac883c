import type { Command } from 'commander'
import { version } from '../version.ts'
import { checkDataDirectory } from './doctor/data-directory.ts'
import { checkDatabase } from './doctor/database.ts'
import type { Fact, Problem } from './doctor/finding.ts'
import { checkServer } from './doctor/server.ts'
import { checkSettings, type Setting, settingsHelp } from './doctor/settings.ts'
import { checkSources } from './doctor/sources.ts'
import { Exit } from './failure.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { paint, sayTable } from './table.ts'

interface Report {
  sections: Record<'program' | 'data_directory' | 'database' | 'server' | 'sources', Fact[]>
  settings: Setting[]
  problems: Problem[]
}

/** `tellus doctor`: what is in force, where it comes from, and what is wrong. */
export function doctorVerb(program: Command, shell: Shell): void {
  program
    .command('doctor')
    .description('Show what is in force and where it comes from, and what is wrong. Works without a server.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      () => `\nExample:\n  tellus doctor --json\n\nSettings (environment variables):\n${settingsHelp()}`,
    )
    .action(async (options: { json?: boolean }) => {
      const report = await examine(shell)
      if (options.json) sayReportAsJson(shell, report)
      else sayReport(shell, report)
      if (report.problems.length > 0) throw new Exit(1, null)
    })
}

async function examine(shell: Shell): Promise<Report> {
  const { config, settings, problems } = checkSettings(shell.environment, shell.cwd)
  const directory = await checkDataDirectory(config.dataDir)
  const database = await checkDatabase(config, directory.server)
  const server = await checkServer(shell, config, directory.server)
  const sources = await checkSources(shell, config, directory.server)
  return {
    sections: {
      program: programFacts(),
      data_directory: directory.facts,
      database: database.facts,
      server: server.facts,
      sources: sources.facts,
    },
    settings,
    problems: [
      ...problems,
      ...programProblems(),
      ...directory.problems,
      ...database.problems,
      ...server.problems,
      ...sources.problems,
    ],
  }
}

const programFacts = (): Fact[] => [
  { name: 'tellus', value: version },
  { name: 'node', value: `${process.version} (${process.execPath})` },
  { name: 'platform', value: `${process.platform} ${process.arch}` },
]

function programProblems(): Problem[] {
  if (Number.parseInt(process.versions.node, 10) >= 24) return []
  return [
    {
      problem: `Node ${process.version} is too old: Tellus needs 24.`,
      remedy: 'Install with optional packages, or install Node 24.',
    },
  ]
}

function sayReportAsJson(shell: Shell, { sections, settings, problems }: Report): void {
  const named = Object.entries(sections).map(([name, facts]) => [
    name,
    Object.fromEntries(facts.map((fact) => [fact.name, fact.value])),
  ])
  sayJson(shell, { ok: problems.length === 0, ...Object.fromEntries(named), settings, problems })
}

function sayReport(shell: Shell, { sections, settings, problems }: Report): void {
  const plain = [{ title: '' }, { title: '' }, { title: '' }]
  for (const [name, facts] of Object.entries(sections)) {
    say(shell, paint(shell.out, 'bold', `${name.charAt(0).toUpperCase()}${name.slice(1).replace('_', ' ')}`))
    const rows = facts.map((fact) => [`  ${fact.name}`, fact.value])
    sayTable(shell, plain, rows)
  }
  say(shell, paint(shell.out, 'bold', 'Settings'))
  const rows = settings.map(({ name, value, from }) => [`  ${name}`, value ?? '-', from])
  sayTable(shell, plain, rows)
  say(shell)
  const many = problems.length === 1 ? 'One thing is wrong:' : `${problems.length} things are wrong:`
  say(shell, problems.length === 0 ? paint(shell.out, 'green', 'Nothing is wrong.') : paint(shell.out, 'red', many))
  for (const { problem, remedy } of problems) say(shell, `  ${problem}\n    ${remedy}`)
}
