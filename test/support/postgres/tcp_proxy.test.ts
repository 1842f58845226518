import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { suite } from "../suite.ts";
import { manyTurns, until } from "../until.ts";
import { TcpProxy } from "./tcp_proxy.ts";

const test = suite("TcpProxy");

/** A connection, with what came over it. */
class Line {
  readonly socket: Socket;
  text = "";
  ended = false;
  error: string | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("utf8").on("data", (text: string) => {
      this.text += text;
    });
    socket.on("end", () => {
      this.ended = true;
    });
    socket.on("error", (error) => {
      this.error = "code" in error ? String(error.code) : error.message;
    });
  }
}

/** Gives `run` a proxy in front of a server, a function that connects clients to it, and the server's side of each connection. */
async function withProxy(
  run: (proxy: TcpProxy, dial: () => Line, served: readonly Line[]) => Promise<void>,
): Promise<void> {
  const served: Line[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => served.push(new Line(socket)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const proxy = await TcpProxy.to("127.0.0.1", address.port);
  const dialed: Line[] = [];
  const dial = () => {
    const line = new Line(connect({ host: "127.0.0.1", port: proxy.port, allowHalfOpen: true }));
    dialed.push(line);
    return line;
  };
  try {
    await run(proxy, dial, served);
  } finally {
    for (const { socket } of [...dialed, ...served]) socket.destroy();
    await proxy.close();
    server.close();
  }
}

/** Connects a client, and returns both sides of the connection. */
async function meet(dial: () => Line, served: readonly Line[]): Promise<[Line, Line]> {
  const before = served.length;
  const client = dial();
  await until(() => served.length > before);
  const server = served.at(-1);
  assert.ok(server !== undefined);
  return [client, server];
}

test("forwards bytes and ends in both directions, each by itself", () =>
  withProxy(async (proxy, dial, served) => {
    const [client, server] = await meet(dial, served);
    client.socket.end("question");
    await until(() => server.text === "question" && server.ended);
    server.socket.end("answer");
    await until(() => client.text === "answer" && client.ended);
    await until(() => proxy.connections === 0);
  }));

test("forwards more than its buffers hold, whole", () =>
  withProxy(async (_, dial, served) => {
    const [client, server] = await meet(dial, served);
    const large = "0123456789".repeat(1_000_000);
    client.socket.end(large);
    await until(() => server.ended);
    assert.ok(server.text === large);
  }));

test("stalls one direction, while the other goes on", () =>
  withProxy(async (proxy, dial, served) => {
    const [client, server] = await meet(dial, served);
    proxy.stall("from server");
    server.socket.end("held");
    client.socket.write("through");
    await until(() => server.text === "through");
    await manyTurns();
    assert.deepEqual([client.text, client.ended], ["", false]);
    proxy.goOn();
    await until(() => client.text === "held" && client.ended);
  }));

test("stalls new connections, too, and closes none", () =>
  withProxy(async (proxy, dial, served) => {
    proxy.stall("both");
    const [client, server] = await meet(dial, served);
    client.socket.write("a");
    server.socket.write("b");
    await manyTurns();
    assert.deepEqual([server.text, client.text, proxy.connections], ["", "", 1]);
    proxy.goOn();
    await until(() => server.text === "a" && client.text === "b");
  }));

test("cuts all connections, stalled ones too, and takes new ones", () =>
  withProxy(async (proxy, dial, served) => {
    const lines = [...(await meet(dial, served)), ...(await meet(dial, served))];
    proxy.stall("both");
    proxy.cut();
    await until(() => lines.every(({ error }) => error === "ECONNRESET"));
    await until(() => proxy.connections === 0);
    proxy.goOn();
    const [client, server] = await meet(dial, served);
    client.socket.write("again");
    await until(() => server.text === "again");
  }));

test("refuses new connections, and keeps old ones", () =>
  withProxy(async (proxy, dial, served) => {
    const [client, server] = await meet(dial, served);
    proxy.refuse();
    const refused = dial();
    await until(() => refused.error === "ECONNRESET");
    client.socket.write("still");
    await until(() => server.text === "still");
    proxy.goOn();
    await meet(dial, served);
  }));

test("resets the connections of clients when nothing listens behind it", async () => {
  const nobody = createServer();
  await once(nobody.listen(0, "127.0.0.1"), "listening");
  const address = nobody.address();
  assert.ok(address !== null && typeof address === "object");
  nobody.close();
  const proxy = await TcpProxy.to("127.0.0.1", address.port);
  const client = new Line(connect(proxy.port, "127.0.0.1"));
  await until(() => client.error === "ECONNRESET");
  await proxy.close();
});

test("puts its address into a URL", async () => {
  const proxy = await TcpProxy.to("127.0.0.1", 1);
  const url = proxy.urlFor("postgres://a:b@127.0.0.1:5432/c?d=e");
  assert.equal(url, `postgres://a:b@127.0.0.1:${proxy.port}/c?d=e`);
  await proxy.close();
});
