import type { Scope } from '../provider.ts'

/** How we are known at the pretend provider, which knows nobody else: no secret worth keeping. */
export const client = { id: 'tellus', secret: 'pretend-provider' } as const

/** What a person of the sandbox can allow. */
export const scopes = [
  { name: 'profile', types: ['athlete'] },
  { name: 'activity', types: ['activity'] },
  { name: 'body', types: ['body'] },
  { name: 'daily', types: ['daily'] },
  { name: 'nutrition', types: ['nutrition'] },
  { name: 'sleep', types: ['sleep'] },
] as const satisfies readonly Scope[]
