import { type Part, type PartOptions, runPart } from './parts.ts';

/** Where an engine listens, as its clients are told. */
export type EngineAddresses = Record<'ZEEBE_GRPC_ADDRESS' | 'ZEEBE_REST_ADDRESS', string>;

interface Ready {
  ready: true;
  grpcAddress: string;
  restAddress: string;
}

/**
 * The engine as a part. Seconds lie between the choice of its ports and listening on them, in which another installation on this
 * machine may take them: then it moves. Nobody is told of an address before our engine listens there, because workers
 * that met another installation's engine would carry out its jobs in their own register. Started again, it keeps its ports.
 */
export function runEngine(
  options: PartOptions,
  database: Promise<{ DATABASE_URL: string }>,
): Part & { addresses: Promise<EngineAddresses> } {
  let known: EngineAddresses | undefined;
  let tell: (addresses: EngineAddresses) => void;
  const addresses = new Promise<EngineAddresses>((resolve) => {
    tell = resolve;
  });
  const part = runPart('engine', 'engine/main.ts', {
    ...options,
    later: async () => ({ ...(await database), ...known, YITONG_FIXED_PORTS: String(known !== undefined) }),
    onMessage: (message) => {
      const { grpcAddress, restAddress } = message as Ready;
      known = { ZEEBE_GRPC_ADDRESS: `grpc://${grpcAddress}`, ZEEBE_REST_ADDRESS: restAddress };
      tell(known);
    },
  });
  return { ...part, addresses };
}
