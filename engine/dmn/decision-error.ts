/** A decision that cannot be evaluated: the message is Camunda's, without the decision's name. */
export class DecisionError extends Error {
  readonly decisionId: string;
  constructor(decisionId: string, message: string) {
    super(message);
    this.decisionId = decisionId;
  }
}
