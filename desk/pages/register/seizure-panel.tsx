import { Button } from 'antd';
import { useState } from 'react';
import type { SeizureView, UnitPage } from '../../../server/api/index.ts';
import { may, useSession } from '../../lib/session.ts';
import { EnterSeizure } from './enter-seizure.tsx';
import { LiftSeizure } from './lift-seizure.tsx';

/** Enters and lifts court seizures, for those who may. */
export function SeizurePanel({ page }: { page: UnitPage }) {
  const session = useSession();
  const [entering, setEntering] = useState(false);
  const [lifting, setLifting] = useState<SeizureView | null>(null);
  const standing = page.seizures.filter((one) => one.status !== 'HISTORY');
  const mayLift = may(session, 'seizure.lift') && standing.length > 0;
  if (!may(session, 'seizure.enter') && !mayLift) return null;
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>司法查封</h2>
      </div>
      <div className="panel-body">
        {may(session, 'seizure.enter') ? (
          <Button danger onClick={() => setEntering(true)}>
            登记查封
          </Button>
        ) : null}
        {mayLift
          ? standing.map((one) => (
              <div key={one.rightId} style={{ marginTop: 8 }}>
                {one.authority} {one.documentNo}{' '}
                <Button size="small" onClick={() => setLifting(one)}>
                  解除查封
                </Button>
              </div>
            ))
          : null}
      </div>
      <EnterSeizure page={page} open={entering} onClose={() => setEntering(false)} />
      <LiftSeizure seizure={lifting} onClose={() => setLifting(null)} />
    </section>
  );
}
