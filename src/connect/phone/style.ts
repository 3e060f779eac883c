import { hashed } from '../style.ts'

/** What the page of the pretended phone needs beside the stylesheet of all pages. */
export const phoneStyle = `form.panel label,legend{display:block;margin:16px 0 4px;padding:0;font-size:14px;font-weight:500}
form.panel label:first-child{margin-top:0}
form.panel>input,select{width:100%}
select{min-height:44px;padding:0 8px;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--control);border-radius:6px}
fieldset{margin:16px 0 0;padding:0;border:0;min-width:0}
legend{margin-top:0}
form.panel .choice{display:flex;align-items:center;gap:12px;min-height:44px;margin:0;font-size:16px;font-weight:400}
.choice input{flex:none;width:20px;min-height:20px;margin:0;accent-color:var(--accent)}
.note{margin:6px 0 0}
#connected h2:first-child{margin-top:0;margin-bottom:0}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{margin:0 0 8px;padding:12px;white-space:pre-wrap;background:var(--surface);border:1px solid var(--line);border-radius:10px}
progress{display:block;width:100%;height:6px;margin:16px 0 8px;border:0;border-radius:3px;overflow:hidden;appearance:none;background:var(--line)}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
table{width:100%;border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:500;padding:12px 0 4px}
th,td{padding:6px 0 6px 8px;text-align:right;vertical-align:top;font-weight:400;border-top:1px solid var(--line)}
thead th{color:var(--muted);border-top:0}
th:first-child{padding-left:0;text-align:left;overflow-wrap:anywhere}
tbody tr:last-child>*{font-weight:600}
.act{padding:16px}
#refused{margin:12px 0 0}
#refused:empty,#said:empty{display:none}
#said{margin:16px 0}
`

/** A name that changes with the content, so that browsers may keep the file for good. */
export const phoneStylePath = `/ingest/try/style.${hashed(phoneStyle)}.css`
