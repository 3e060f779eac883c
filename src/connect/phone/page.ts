import { type Html, html } from '../../lib/html.ts'
import { layout, type Setting } from '../layout.ts'
import { phoneScriptPath } from './script.ts'
import { phoneStylePath } from './style.ts'

/** Where the page is. */
export const tryPhonePath = '/ingest/try'

/** A platform to pretend, as the radio buttons show it. */
export interface PhonePlatform {
  name: string
  label: string
}

/**
 * The page is for developers and no end user's: it speaks English, and looks as Tellus does, whatever the environment's
 * own pages look like.
 */
const setting: Setting = {
  look: { app: 'Tellus', logo: null, accent: null, theme: 'auto', privacyUrl: null },
  language: 'en',
}

const spans = [
  { days: 1, label: 'today' },
  { days: 7, label: 'the last 7 days' },
  { days: 30, label: 'the last 30 days' },
]
const usualDays = 7

/** What can be tried once a phone is connected: `name` is what the script does. */
const acts = [
  {
    name: 'again',
    label: 'Upload all of it again',
    what: 'Every item is known by its id, so nothing is stored twice.',
  },
  {
    name: 'repeat',
    label: 'Repeat the last batch',
    what: 'The same batch_id: as when a phone never heard the answer. It gets the same answer again.',
  },
  {
    name: 'delete',
    label: 'Delete something',
    what: 'As when a person deletes it on the phone: its day is made anew.',
  },
  {
    name: 'bad',
    label: 'Send something broken',
    what: 'One item without a time, beside a good one: it alone is refused.',
  },
  { name: 'state', label: 'Ask where it got to', what: 'What an app that was installed anew goes on from.' },
  {
    name: 'leave',
    label: 'Disconnect',
    what: 'The person is taken out, with what they brought, as by deauthenticateUser.',
  },
]

/** A page that behaves as a phone: it connects by a token and uploads what an invented person's phone would hold. */
export const tryPhonePage = (platforms: readonly PhonePlatform[], usualPerson: string): string =>
  layout(
    setting,
    'Upload from a phone',
    html`<h1>Upload from a phone</h1>
<p>This page plays a phone with your app on it: it uploads what an invented person’s phone would hold, as the app would.</p>
<noscript><p class="bad">It needs JavaScript, which is off in this browser.</p></noscript>
${connectForm(platforms, usualPerson)}
${connectedPart}
<p id="said" role="status"></p>
${requestsPart}`,
    {
      head: html`<link rel="stylesheet" href="${phoneStylePath}">
<script src="${phoneScriptPath}" defer></script>
`,
    },
  )

const connectForm = (platforms: readonly PhonePlatform[], usualPerson: string): Html =>
  html`<form id="connect" class="panel" hidden>
<label for="token">Token</label>
<input id="token" name="token" required autocomplete="off" spellcheck="false" autocapitalize="none" aria-describedby="token-how">
<p id="token-how" class="note">From <code>POST /v2/auth/generateAuthToken</code>, or from the page of a phone source in the dashboard. Good once, for three minutes.</p>
<fieldset><legend>What the phone has</legend>
${platforms.map(
  ({ name, label }, index) =>
    html`<label class="choice"><input type="radio" name="platform" value="${name}"${index === 0 && html` checked`}> ${label}</label>\n`,
)}</fieldset>
<label for="days">How much</label>
<select id="days" name="days">${spans.map(
    ({ days, label }) => html`<option value="${days}"${days === usualDays && html` selected`}>${label}</option>`,
  )}</select>
<label for="person">Invented person</label>
<input id="person" name="person" value="${usualPerson}" required maxlength="60" autocomplete="off" spellcheck="false">
<label for="reference">Your id of the person <small>may be left out</small></label>
<input id="reference" name="reference" maxlength="250" autocomplete="off" spellcheck="false">
<div class="actions"><button class="button primary">Connect and upload</button></div>
</form>`

const connectedPart: Html = html`<section id="connected" hidden>
<div class="panel">
<h2 id="whose" class="ok"></h2>
<p class="note">user <code id="user"></code></p>
<progress id="progress" value="0" max="1" aria-label="Batches uploaded"></progress>
<p id="lead" role="status"></p>
<table id="counts" hidden>
<caption>Items by type</caption>
<thead><tr><th scope="col">Type</th><th scope="col">stored</th><th scope="col">known</th><th scope="col">deleted</th><th scope="col">refused</th></tr></thead>
<tbody></tbody>
</table>
<ul id="refused"></ul>
</div>
<h2>Where it goes</h2>
<p>Records are made of a day once nothing has come for a minute, and after five minutes at the latest. Then they go to your destinations as all other data does:</p>
<ul><li><a id="user-link" href="/users">the user and their records</a></li>
<li><a id="events-link" href="/events">the events that were sent</a></li>
<li><a href="/tools/inbox">the inbox</a>, where one is a destination</li></ul>
<h2>Now try</h2>
<ul class="list">${acts.map(
  ({ name, label, what }) =>
    html`<li class="act"><button class="button" type="button" data-act="${name}" aria-describedby="what-${name}">${label}</button><p id="what-${name}" class="note">${what}</p></li>\n`,
)}</ul>
</section>`

const requestsPart: Html = html`<section id="requests" hidden>
<h2>The last request</h2>
<pre id="request" aria-label="The request"></pre>
<pre id="answer" aria-label="The answer"></pre>
</section>`
