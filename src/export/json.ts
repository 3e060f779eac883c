import { terraUser } from '../users/user.ts'
import { begun } from './begun.ts'
import type { Source } from './source.ts'
import type { ExportFile } from './zip.ts'

/**
 * The records as they are sent, a file a type with a record a line: five years of samples are hundreds of megabytes, which
 * no program opens as one JSON document, while lines are read one by one everywhere. Types without a record have no file.
 */
export async function* jsonFiles(source: Source): AsyncGenerator<ExportFile, void, undefined> {
  yield { name: 'user.json', pieces: [`${JSON.stringify(terraUser(source.user), null, 2)}\n`] }
  for (const type of source.types) {
    const texts = await begun(source.texts(type))
    if (texts !== null) yield { name: `${type}.ndjson`, pieces: lines(texts) }
  }
}

async function* lines(groups: AsyncIterable<readonly string[]>): AsyncGenerator<string, void, undefined> {
  for await (const texts of groups) if (texts.length > 0) yield `${texts.join('\n')}\n`
}
