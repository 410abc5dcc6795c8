import { startEngine } from '../../engine/index.ts';
import { registerTrapsAcceptance } from './register-traps.ts';

registerTrapsAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
