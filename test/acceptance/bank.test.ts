import { startEngine } from '../../engine/index.ts';
import { bankAcceptance } from './bank.ts';

bankAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
