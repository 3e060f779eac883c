import type { Branding, BrandingChange } from '../../api/branding.ts'
import { formatBytes } from '../../components/format.ts'
import { contrast } from '../../theme/tokens.ts'

/** The widget as its form holds it. */
export interface WidgetDraft {
  title: string
  logo: string | null
  accent: string
  theme: Branding['theme']
  language: Branding['language']
  privacy: string
  frames: string
}
export type WidgetField = 'title' | 'logo' | 'accent' | 'privacy' | 'frames'

export const draftOf = (branding: Branding): WidgetDraft => ({
  title: branding.title ?? '',
  logo: branding.logo,
  accent: branding.accent ?? '',
  theme: branding.theme,
  language: branding.language,
  privacy: branding.privacy_url ?? '',
  frames: branding.frame_ancestors.join('\n'),
})

const linesOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '')

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)

/** Black or white, as the pages choose it: what reads better on a colour. */
export const textOn = (colour: string): '#000000' | '#ffffff' =>
  contrast(colour, '#000000') >= contrast(colour, '#ffffff') ? '#000000' : '#ffffff'

/** The whole that is sent for a draft. */
export const bodyOf = (draft: WidgetDraft): Branding => ({
  title: draft.title.trim() || null,
  logo: draft.logo,
  accent: draft.accent.trim().toLowerCase() || null,
  theme: draft.theme,
  language: draft.language,
  privacy_url: draft.privacy.trim() || null,
  frame_ancestors: linesOf(draft.frames),
})

/** Of it only what differs: a change made elsewhere meanwhile is not undone. */
export function changesOf(body: Branding, before: Branding): BrandingChange {
  const isSame = (name: string, value: unknown) => JSON.stringify(value) === JSON.stringify(Reflect.get(before, name))
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !isSame(name, value)))
}

const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text

/** What of a draft the server would refuse. `says` are the sentences of the form. */
export function problemsOf(
  draft: WidgetDraft,
  says: { accentWrong: string; privacyWrong: string; frameWrong: (line: string) => string; framesMany: string },
): Partial<Record<WidgetField, string>> {
  const { accent, privacy_url: privacy, frame_ancestors: frames } = bodyOf(draft)
  const wrong = frames.find((line) => !isOrigin(line))
  return {
    ...(accent !== null && !isColour(accent) ? { accent: says.accentWrong } : {}),
    ...(privacy !== null && !(URL.canParse(privacy) && /^https?:/i.test(privacy))
      ? { privacy: says.privacyWrong }
      : {}),
    ...(frames.length > 10 ? { frames: says.framesMany } : {}),
    ...(wrong === undefined ? {} : { frames: says.frameWrong(wrong) }),
  }
}

const mostLogoBytes = 64 * 1024
export const logoTypes = ['image/png', 'image/jpeg', 'image/svg+xml']

/** A chosen picture as a data URL, or the sentence why it is none. */
export async function readLogo(
  file: Blob,
  says: { logoType: string; logoSize: (size: string) => string },
): Promise<{ logo: string } | { problem: string }> {
  if (!logoTypes.includes(file.type)) return { problem: says.logoType }
  if (file.size > mostLogoBytes) return { problem: says.logoSize(formatBytes(file.size)) }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return { logo: `data:${file.type};base64,${btoa(binary)}` }
}
