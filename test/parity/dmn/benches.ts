import type { ServiceError } from '@grpc/grpc-js';
import type { DecisionResult } from '../../../engine/core/index.ts';
import { createMemoryEngine } from '../../../engine/memory.ts';
import { openGateway } from '../support/gateway.ts';
import type { StagedEngine } from '../support/stage.ts';
import type { Answer, DecisionBench } from './observe.ts';

const RESOURCE = 'case.dmn';

/** The embedded engine in memory, its answers in the form of the gateway. */
export function embeddedBench(): DecisionBench {
  const memory = createMemoryEngine({ now: '2027-01-04T01:00:00Z' });
  return {
    async deploy(content) {
      try {
        memory.deploy({ name: RESOURCE, content });
        return true;
      } catch {
        return false;
      }
    },
    async evaluate(decisionId, variables) {
      try {
        return answerOf(memory.send({ type: 'evaluateDecision', decisionId, variables: variables as never }));
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}

function answerOf(result: DecisionResult): Answer {
  return {
    ...result,
    decisionOutput: result.failureMessage === '' ? JSON.stringify(result.decisionOutput) : '',
    evaluatedDecisions: result.evaluatedDecisions.map((one) => ({
      ...one,
      decisionOutput: JSON.stringify(one.decisionOutput),
      evaluatedInputs: one.evaluatedInputs.map((input) => ({ ...input, inputValue: JSON.stringify(input.inputValue) })),
      matchedRules: one.matchedRules.map((rule) => ({
        ...rule,
        evaluatedOutputs: rule.evaluatedOutputs.map((output) => ({
          ...output,
          outputValue: JSON.stringify(output.outputValue),
        })),
      })),
    })),
  };
}

/** An engine behind Zeebe's gateway. */
export function gatewayBench(engine: StagedEngine): DecisionBench & { close(): void } {
  const gateway = openGateway(engine.grpc);
  return {
    async deploy(xml) {
      try {
        await gateway.unary('DeployResource')({ resources: [{ name: RESOURCE, content: Buffer.from(xml) }] });
        return true;
      } catch {
        return false;
      }
    },
    async evaluate(decisionId, variables) {
      try {
        const answer = await gateway.unary('EvaluateDecision')({ decisionId, variables: JSON.stringify(variables) });
        return answer as unknown as Answer;
      } catch (error) {
        return (error as ServiceError).details;
      }
    },
    close: () => gateway.close(),
  };
}
