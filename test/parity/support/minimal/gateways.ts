import { diagram, end, node, service, start } from '../diagram.ts';
import { line } from './frames.ts';

export function gateways(id: () => string): [string, string][] {
  const forkAndJoin = (tag: string, condition: string) =>
    diagram(
      id(),
      [start(), node(tag, 'Fork'), service('A', 'a'), service('B', 'b'), node(tag, 'Join'), end()],
      [
        'Start > Fork',
        `Fork > A${condition}`,
        `Fork > B${condition ? ' : default' : ''}`,
        'A > Join',
        'B > Join',
        'Join > End',
      ],
    );
  const onlyFork = (tag: string, first: string, second: string) =>
    diagram(
      id(),
      [start(), node(tag, 'Fork'), end('A'), end('B')],
      ['Start > Fork', `Fork > A${first}`, `Fork > B${second}`],
    );
  return [
    ['exclusive gateway, forking and joining', forkAndJoin('exclusiveGateway', ' : =a')],
    ['parallel gateway, forking and joining', forkAndJoin('parallelGateway', '')],
    ['inclusive gateway, forking and joining', forkAndJoin('inclusiveGateway', ' : =a')],
    ['inclusive gateway, forking', onlyFork('inclusiveGateway', ' : =a', ' : =b')],
    ['inclusive gateway, forking, with a default', onlyFork('inclusiveGateway', ' : =a', ' : default')],
    ['inclusive gateway, forking, without conditions', onlyFork('inclusiveGateway', '', '')],
    ['exclusive gateway, forking, without conditions', onlyFork('exclusiveGateway', '', '')],
    ['complex gateway', onlyFork('complexGateway', '', '')],
    ['inclusive gateway with one way', line(id(), node('inclusiveGateway', 'Odd'))],
    [
      'conditional flow out of a task',
      diagram(id(), [start(), service('Work', 'work'), end()], ['Start > Work', 'Work > End : =a']),
    ],
  ];
}
