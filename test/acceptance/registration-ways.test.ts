import { startEngine } from '../../engine/index.ts';
import { registrationWaysAcceptance } from './registration-ways.ts';

registrationWaysAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
