import type { Client } from './oauth2.ts'
import type { CloudProvider } from './provider.ts'

/** How this installation is known at the doubles of the sandbox, which know nobody else: no secret worth keeping. */
export const standInClient: Client = { id: 'tellus-sandbox', secret: 'pretend-provider', key: 'pretend-key' }

/** Where the sandbox answers for other hosts: below it the host, then its path. */
export const standInPath = '/sandbox/at'

/** The address at which the sandbox answers in place of another host. */
export function standInAddress(publicUrl: string, address: string): string {
  const { host, pathname, search } = new URL(address)
  return `${publicUrl}${standInPath}/${host}${pathname}${search}`
}

/** A provider's definition with its sign-in page led to the sandbox; everything else is led by `fetch`. */
export const standIn = (provider: CloudProvider, publicUrl: string): CloudProvider => ({
  ...provider,
  signIn: {
    ...provider.signIn,
    issuer: provider.signIn.issuer ?? new URL(provider.signIn.authorizeUrl).origin,
    authorizeUrl: standInAddress(publicUrl, provider.signIn.authorizeUrl),
  },
})
