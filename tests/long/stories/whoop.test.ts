import { whoop } from '../../../src/sandbox/doubles/whoop.ts'
import { tellStory } from './story.ts'

tellStory(whoop)
