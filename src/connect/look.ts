/** How the pages of an app look. */
export interface Look {
  /** What the app is called. */
  app: string
  /** A data URL of a picture; shown as an `<img>`, so that an SVG in it can neither run nor load anything. */
  logo: string | null
  /** `#rrggbb`. */
  accent: string | null
  theme: 'auto' | 'light' | 'dark'
  privacyUrl: string | null
}

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever reads better on a colour: one of them always reaches 4.5. */
export const textOn = (colour: string): '#000000' | '#ffffff' =>
  contrast(colour, '#000000') >= contrast(colour, '#ffffff') ? '#000000' : '#ffffff'

/** What the stylesheet says beside itself for an accent; nothing for what is no colour. */
export const accentRule = (accent: string | undefined): string =>
  accent !== undefined && /^[0-9a-f]{6}$/.test(accent)
    ? `:root,:root[data-theme]{--button:#${accent};--on-button:${textOn(`#${accent}`)}}\n`
    : ''
