import { connect } from 'node:net';

/** What a request was answered with. */
export interface Answered {
  status: number;
  /** The lines before the body. */
  head: string;
  body: Buffer;
}

/** A connection that is kept, with one request on it at a time. */
export interface Connection {
  send(request: Buffer): Promise<Answered>;
  /** Whether the server has not closed it, as it does with one that is idle for long. */
  isOpen(): boolean;
  close(): void;
}

interface Waiting {
  resolve(answered: Answered): void;
  reject(error: Error): void;
}

const endOfHead = '\r\n\r\n';
const lastChunk = '0\r\n\r\n';

/**
 * HTTP on a bare socket, as little of it as the servers here speak: Node's own client takes as long for a request as a
 * server for its answer, and would be what is measured.
 */
export function openConnection(port: number): Connection {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let waiting: Waiting | undefined;
  let received: Buffer = Buffer.alloc(0);
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answered = read(received);
    if (!answered) return;
    received = Buffer.alloc(0);
    waiting?.resolve(answered);
    waiting = undefined;
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed a connection before it answered')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    isOpen: () => !socket.destroyed && !socket.readableEnded,
    close: () => socket.destroy(),
  };
}

/** @returns undefined while there is more to come. */
function read(received: Buffer): Answered | undefined {
  const at = received.indexOf(endOfHead);
  if (at < 0) return undefined;
  const head = received.toString('latin1', 0, at);
  const body = received.subarray(at + endOfHead.length);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const isWhole =
    length === undefined
      ? body.subarray(-lastChunk.length).toString('latin1') === lastChunk
      : body.length >= Number(length);
  return isWhole ? { status: Number(head.slice(9, 12)), head, body } : undefined;
}

/** Connections that are used again, the latest first; whoever finds all of them busy waits for one. */
export interface Pool {
  send(request: Buffer): Promise<Answered>;
  close(): void;
}

/** @param most how many there are at once. */
export function createPool(port: number, most: number): Pool {
  const all = new Set<Connection>();
  const free: Connection[] = [];
  const queue: ((connection: Connection) => void)[] = [];
  const opened = (): Connection => {
    const connection = openConnection(port);
    all.add(connection);
    return connection;
  };
  const take = (): Connection | Promise<Connection> => {
    for (let idle = free.pop(); idle; idle = free.pop()) {
      if (idle.isOpen()) return idle;
      all.delete(idle);
    }
    return all.size < most ? opened() : new Promise((resolve) => queue.push(resolve));
  };
  const give = (connection: Connection): void => {
    const next = queue.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  return {
    async send(request) {
      const connection = await take();
      const answered = await connection.send(request);
      give(connection);
      return answered;
    },
    close() {
      for (const connection of all) connection.close();
    },
  };
}
