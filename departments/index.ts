/** Departments: contracts, typed clients and simulators of the other authorities. */
export type { ClientOptions, DepartmentAddresses, DepartmentClients } from './clients.ts';
export { createClients } from './clients.ts';
export { departmentContracts } from './contracts.ts';
export { openApiDocument, openApiFiles } from './openapi/document.ts';
export { signatureHeader, signatureToleranceMs, signCallback, verifyCallback } from './shared/callback-signature.ts';
export type { CircuitStatus } from './shared/circuit.ts';
export type { CallContext, DepartmentResult, TechnicalFailure } from './shared/result.ts';
export type { CallRecord, DepartmentName, Faults, Person } from './shared/wire.ts';
export { departmentNames } from './shared/wire.ts';
export type { RunningSimulators, StartSimulatorsOptions } from './simulation/start.ts';
export { startSimulators } from './simulation/start.ts';
