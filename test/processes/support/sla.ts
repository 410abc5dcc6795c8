import { done, type Play, type ProcessAnswers } from './script.ts';

/** What the SLA ledger says when it is (re-)armed; its epoch is kept in the play. */
export function armSla(play: Play) {
  play.notes.epoch = (play.notes.epoch ?? 0) + 1;
  const armed = {
    slaEpoch: play.notes.epoch,
    slaWarnAt: '2026-03-02T01:45:00Z',
    slaDueAt: '2026-03-02T02:00:00Z',
  };
  play.message('msg.sla.armed', play.caseNo, armed);
  return armed;
}

/** The shared steps of the SLA watch, for every process that keeps one. */
export const slaJobs: ProcessAnswers['jobs'] = {
  'sla.pause': (_job, play) => {
    play.message('msg.sla.paused', `${play.caseNo}:${play.notes.epoch ?? 1}`);
    return done({ supplementDueAt: '2026-03-17T01:00:00Z' });
  },
  'sla.resume': (_job, play) => {
    armSla(play);
    return done();
  },
  'sla.warn': () => done({ recorded: true }),
  'sla.breach': () => done({ recorded: true }),
};
