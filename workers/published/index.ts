/** The files that are written from the catalogue, by path from the root of the repository. */
import type { JobSpec } from '../job.ts';
import { describeJobs } from './describe.ts';
import { elementTemplates } from './element-templates.ts';
import { workersGuide } from './guide.ts';

export { describeJobs, type JobDescription } from './describe.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export function publishedFiles(specs: readonly JobSpec[]): Record<string, string> {
  const jobs = describeJobs(specs);
  return {
    'workers/job-types.json': json(jobs),
    'docs/workers.md': workersGuide(jobs),
    'modeler/element-templates/jobs.json': json(elementTemplates(jobs)),
  };
}
