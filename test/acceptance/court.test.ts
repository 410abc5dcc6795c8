import { startEngine } from '../../engine/index.ts';
import { courtAcceptance } from './court.ts';

courtAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
