import { z } from 'zod'

/** The languages of the end user's pages. */
export const connectLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ja'] as const
export type ConnectLanguage = (typeof connectLanguages)[number]

const mostLogoBytes = 64 * 1024
const mostLogoText = Math.ceil(mostLogoBytes / 3) * 4 + 40

/** How the bytes of each kind of picture begin. */
const beginnings: Readonly<Record<string, RegExp>> = {
  png: /^\x89PNG\r\n/,
  jpeg: /^\xff\xd8\xff/,
  'svg+xml': /^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype svg|svg)/i,
}

function logoProblem(text: string): string | null {
  const [, kind, base64] = /^data:image\/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  if (kind === undefined || base64 === undefined) return 'expected a PNG, JPEG or SVG as a base64 data URL'
  const bytes = atob(base64)
  if (bytes.length > mostLogoBytes) return 'the picture is larger than 64 kB'
  return beginnings[kind]?.test(bytes) ? null : `the picture is not what it says it is (${kind})`
}

const logo = z
  .string()
  .max(mostLogoText, 'the picture is larger than 64 kB')
  .check(({ value, issues }) => {
    const problem = logoProblem(value)
    if (problem !== null) issues.push({ code: 'custom', message: problem, input: value })
  })
  .describe('PNG, JPEG or SVG of at most 64 kB as a data URL.')

const isOrigin = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text

/** How the Connect pages of an environment look. */
export const brandingSchema = z
  .strictObject({
    title: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .nullable()
      .describe('What the app is called; null for the name of the environment.'),
    logo: logo.nullable(),
    accent: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #0b6b7f')
      .toLowerCase()
      .nullable()
      .describe('Colour of the main button; words on it are black or white, whichever is easier to read.'),
    theme: z.enum(['auto', 'light', 'dark']),
    language: z.enum(['auto', ...connectLanguages]).describe('Where a session names none; auto asks the browser.'),
    privacy_url: z
      .url({ protocol: /^https?$/, error: 'expected an http(s) address' })
      .max(2048)
      .nullable()
      .describe("The app's privacy policy."),
    frame_ancestors: z
      .array(z.string().refine(isOrigin, 'expected an origin such as https://example.com'))
      .max(10)
      .describe('Origins whose pages may frame Connect; none unless named.'),
  })
  .meta({ id: 'Branding' })
export type Branding = z.output<typeof brandingSchema>

/** Any part of it; what is left out stays. */
export const brandingChange = brandingSchema.partial()
export type BrandingChange = z.output<typeof brandingChange>

/** What a new widget session answers. */
export const widgetSessionAnswer = z
  .strictObject({
    status: z.literal('success'),
    session_id: z.uuid(),
    url: z.url().describe('The page to send the end user to.'),
    expires_in: z.int().describe('How long it is open, seconds.'),
  })
  .meta({ id: 'WidgetSession' })
