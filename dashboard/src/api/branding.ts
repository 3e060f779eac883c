import type { BodyOf } from '../../../src/client/calls.ts'
import type { Branding } from '../../../src/client/operations.ts'
import { patch, post } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Branding } from '../../../src/client/operations.ts'

export type BrandingChange = BodyOf<'PATCH', '/branding'>
/** What the pages can speak. */
export type ConnectLanguage = Exclude<Branding['language'], 'auto'>

/** How the Connect pages of the environment look. */
export const useBranding = () => useGet('/branding')

/** Changes what is named of it. */
export const useChangeBranding = (onDone: (changed: Branding) => void) =>
  useSend((change: BrandingChange) => patch('/branding', { body: change }), {
    refreshes: ['/branding', '/audit'],
    onDone,
  })

/** Opens a widget session, to try the pages. */
export const openWidgetSession = () => post('/widget-sessions')
