-- Keys of tasks that are over and whose rows have gone: an engine's list that still shows one opens it no second time.
CREATE TABLE desk.ended_task (
  task_key text PRIMARY KEY,
  ended_at timestamptz NOT NULL
);
CREATE INDEX ended_task_at ON desk.ended_task (ended_at);
CREATE INDEX task_inbox_over ON desk.task_inbox (ended_at) WHERE state <> 'open';

-- What the sweep of each night has deleted. A night without an end was broken off, and goes on where it stopped.
CREATE TABLE desk.sweep (
  night    date PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE TABLE desk.swept (
  night   date NOT NULL REFERENCES desk.sweep ON DELETE CASCADE,
  what    text NOT NULL,
  deleted bigint NOT NULL,
  PRIMARY KEY (night, what)
);
