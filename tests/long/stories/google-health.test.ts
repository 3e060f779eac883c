import { googleHealth } from '../../../src/sandbox/doubles/google-health.ts'
import { tellStory } from './story.ts'

tellStory(googleHealth)
