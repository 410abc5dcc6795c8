import { once } from 'node:events';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import type { Subject } from './subjects.ts';

/** An empty gRPC message: not compressed, no bytes. */
const EMPTY = Buffer.alloc(5);

/**
 * What an engine answers about the encodings of requests that it takes. The SDK begins with gzip, and goes on with it unless an
 * answer names the encodings without it. Asked over bare HTTP/2: the gRPC library keeps this header to itself.
 */
export async function acceptedEncodings(subject: Subject): Promise<{ accepts: string; clientCompresses: boolean }> {
  const session = connect(subject.grpcAddress.replace('grpc://', 'http://'));
  try {
    const call = session.request({
      ':method': 'POST',
      ':path': '/gateway_protocol.Gateway/Topology',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.end(EMPTY);
    const [headers] = (await once(call, 'response')) as [IncomingHttpHeaders];
    call.resume();
    const named = String(headers['grpc-accept-encoding'] ?? '');
    return { accepts: named || 'unsaid', clientCompresses: named === '' || named.includes('gzip') };
  } finally {
    session.destroy();
  }
}
