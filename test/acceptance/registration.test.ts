import { startEngine } from '../../engine/index.ts';
import { registrationAcceptance } from './registration.ts';

registrationAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
