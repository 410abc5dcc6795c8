import {
  boundary,
  catching,
  diagram,
  end,
  eventSub,
  loop,
  mapping,
  message,
  node,
  onMessage,
  output,
  scope,
  service,
  start,
  startOn,
  sub,
  timer,
  user,
} from '../../test/parity/support/diagram.ts';

const STEPS = 10;

/** Ten service tasks one after the other: what the engine costs where the diagram costs nothing. */
const steps = Array.from({ length: STEPS }, (_, at) => `Step${at + 1}`);
const line = ['Start', ...steps, 'End'];
export const tenSteps = diagram(
  'ten-steps',
  [start(), ...steps.map((id) => service(id, 'step')), end()],
  line.slice(1).map((to, at) => `${line[at]} > ${to}`),
);

/**
 * A bit of everything a process of the product has: mappings and conditions in FEEL, a parallel split and join, a
 * multi-instance sub-process with a timer at its edge, a user task, a message, an event sub-process that listens.
 */
export const office = diagram(
  'office',
  [
    start(),
    service('Check', 'step', { ext: mapping(output('total', '=amount + fee')) }),
    node('exclusiveGateway', 'HowMuch'),
    node('parallelGateway', 'Fork'),
    service('Tax', 'step'),
    sub(
      'Parties',
      scope(
        [start('PartyStart'), service('Identify', 'step'), end('PartyEnd')],
        ['PartyStart > Identify', 'Identify > PartyEnd'],
      ),
      {
        inner: loop({ collection: '=parties', element: 'party' }),
      },
    ),
    boundary('TooLate', 'Parties', timer('timeDuration', 'PT1H'), { interrupting: false }),
    end('Reminded'),
    node('parallelGateway', 'Join'),
    user('Review'),
    catching('Paid', onMessage('paid')),
    end(),
    end('Turned'),
    eventSub('Withdrawal', scope([startOn('Withdrawn', onMessage('withdrawn')), end('Gone')], ['Withdrawn > Gone'])),
  ],
  [
    'Start > Check',
    'Check > HowMuch',
    'HowMuch > Fork : =total > 100 and item = "BDC-10"',
    'HowMuch > Turned : default',
    'Fork > Tax',
    'Fork > Parties',
    'TooLate > Reminded',
    'Tax > Join',
    'Parties > Join',
    'Join > Review',
    'Review > Paid',
    'Paid > End',
  ],
  [message('paid', 'paid', '=caseNo'), message('withdrawn', 'withdrawn', '=caseNo')],
);
