/**
 * What each element of BPMN may hold and in which order: the content models of the OMG's schema (Semantic.xsd and BPMN20.xsd of BPMN
 * 2.0.2), without choreographies and conversations. A line is a type, after `<` the one whose content comes first; `?`, `*` and `+`
 * say how often an element may come, after `:` stands the type of one that has none of its own name, `|` parts what excludes each other.
 */
export const CONTENT_MODELS = `
Activity < FlowNode: ioSpecification? property* dataInputAssociation* dataOutputAssociation* resourceRole* loopCharacteristics?
AdHocSubProcess < SubProcess: completionCondition:Expression?
Artifact < BaseElement
Assignment < BaseElement: from:Expression to:Expression
Association < Artifact
Auditing < BaseElement
BaseElement: documentation* extensionElements?
BaseElementWithMixedContent: documentation* extensionElements?
BoundaryEvent < CatchEvent
BusinessRuleTask < Task
CallableElement < RootElement: supportedInterfaceRef* ioSpecification? ioBinding*
CallActivity < Activity
CancelEventDefinition < EventDefinition
CatchEvent < Event: dataOutput* dataOutputAssociation* outputSet? eventDefinition* eventDefinitionRef*
Category < RootElement: categoryValue*
CategoryValue < BaseElement
Collaboration < RootElement: participant* messageFlow* artifact* conversationNode* conversationAssociation* participantAssociation* messageFlowAssociation* correlationKey* choreographyRef* conversationLink*
CompensateEventDefinition < EventDefinition
ComplexBehaviorDefinition < BaseElement: condition:FormalExpression event:ImplicitThrowEvent?
ComplexGateway < Gateway: activationCondition:Expression?
ConditionalEventDefinition < EventDefinition: condition:Expression
CorrelationKey < BaseElement: correlationPropertyRef*
CorrelationProperty < RootElement: correlationPropertyRetrievalExpression+
CorrelationPropertyBinding < BaseElement: dataPath:FormalExpression
CorrelationPropertyRetrievalExpression < BaseElement: messagePath:FormalExpression
CorrelationSubscription < BaseElement: correlationPropertyBinding*
DataAssociation < BaseElement: sourceRef* targetRef transformation:FormalExpression? assignment*
DataInput < BaseElement: dataState?
DataInputAssociation < DataAssociation
DataObject < FlowElement: dataState?
DataObjectReference < FlowElement: dataState?
DataOutput < BaseElement: dataState?
DataOutputAssociation < DataAssociation
DataState < BaseElement
DataStore < RootElement: dataState?
DataStoreReference < FlowElement: dataState?
EndEvent < ThrowEvent
EndPoint < RootElement
Error < RootElement
ErrorEventDefinition < EventDefinition
Escalation < RootElement
EscalationEventDefinition < EventDefinition
Event < FlowNode: property*
EventBasedGateway < Gateway
EventDefinition < RootElement
ExclusiveGateway < Gateway
Expression < BaseElementWithMixedContent
ExtensionElements: #other*
FlowElement < BaseElement: auditing? monitoring? categoryValueRef*
FlowNode < FlowElement: incoming* outgoing*
FormalExpression < Expression
Gateway < FlowNode
GlobalTask < CallableElement: resourceRole*
Group < Artifact
HumanPerformer < Performer
ImplicitThrowEvent < ThrowEvent
InclusiveGateway < Gateway
InputSet < BaseElement: dataInputRefs* optionalInputRefs* whileExecutingInputRefs* outputSetRefs*
Interface < RootElement: operation+
IntermediateCatchEvent < CatchEvent
IntermediateThrowEvent < ThrowEvent
InputOutputBinding < BaseElement
InputOutputSpecification < BaseElement: dataInput* dataOutput* inputSet+ outputSet+
ItemDefinition < RootElement
Lane < BaseElement: partitionElement:BaseElement? flowNodeRef* childLaneSet:LaneSet?
LaneSet < BaseElement: lane*
LinkEventDefinition < EventDefinition: source* target?
LoopCharacteristics < BaseElement
ManualTask < Task
Message < RootElement
MessageEventDefinition < EventDefinition: operationRef?
MessageFlow < BaseElement
MessageFlowAssociation < BaseElement
Monitoring < BaseElement
MultiInstanceLoopCharacteristics < LoopCharacteristics: loopCardinality:Expression? loopDataInputRef? loopDataOutputRef? inputDataItem:DataInput? outputDataItem:DataOutput? complexBehaviorDefinition* completionCondition:Expression?
Operation < BaseElement: inMessageRef outMessageRef? errorRef*
OutputSet < BaseElement: dataOutputRefs* optionalOutputRefs* whileExecutingOutputRefs* inputSetRefs*
ParallelGateway < Gateway
Participant < BaseElement: interfaceRef* endPointRef* participantMultiplicity?
ParticipantAssociation < BaseElement: innerParticipantRef outerParticipantRef
ParticipantMultiplicity < BaseElement
Performer < ResourceRole
PotentialOwner < HumanPerformer
Process < CallableElement: auditing? monitoring? property* laneSet* flowElement* artifact* resourceRole* correlationSubscription* supports*
Property < BaseElement: dataState?
ReceiveTask < Task
Rendering < BaseElement
Resource < RootElement: resourceParameter*
ResourceAssignmentExpression < BaseElement: expression
ResourceParameter < BaseElement
ResourceParameterBinding < BaseElement: expression
ResourceRole < BaseElement: resourceRef|resourceParameterBinding|resourceAssignmentExpression*
RootElement < BaseElement
ScriptTask < Task: script?
SendTask < Task
SequenceFlow < FlowElement: conditionExpression:Expression?
ServiceTask < Task
Signal < RootElement
SignalEventDefinition < EventDefinition
StandardLoopCharacteristics < LoopCharacteristics: loopCondition:Expression?
StartEvent < CatchEvent
SubProcess < Activity: laneSet* flowElement* artifact*
Task < Activity
TerminateEventDefinition < EventDefinition
TextAnnotation < Artifact: text?
ThrowEvent < Event: dataInput* dataInputAssociation* inputSet? eventDefinition* eventDefinitionRef*
TimerEventDefinition < EventDefinition: timeDate:Expression|timeDuration:Expression|timeCycle:Expression?
Transaction < SubProcess
UserTask < Task: rendering*
Definitions: import* extension* rootElement* BPMNDiagram* relationship*
BPMNDiagram: BPMNPlane BPMNLabelStyle*
`;

