/** A court's notice and the life of an effective seizure (domain §5.3). Correlated by noticeNo or seizureNo. */
export type CourtTopic = 'court.notice' | 'seizure.watch' | 'seizure.renewed' | 'seizure.lifted' | 'seizure.disposed';
