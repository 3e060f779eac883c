import { compatibilityPaper } from '../../http/terra/paper.ts'
import { connectedPhones } from './connected-phones.ts'
import { connectedProviders } from './connected-providers.ts'
import { coveragePaper } from './coverage-paper.ts'
import { filledModule } from './filled-module.ts'
import { withProviderTable } from './provider-table.ts'

/** Every file that `npm run docs` makes, as it should be: paths below the root with their texts. */
export async function madePapers(read: (path: string) => string): Promise<Map<string, string>> {
  const providers = await connectedProviders()
  const phones = connectedPhones()
  const all = [...providers, ...phones]
  return new Map([
    ['docs/terra-compatibility.md', compatibilityPaper()],
    ['docs/coverage.md', coveragePaper(all)],
    ['src/providers/filled.ts', filledModule(all)],
    ['README.md', withProviderTable(read('README.md'), providers, phones)],
  ])
}
