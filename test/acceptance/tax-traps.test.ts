import { startEngine } from '../../engine/index.ts';
import { taxTrapsAcceptance } from './tax-traps.ts';

taxTrapsAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
