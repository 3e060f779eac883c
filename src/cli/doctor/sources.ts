import type { Config } from '../../config.ts'
import type { RunningServer } from '../../data-dir.ts'
import { type CloudProvider, halfOf, type Provider } from '../../providers/provider.ts'
import { openClient } from '../client.ts'
import type { Shell } from '../shell.ts'
import type { Fact, Finding, Problem } from './finding.ts'

/** How each source in the cloud stands, by its label. */
type States = readonly { label: string; state: 'ready' | 'sandbox' | 'needs_keys' | 'off' }[]

/**
 * Which sources people can connect, and which keys of the environment are no use. Keys that were entered in the dashboard are
 * known to a running server.
 */
export async function checkSources(shell: Shell, config: Config, server: RunningServer | null): Promise<Finding> {
  const { registry } = await import('../../providers/registry.ts')
  const keyed = registry.filter((one): one is CloudProvider => one.kind === 'cloud' && one.signIn.client === undefined)
  const told = server?.url === undefined ? null : await statesOf(shell, server.url)
  const states = told ?? keyed.map((provider) => ({ label: provider.label, state: stateOf(config, provider) }))
  return {
    facts: [
      ...factOf('ready', states, 'ready'),
      ...factOf('played by the sandbox', states, 'sandbox'),
      ...factOf('without keys', states, 'needs_keys'),
      ...factOf('switched off', states, 'off'),
      ...(told === null ? [{ name: 'read off', value: 'the environment: keys in the dashboard are not counted' }] : []),
    ],
    problems: [...problemsOf(config, keyed), ...writingProblems(config, registry)],
  }
}

const factOf = (name: string, states: States, state: States[number]['state']): Fact[] => {
  const labels = states.filter((one) => one.state === state).map(({ label }) => label)
  return labels.length === 0 ? [] : [{ name, value: labels.join(', ') }]
}

/** As a running server has them, in the environment of the caller's key; null where it does not say: that is told elsewhere. */
async function statesOf(shell: Shell, url: string): Promise<States | null> {
  try {
    const { items } = await openClient(shell, { url }).get('/sources')
    return items.filter(({ kind }) => kind === 'cloud')
  } catch {
    return null
  }
}

function stateOf(config: Config, provider: CloudProvider): States[number]['state'] {
  if (config.providerClients[provider.name] !== undefined && halfOf(config, provider) === null) return 'ready'
  return provider.hasDouble === true && config.sandbox === 'on' ? 'sandbox' : 'needs_keys'
}

function problemsOf(config: Config, keyed: readonly CloudProvider[]): Problem[] {
  const { providerClients, halfProviderClients } = config
  const slugs = keyed.map(({ name }) => name)
  const unknown = [...Object.keys(providerClients), ...Object.keys(halfProviderClients)].filter(
    (slug) => !slugs.includes(slug),
  )
  const halves = keyed.flatMap((provider) => halfOf(config, provider) ?? [])
  return [
    ...halves.map(
      ({ set, lacks }): Problem => ({
        problem: `${set} is set and ${lacks} is not: one alone is no use.`,
        remedy: `Set ${lacks} as well, or remove ${set}.`,
      }),
    ),
    ...unknown.map((slug) => ({
      problem: `TELLUS_${slug}_CLIENT_ID or _SECRET is set, and there is no source ${slug}.`,
      remedy: `Correct it, or remove it: keys are for ${slugs.join(', ')}.`,
    })),
  ]
}

/** Sources that nobody can be asked to let others write to. */
function writingProblems({ writesTo }: Config, registry: readonly Provider[]): Problem[] {
  const writable = registry.flatMap((one) =>
    one.kind === 'cloud' && one.scopes.some(({ writes }) => writes !== undefined) ? [one.name] : [],
  )
  return writesTo
    .filter((slug) => !writable.includes(slug))
    .map((slug) => ({
      problem: `TELLUS_WRITES names ${slug}, where no permission to write can be asked for.`,
      remedy: `Correct it, or remove it: there are ${writable.join(', ')}.`,
    }))
}
