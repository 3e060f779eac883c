/** Text that is markup already: only `html` makes it, so that nothing unescaped can pass for it. */
export class Html {
  readonly text: string
  private constructor(text: string) {
    this.text = text
  }

  /** Markup written by us in a source file, such as a drawing; never anything that came from outside. */
  static trusted(text: string): Html {
    return new Html(text)
  }
}

type Value = string | number | null | undefined | false | Html | readonly Value[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The text as it stands in markup, between tags or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c)

/** Markup as a template: values are escaped, markup and lists of it stay, `null`, `undefined` and `false` are nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return Html.trusted(strings.reduce((text, part, i) => `${text}${markupOf(values[i - 1])}${part}`))
}

function markupOf(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return value.map(markupOf).join('')
}

/** A whole document. */
export const page = (document: Html): string => `<!doctype html>\n${document.text}\n`
