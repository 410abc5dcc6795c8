import {
  boundary,
  catching,
  diagram,
  end,
  loop,
  message,
  node,
  onMessage,
  scope,
  service,
  start,
  sub,
  timer,
  user,
} from '../../parity/support/diagram.ts';

/*
 * What runs while the engine is killed. Whatever happens, each element of an instance completes as often as `EXPECTED` says:
 * once, or one time per item.
 */

export const ORDER = 'crash-order';
export const STARTED_BY_MESSAGE = 'crash-started';
/** Message that starts `STARTED_BY_MESSAGE`. */
export const BEGIN = 'crash-begin';
/** Message every order waits for, with its variable `id`. */
export const GO = 'crash-go';
export const ITEMS = 3;

/** Types of jobs, and whether their worker is a stream or polls. */
export const JOB_TYPES = { 'crash-work': 'stream', 'crash-poll': 'poll', 'crash-slow': 'stream' } as const;
/** Its job is sometimes never done: the timer on its boundary then ends it. */
export const NEGLECTED = 'crash-slow';

const patient = scope([start('InStart'), service('Slow', NEGLECTED), end('InEnd')], ['InStart > Slow', 'Slow > InEnd']);

export const DIAGRAMS: Record<string, string> = {
  'crash-order.bpmn': diagram(
    ORDER,
    [
      start(),
      service('Prepare', 'crash-work'),
      node('parallelGateway', 'Fork'),
      catching('Message', onMessage('Go')),
      catching('Timer', timer('timeDuration', 'PT6S')),
      user('Approve'),
      boundary('Remind', 'Approve', timer('timeDuration', 'PT4S'), { interrupting: false }),
      service('Reminder', 'crash-work'),
      end('Reminded'),
      service('Items', 'crash-poll', { inner: loop({ collection: '= [1, 2, 3]', element: 'item' }) }),
      node('parallelGateway', 'Join'),
      sub('Patient', patient),
      boundary('Late', 'Patient', timer('timeDuration', 'PT8S')),
      service('MakeUp', 'crash-work'),
      node('exclusiveGateway', 'Merge'),
      service('Finish', 'crash-poll'),
      end(),
    ],
    [
      'Start > Prepare',
      'Prepare > Fork',
      ...['Message', 'Timer', 'Approve', 'Items'].flatMap((branch) => [`Fork > ${branch}`, `${branch} > Join`]),
      'Remind > Reminder',
      'Reminder > Reminded',
      'Join > Patient',
      'Patient > Merge',
      'Late > MakeUp',
      'MakeUp > Merge',
      'Merge > Finish',
      'Finish > End',
    ],
    [message('Go', GO, '= id')],
  ),
  'crash-started.bpmn': diagram(
    STARTED_BY_MESSAGE,
    [start('Begun', onMessage('Begin')), service('Work', 'crash-work'), user('Look'), end()],
    ['Begun > Work', 'Work > Look', 'Look > End'],
    [message('Begin', BEGIN)],
  ),
};

/** How often an element of a completed instance is completed. `maybe`: once or not at all. */
export type Times = number | 'maybe';

export const EXPECTED: Record<string, Record<string, Times>> = {
  [ORDER]: {
    Start: 1,
    Prepare: 1,
    Fork: 1,
    Message: 1,
    Timer: 1,
    Approve: 1,
    Remind: 'maybe',
    Reminder: 'maybe',
    Reminded: 'maybe',
    // The body, and one for each item.
    Items: ITEMS + 1,
    Join: 1,
    InStart: 1,
    Slow: 'maybe',
    InEnd: 'maybe',
    Patient: 'maybe',
    Late: 'maybe',
    MakeUp: 'maybe',
    Merge: 1,
    Finish: 1,
    End: 1,
    [ORDER]: 1,
  },
  [STARTED_BY_MESSAGE]: { Begun: 1, Work: 1, Look: 1, End: 1, [STARTED_BY_MESSAGE]: 1 },
};

/** Exactly one of each pair completes. */
export const EITHER_OR: [string, string][] = [['Patient', 'Late']];
