import { acmeBand } from '../../../src/sandbox/doubles/acme-band.ts'
import { tellStory } from './story.ts'

tellStory(acmeBand)
