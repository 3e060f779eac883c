import { type Html, html, page } from '../lib/html.ts'
import { type Asked, scopesOf, usualPerson } from './authorize.ts'
import type { House } from './house.ts'

const shell = (title: string, content: Html): string =>
  page(html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/sandbox/style.css">
</head>
<body>
<main>
<p>Sandbox: a pretend provider. Nobody here is real.</p>
${content}
</main>
</body>
</html>`)

/** The consent page: one button allows, one refuses. What was asked goes along in the form. */
export function consentPage(house: House, query: URLSearchParams, asked: Asked): string {
  const names = scopesOf(house, asked)
  const wanted = house.scopes.filter(({ name }) => names.includes(name))
  return shell(
    `${house.label}: allow access?`,
    html`<h1>${house.provider === 'SANDBOX' ? 'Allow access to your data?' : `Allow access to your data at ${house.label}?`}</h1>
<form method="post" action="/sandbox/authorize">
<input type="hidden" name="provider" value="${house.provider}">
${[...query].filter(([name]) => name !== 'person' && name !== 'provider').map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}
<p><label for="person">Continue as</label>
<input id="person" name="person" value="${asked.person || usualPerson}" maxlength="60" autocomplete="off"></p>
<fieldset>
<legend>What may be read</legend>
${wanted.map(
  ({ name, word }) => html`<label><input type="checkbox" name="granted" value="${name}" checked> ${word}</label>\n`,
)}
</fieldset>
<p><button name="decision" value="allow">Allow</button>
<button name="decision" value="refuse">Refuse</button></p>
</form>`,
  )
}

/** For a request that is none: who sent it is not to be trusted with a redirect. */
export const misfitPage = (sentence: string): string =>
  shell('Sandbox: cannot sign in', html`<h1>This sign-in cannot be</h1>\n<p>${sentence}</p>`)

export const stylesheet = `:root{color-scheme:light dark}
body{margin:0;font:16px/1.5 system-ui,sans-serif}
main{max-width:28rem;margin:0 auto;padding:2rem 1rem}
label{display:block;min-height:2.75rem;overflow-wrap:anywhere}
input,button{font:inherit}
button{min-height:2.75rem;min-width:7rem}
fieldset{border:1px solid GrayText;border-radius:6px}
`
