import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** API of the modeler. Everyone with `model.view` reads; only analysts (`model.deploy`) deploy. */

export const ResourceKind = Type.Union([Type.Literal('bpmn'), Type.Literal('dmn'), Type.Literal('form')]);
export type ResourceKind = Static<typeof ResourceKind>;

export const ProcessVersion = Type.Object({
  version: Type.Integer(),
  processDefinitionKey: Type.String(),
  runningCases: Type.Integer(),
  live: Type.Boolean({ description: 'new cases start on it' }),
  deployedAt: Nullable(Instant),
  deployedBy: Nullable(Type.String()),
});
export type ProcessVersion = Static<typeof ProcessVersion>;

export const ModelProcess = Type.Object({
  bpmnProcessId: Type.String(),
  name: Type.String(),
  resourceName: Type.String(),
  versions: Type.Array(ProcessVersion, { description: 'newest first' }),
});
export type ModelProcess = Static<typeof ModelProcess>;

/** GET /api/modeler/processes */
export const ProcessList = Type.Object({ items: Type.Array(ModelProcess) });
export type ProcessList = Static<typeof ProcessList>;

/** GET /api/modeler/resources: decision tables and forms that belong to the processes. */
export const ModelResource = Type.Object({
  kind: ResourceKind,
  /** Path-like id: `bdc-registration/material-list.dmn` */
  resourceName: Type.String(),
  id: Type.String(),
  name: Type.String(),
});
export type ModelResource = Static<typeof ModelResource>;
export const ResourceList = Type.Object({ items: Type.Array(ModelResource) });
export type ResourceList = Static<typeof ResourceList>;

/**
 * GET /api/modeler/processes/:bpmnProcessId/versions/:version/xml
 * GET /api/modeler/resource?resourceName=
 */
export const ResourceText = Type.Object({ resourceName: Type.String(), kind: ResourceKind, content: Type.String() });
export type ResourceText = Static<typeof ResourceText>;

export const LintFinding = Type.Object({
  elementId: Nullable(Type.String()),
  elementName: Nullable(Type.String()),
  rule: Type.String(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warn'), Type.Literal('info')]),
  /** Chinese. */
  message: Type.String(),
});
export type LintFinding = Static<typeof LintFinding>;

/** POST /api/modeler/lint */
export const LintRequest = Type.Object(
  { xml: Type.String({ maxLength: 2_000_000 }), resourceName: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
export type LintRequest = Static<typeof LintRequest>;
export const LintResult = Type.Object({ findings: Type.Array(LintFinding) });
export type LintResult = Static<typeof LintResult>;

/**
 * POST /api/modeler/deployments. A refusal is a 422 problem DEPLOYMENT_REFUSED with `findings`; a colleague's version newer
 * than `newestSeen` says of that process is a 409 problem MODEL_MOVED_ON, and nothing is deployed.
 */
export const DeployRequest = Type.Object(
  {
    resources: Type.Array(
      Type.Object(
        {
          resourceName: Type.String({ pattern: '^[A-Za-z0-9_./-]+\\.(bpmn|dmn|form)$', maxLength: 200 }),
          content: Type.String({ maxLength: 2_000_000 }),
          newestSeen: Type.Optional(
            Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
              description: 'process id → newest version that the analyst knows of; a process that is not named: none',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 20 },
    ),
    comment: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
);
export type DeployRequest = Static<typeof DeployRequest>;
export const DeployResult = Type.Object({
  deploymentKey: Type.String(),
  deployed: Type.Array(
    Type.Object({
      kind: Type.String(),
      id: Type.String(),
      version: Type.Integer(),
      key: Type.String(),
      changed: Type.Boolean(),
    }),
  ),
  findings: Type.Array(LintFinding),
});
export type DeployResult = Static<typeof DeployResult>;

/** GET /api/modeler/job-types: types that a worker serves, for the properties panel and the lint rule. */
export const JobTypes = Type.Object({ items: Type.Array(Type.String()) });
export type JobTypes = Static<typeof JobTypes>;
