import net from 'node:net';

// Loaded before a program (NODE_OPTIONS=--import): ends it at its first connection to anything but a local socket.
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function connectLocally(...given) {
  const [options] = [given[0]].flat();
  if (typeof options === 'object' && options !== null && 'path' in options && options.path)
    return connect.apply(this, given);
  process.stderr.write(`network connection to ${JSON.stringify(options)}\n`);
  process.exit(97);
};
