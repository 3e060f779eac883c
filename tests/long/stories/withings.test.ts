import { withings } from '../../../src/sandbox/doubles/withings.ts'
import { tellStory } from './story.ts'

tellStory(withings)
