import type { Branding, BrandingChange } from '../../../src/schema/management/branding.ts'
import { patch, post } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Branding, BrandingChange, ConnectLanguage } from '../../../src/schema/management/branding.ts'

/** How the Connect pages of the environment look. */
export const useBranding = () => useGet<Branding>('/branding')

/** Changes what is named of it. */
export const useChangeBranding = (onDone: (changed: Branding) => void) =>
  useSend((change: BrandingChange) => patch<Branding>('/branding', change), {
    refreshes: ['/branding', '/audit'],
    onDone,
  })

/** Opens a widget session, to try the pages. */
export const openWidgetSession = (): Promise<{ url: string; expires_in: number }> => post('/widget-sessions')
