import { startEngine } from '../../engine/index.ts';
import { datedTrapsAcceptance } from './dated-traps.ts';

datedTrapsAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
