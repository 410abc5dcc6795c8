import { startEngine } from '../../engine/index.ts';
import { seizureRaceAcceptance } from './seizure-races.ts';

seizureRaceAcceptance(async (db) => startEngine({ databaseUrl: db.url }));
