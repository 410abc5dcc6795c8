import { startEngine } from '../../engine/index.ts';
import { courtTrapsAcceptance } from './court-traps.ts';

courtTrapsAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
