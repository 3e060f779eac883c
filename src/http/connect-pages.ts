import type { FastifyReply, FastifyRequest } from 'fastify'
import { chooseLanguage } from '../connect/language.ts'
import type { Setting, Tile } from '../connect/layout.ts'
import type { Hub } from '../hub.ts'
import type { Provider } from '../providers/provider.ts'
import type { Branding } from '../schema/management/branding.ts'
import { brandingOf } from '../users/sign-in/branding.ts'

/** A page's setting, and which sites may frame it. */
export interface Stage extends Setting {
  frameAncestors: readonly string[]
}

const noLook: Branding = {
  title: null,
  logo: null,
  accent: null,
  theme: 'auto',
  language: 'auto',
  privacy_url: null,
  frame_ancestors: [],
}

/** How pages of an environment are shown to this browser; null for what belongs to none. */
export async function stageOf(
  hub: Pick<Hub, 'db'>,
  request: FastifyRequest,
  environmentId: string | null,
  language: string | null = null,
): Promise<Stage> {
  const { look, app } =
    environmentId === null ? { look: noLook, app: 'Tellus' } : await brandingOf(hub.db, environmentId)
  return {
    look: { app, logo: look.logo, accent: look.accent, theme: look.theme, privacyUrl: look.privacy_url },
    language: chooseLanguage([language, look.language], request.headers['accept-language']),
    frameAncestors: look.frame_ancestors,
  }
}

/** Sends a page under the strictest policy it can work with: nothing runs or loads but our own files. */
export function sendPage(reply: FastifyReply, stage: Stage, text: string): FastifyReply {
  const framedBy = stage.frameAncestors.length === 0 ? "'none'" : stage.frameAncestors.join(' ')
  if (stage.frameAncestors.length > 0) reply.removeHeader('x-frame-options')
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    // The way to a provider is a link and no form, so that its redirects need no exception here.
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framedBy}`,
  ]
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy.join('; '))
    .header('content-language', stage.language)
    .send(text)
}

export const tileOf = (provider: Provider): Tile => ({
  name: provider.name,
  label: provider.label,
  logo: provider.logo,
  isPhone: provider.kind === 'phone',
  isPretend: provider.kind === 'cloud' && provider.isPretend === true,
})
