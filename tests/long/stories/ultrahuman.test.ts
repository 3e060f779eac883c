import { ultrahuman } from '../../../src/sandbox/doubles/ultrahuman.ts'
import { tellStory } from './story.ts'

tellStory(ultrahuman)
