import { createHash } from 'node:crypto'

const light =
  '--canvas:#fafaf8;--surface:#fff;--line:#e3e3dd;--control:#8a8b82;--text:#1b1d1a;--muted:#5c6058;--accent:#0b6b7f;--ok:#1f7a3e;--bad:#b4232a;--button:#1b1d1a;--on-button:#fafaf8'
const dark =
  '--canvas:#111311;--surface:#181b18;--line:#2a2e2a;--control:#767c74;--text:#eceeea;--muted:#a3a99f;--accent:#5cc4d8;--ok:#6ccb87;--bad:#f48c8c;--button:#eceeea;--on-button:#111311'

/** The one stylesheet of the pages; the colours are those of the dashboard. */
export const stylesheet = `:root{color-scheme:light;${light}}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}
:root[data-theme=dark]{color-scheme:dark;${dark}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{background:var(--canvas);color:var(--text);font:16px/1.5 Inter,system-ui,-apple-system,"Segoe UI",sans-serif}
body{margin:0}
main{max-width:28rem;margin:0 auto;padding:24px 16px 48px}
header{display:flex;align-items:center;gap:12px;min-height:44px;margin-bottom:16px;font-weight:500}
header img{display:block;max-width:160px;max-height:44px}
h1{font-size:22px;line-height:30px;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
h2{font-size:15px;line-height:22px;font-weight:600;margin:24px 0 8px}
p{margin:0 0 12px;overflow-wrap:anywhere}
ul{margin:0 0 16px;padding:0 0 0 20px}
a{color:var(--accent)}
small,.note{color:var(--muted);font-size:14px}
.panel{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:20px}
.list{list-style:none;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:10px}
.list li+li{border-top:1px solid var(--line)}
.row{display:flex;align-items:center;gap:12px;min-height:56px;padding:8px 16px;color:var(--text);text-decoration:none;overflow-wrap:anywhere}
a.row:hover b{text-decoration:underline}
.row b{flex:1;font-weight:500}
.row svg{flex:none}
.search{display:flex;flex-wrap:wrap;gap:8px;margin:16px 0}
.search label{flex-basis:100%;font-size:14px;font-weight:500}
input{flex:1;min-width:0;min-height:44px;padding:0 12px;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);border-radius:6px}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:44px;padding:8px 16px;font:inherit;font-weight:500;color:var(--text);background:var(--surface);border:1px solid var(--control);border-radius:6px;text-decoration:none;cursor:pointer}
.primary{color:var(--on-button);background:var(--button);border-color:var(--button);outline-offset:2px}
.actions{display:flex;flex-wrap:wrap;gap:12px;margin-top:20px}
.back{display:inline-flex;align-items:center;min-height:44px}
.ok::before,.bad::before{margin-right:8px}
.ok::before{content:"●";color:var(--ok)}
.bad::before{content:"■";color:var(--bad)}
footer{margin-top:24px}
footer a{display:inline-flex;align-items:center;min-height:44px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`

/** Filters the list while one types; without it the form asks the server. */
export const script = `(function(){
var form=document.querySelector('form.search');if(!form)return;
var input=form.querySelector('input'),items=document.querySelectorAll('.list li[data-name]'),none=document.getElementById('none'),said=none.getAttribute('data-text');
form.querySelector('button').hidden=true;
function show(){var q=input.value.trim().toLowerCase(),n=0;
items.forEach(function(item){var hit=item.getAttribute('data-name').toLowerCase().indexOf(q)>-1;item.hidden=!hit;if(hit)n++});
none.textContent=n?'':said.replace('{query}',function(){return input.value.trim()});
document.querySelectorAll('section').forEach(function(section){section.hidden=!section.querySelector('li:not([hidden])')})}
input.addEventListener('input',show);form.addEventListener('submit',function(event){event.preventDefault();show()});
})();
`

/** Twelve digits that change with a text, for the name of a file that is kept for good. */
export const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Names that change with the content, so that browsers may keep the files for good. */
export const stylesheetPath = `/connect/style.${hashed(stylesheet)}.css`
export const scriptPath = `/connect/search.${hashed(script)}.js`
