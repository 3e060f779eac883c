import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Names, renamed } from './names.ts'

const template = join(import.meta.dirname, 'template')

/** Lines that belong to one of two shapes, by the mark at their end. */
const mark = / (?:\/\/ )?([+-])notifications$/

/** Writes the files of a new provider below a checkout; gives their paths. Throws where there is one of that name. */
export function scaffold(root: string, names: Names, hasNotifications: boolean): string[] {
  if (existsSync(join(root, 'src', 'providers', names.kebab)))
    throw new Error(`src/providers/${names.kebab} is there already: choose another name, or remove it first.`)
  const written: string[] = []
  for (const path of globSync('**/*.*', { cwd: template }).sort()) {
    if (!hasNotifications && path.endsWith('notification.ts')) continue
    const text = shaped(readFileSync(join(template, path), 'utf8'), hasNotifications)
    const target = renamed(
      path
        .replace(/^provider\//, 'src/providers/acme-band/')
        .replace(/^double\//, 'src/sandbox/doubles/')
        .replace(/^story\//, 'tests/long/stories/'),
      names,
    )
    mkdirSync(dirname(join(root, target)), { recursive: true })
    writeFileSync(join(root, target), renamed(text, names))
    written.push(target)
  }
  return [...written, ...register(root, names)]
}

const shaped = (text: string, hasNotifications: boolean): string =>
  text
    .split('\n')
    .filter((line) => {
      const sign = mark.exec(line)?.[1]
      return sign === undefined || (sign === '+') === hasNotifications
    })
    .map((line) => line.replace(mark, ''))
    .join('\n')

/** One line for the provider, and one for its double. */
function register(root: string, { kebab, camel }: Names): string[] {
  const registries = [
    { path: 'src/providers/registry.ts', from: `./${kebab}/index.ts` },
    { path: 'src/sandbox/doubles/registry.ts', from: `./${kebab}.ts` },
  ]
  for (const { path, from } of registries) {
    const text = readFileSync(join(root, path), 'utf8')
    const listed = /(readonly (?:Provider|Double)\[\] = \[)([^\]]*)\]/
    const found = listed.exec(text)
    if (found === null) throw new Error(`${path} has no list that a provider could be added to: add ${camel} by hand.`)
    const [, before = '', list = ''] = found
    const entries = list.split(',').map((entry) => entry.trim())
    const all = [...entries.filter((entry) => entry !== ''), camel].sort((a, b) =>
      a.toLowerCase().localeCompare(b.toLowerCase()),
    )
    const added = text.replace(listed, `${before}${all.join(', ')}]`)
    writeFileSync(join(root, path), `import { ${camel} } from '${from}'\n${added}`)
  }
  return registries.map(({ path }) => path)
}
