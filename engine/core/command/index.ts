/** Every command: who handles it, and what Zeebe calls its intent in a rejection. */
import type { Step } from '../step.ts';
import type { Command, CommandOf, CommandType, Responses } from '../types.ts';
import { activateAdHocElements } from './ad-hoc.ts';
import { executeBatchOperationItem, failBatchOperationItem } from './batch/items.ts';
import {
  addBatchOperationItems,
  cancelBatchOperation,
  createBatchOperation,
  failBatchOperation,
  resumeBatchOperation,
  startBatchOperation,
  suspendBatchOperation,
} from './batch/lifecycle.ts';
import { evaluateDecision } from './decisions.ts';
import { deleteResource } from './delete-resource.ts';
import { deploy } from './deploy.ts';
import { resolveIncident } from './incidents.ts';
import { activateJobs, completeJob, failJob, recurJob, throwError, timeOutJob, updateJob, yieldJob } from './jobs.ts';
import { correlateMessage, expireMessage, publishMessage } from './messages.ts';
import { migrateProcessInstance } from './migration/migrate.ts';
import { modifyProcessInstance } from './modification/modify.ts';
import { cancelProcessInstance, createProcessInstance } from './process-instances.ts';
import { broadcastSignal } from './signals.ts';
import { triggerTimer } from './timers.ts';
import { assignUserTask, completeUserTask, unassignUserTask, updateUserTask } from './user-tasks.ts';
import { setVariables } from './variables.ts';

type Handlers = { [T in CommandType]: (step: Step, command: CommandOf<T>) => Responses[T] };

const handlers: Handlers = {
  deploy,
  deleteResource,
  createProcessInstance,
  cancelProcessInstance,
  modifyProcessInstance,
  migrateProcessInstance,
  activateJobs,
  completeJob,
  failJob,
  throwError,
  updateJob,
  yieldJob,
  publishMessage,
  correlateMessage,
  broadcastSignal,
  setVariables,
  resolveIncident,
  activateAdHocElements,
  assignUserTask,
  unassignUserTask,
  updateUserTask,
  completeUserTask,
  evaluateDecision,
  createBatchOperation,
  addBatchOperationItems,
  startBatchOperation,
  executeBatchOperationItem,
  failBatchOperationItem,
  failBatchOperation,
  cancelBatchOperation,
  suspendBatchOperation,
  resumeBatchOperation,
  triggerTimer,
  timeOutJob,
  recurJobAfterBackoff: recurJob,
  expireMessage,
};

const INTENTS: Record<CommandType, string> = {
  deploy: 'CREATE',
  deleteResource: 'DELETE',
  createProcessInstance: 'CREATE',
  cancelProcessInstance: 'CANCEL',
  modifyProcessInstance: 'MODIFY',
  migrateProcessInstance: 'MIGRATE',
  activateJobs: 'ACTIVATE',
  completeJob: 'COMPLETE',
  failJob: 'FAIL',
  throwError: 'THROW_ERROR',
  updateJob: 'UPDATE',
  yieldJob: 'YIELD',
  publishMessage: 'PUBLISH',
  correlateMessage: 'CORRELATE',
  broadcastSignal: 'BROADCAST',
  setVariables: 'UPDATE',
  resolveIncident: 'RESOLVE',
  activateAdHocElements: 'ACTIVATE',
  assignUserTask: 'ASSIGN',
  unassignUserTask: 'ASSIGN',
  updateUserTask: 'UPDATE',
  completeUserTask: 'COMPLETE',
  evaluateDecision: 'EVALUATE',
  createBatchOperation: 'CREATE',
  addBatchOperationItems: 'CREATE',
  startBatchOperation: 'START',
  executeBatchOperationItem: 'EXECUTE',
  failBatchOperationItem: 'FAIL',
  failBatchOperation: 'FAIL',
  cancelBatchOperation: 'CANCEL',
  suspendBatchOperation: 'SUSPEND',
  resumeBatchOperation: 'RESUME',
  triggerTimer: 'TRIGGER',
  timeOutJob: 'TIME_OUT',
  recurJobAfterBackoff: 'RECUR_AFTER_BACKOFF',
  expireMessage: 'EXPIRE',
};

export function handle(step: Step, command: Command): unknown {
  const handler = handlers[command.type] as (step: Step, command: Command) => unknown;
  return handler(step, command);
}

export function intentOf(command: Command): string {
  if (command.type === 'updateJob') return command.retries === undefined ? 'UPDATE_TIMEOUT' : 'UPDATE_RETRIES';
  if (command.type === 'assignUserTask' && command.allowOverride === false) return 'CLAIM';
  return INTENTS[command.type];
}
