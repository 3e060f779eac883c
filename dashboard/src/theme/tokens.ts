/** A colour of the dashboard in both themes, `#rrggbb`. */
export type Token = { light: string; dark: string }

/** Reads the colours out of tokens.css, the one place they are written: `name → { light, dark }`. */
export function readTokens(css: string): Map<string, Token> {
  const tokens = new Map<string, Token>()
  for (const [, name, light, dark] of css.matchAll(/--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/gi)) {
    if (name && light && dark) tokens.set(name, { light, dark })
  }
  return tokens
}

/** Relative luminance of `#rrggbb`, 0 (black) to 1 (white); WCAG 2.2, "relative luminance". */
export function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

/** Contrast of two colours, 1 to 21; WCAG 2.2, "contrast ratio". */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

/** A custom property as a CSS value, for SVG attributes and style: `colour('accent')` → `var(--accent)`. */
export function colour(name: string): string {
  return `var(--${name})`
}
