import { TellusError } from '../../lib/errors.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { buildAthlete } from './build/athlete.ts'
import { buildRecords } from './build/build.ts'
import { findEcgs } from './build/ecg.ts'
import { type Collector, createCollector } from './collect/collect.ts'
import { createDocuments } from './collect/documents.ts'
import { describeProblems, noProblems } from './collect/problems.ts'
import { createRows } from './collect/rows.ts'
import { createSources } from './collect/sources.ts'
import { createXmlReader } from './read/parse.ts'
import { createProlog } from './read/prolog.ts'
import { type ExportSource, openExport, prologLimitBytes } from './read/source.ts'

/**
 * Apple Health's export, whatever its size, in flat memory. It is grouped by type and not by time, so the work has two
 * halves. First the XML is parsed as a stream and every sample that has a place in the schema becomes a row of 24 bytes,
 * sorted by local day through a file in the work folder (rows.ts). Then the days are taken in order, four in memory at a
 * time, and each gives its records. The order of the elements in the export leaves no trace in the result.
 */
export const appleHealth: Importer = { kind: 'apple-health', provider: 'APPLE', read }

/** Share of the progress bar for the parsing; the rest is for the days. */
const parseShare = 0.75

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  context.signal.throwIfAborted()
  const source = await openExport(file, context)
  using rows = createRows(context.workDir)
  using documents = createDocuments(context.workDir)
  const sources = createSources()
  const problems = noProblems()
  const collector = createCollector(rows, documents, sources, problems, context.fallbackZone)
  const isComplete = await parse(source, collector, file, context)
  if (!isComplete) context.warn(describeBreak(source, collector, file))
  else if (source.cutOff) context.warn(`${file.filename} is cut off: routes and electrocardiograms may be missing.`)
  const athlete = buildAthlete(collector.person)
  const madeAtMs = collector.made.atMs
  if (athlete) yield [observed({ type: 'athlete', record: athlete }, madeAtMs)]
  const batches = buildRecords({
    rows,
    documents,
    source,
    problems,
    context,
    sources: sources.ranked(),
    ecgs: await findEcgs(source, context),
    onDay: (done) => context.onProgress(Math.floor(file.sizeBytes * (parseShare + (1 - parseShare) * done))),
  })
  for await (const batch of batches) yield batch.map((imported) => observed(imported, madeAtMs))
  for (const sentence of describeProblems(problems)) context.warn(sentence)
  context.onProgress(file.sizeBytes)
}

/** Reads the XML into the collector; false when it broke off before its end. */
async function parse(
  source: ExportSource,
  { sink }: Collector,
  file: ImportFile,
  context: ImportContext,
): Promise<boolean> {
  const prolog = createProlog()
  const reader = createXmlReader(sink)
  let prologBytes = 0
  for await (const bytes of source.xml()) {
    context.signal.throwIfAborted()
    if (!prolog.found) prologBytes += bytes.length
    const content = prolog.push(bytes)
    if (!prolog.found && prologBytes > prologLimitBytes) break
    if (content.length > 0 && !reader.write(content)) return false
    context.onProgress(Math.floor(Math.min(source.reading.position, file.sizeBytes) * parseShare))
  }
  if (!prolog.found) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} is no Apple Health export: bring the export.zip that the Health app makes, or the export.xml in it.`,
    )
  }
  return reader.end() && !source.reading.damaged
}

function describeBreak(source: ExportSource, { reached }: Collector, file: ImportFile): string {
  const during = reached.type === null ? '' : `, amid ${reached.type}`
  const place = `record ${reached.records}${during}, byte ${source.reading.position} of ${file.sizeBytes}`
  return `${file.filename} breaks off or is damaged: imported up to ${place}. Export it again for the rest.`
}
