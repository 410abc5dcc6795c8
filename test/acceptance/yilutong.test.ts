import { startEngine } from '../../engine/index.ts';
import { yilutongAcceptance } from './yilutong.ts';

yilutongAcceptance(async (db) => startEngine({ databaseUrl: db.url }), true);
