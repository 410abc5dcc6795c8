import { catching, diagram, end, link, scope, start, sub, throwing } from '../diagram.ts';

export function links(id: () => string): [string, string][] {
  return [
    [
      'link, thrown and caught',
      diagram(
        id(),
        [start(), throwing('To', link('on')), catching('From', link('on')), end()],
        ['Start > To', 'From > End'],
      ),
    ],
    ['link, caught nowhere', diagram(id(), [start(), throwing('To', link('on'))], ['Start > To'])],
    [
      'link, thrown nowhere',
      diagram(id(), [start(), catching('From', link('on')), end(), end('Out')], ['Start > End', 'From > Out']),
    ],
    [
      'link, caught twice',
      diagram(
        id(),
        [start(), throwing('To', link('on')), catching('A', link('on')), catching('B', link('on')), end(), end('Out')],
        ['Start > To', 'A > End', 'B > Out'],
      ),
    ],
    [
      'link, caught in another scope',
      diagram(
        id(),
        [
          start(),
          throwing('To', link('on')),
          sub(
            'Sub',
            scope(
              [start('InnerStart'), end('InnerEnd'), catching('From', link('on')), end('Out')],
              ['InnerStart > InnerEnd', 'From > Out'],
            ),
          ),
        ],
        ['Start > To'],
      ),
    ],
  ];
}