/** What may stand in the place of an element. */
export const SUBSTITUTES: Record<string, string> = {
  flowElement:
    'adHocSubProcess boundaryEvent businessRuleTask callActivity complexGateway dataObject dataObjectReference dataStoreReference endEvent event eventBasedGateway exclusiveGateway implicitThrowEvent inclusiveGateway intermediateCatchEvent intermediateThrowEvent manualTask parallelGateway receiveTask scriptTask sendTask sequenceFlow serviceTask startEvent subProcess task transaction userTask',
  artifact: 'association group textAnnotation',
  eventDefinition:
    'cancelEventDefinition compensateEventDefinition conditionalEventDefinition errorEventDefinition escalationEventDefinition linkEventDefinition messageEventDefinition signalEventDefinition terminateEventDefinition timerEventDefinition',
  rootElement:
    'category collaboration correlationProperty dataStore endPoint error escalation eventDefinition interface itemDefinition message process resource signal',
  expression: 'formalExpression',
  performer: 'humanPerformer potentialOwner',
  loopCharacteristics: 'multiInstanceLoopCharacteristics standardLoopCharacteristics',
  resourceRole: 'performer',
};

/** Elements whose type has another name than they have. */
export const TYPE_OF: Record<string, string> = {
  ioBinding: 'InputOutputBinding',
  ioSpecification: 'InputOutputSpecification',
};
