import { startEngine } from '../../engine/index.ts';
import { estateAcceptance } from './estate.ts';

estateAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
