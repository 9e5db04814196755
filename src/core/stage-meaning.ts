/**
 * What a stage means to people who never read ECS's list of them. The deployment itself is told to be at the shift while it waits before it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
const stages: Readonly<Record<string, string>> = {
  RECONCILE_SERVICE: 'before anything is changed',
  PRE_SCALE_UP: 'before new tasks are started',
  SCALE_UP: 'new tasks are started',
  POST_SCALE_UP: 'the new tasks run, and get no traffic yet',
  TEST_TRAFFIC_SHIFT: 'test traffic is shifted',
  POST_TEST_TRAFFIC_SHIFT: 'test traffic goes to the new tasks',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'before the next shift of traffic',
  PRODUCTION_TRAFFIC_SHIFT: 'before the next shift of traffic',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'all traffic goes to the new tasks',
  BAKE_TIME: 'it is being watched (bake time)',
  CLEAN_UP: 'the old tasks are stopped',
}

/** @param stage as ECS calls it; undefined: it is newly named */
export function stageMeaning(stage: string): string | undefined {
  return stages[stage]
}
