import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import { Problem } from './problem.mjs';

/** Blocks of four addresses in 10.231.0.0/16. */
const blocks = 2 ** 14;

/**
 * The network of one copy's node: chosen once, kept in a file, and chosen again only when somebody else has taken it. The
 * choice is made by chance, so that copies which do not run at the same time have different ones as well.
 *
 * @returns the variables of node.sh that name the addresses, the network interface and the control groups
 */
export async function keptNetwork({
  file,
  interfaces = os.networkInterfaces(),
  random = () => Math.floor(Math.random() * blocks),
}) {
  const kept = await fs.readFile(file, 'utf8').then(JSON.parse, error => {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) {
      return {};
    }
    throw error;
  });
  let block = Number.isInteger(kept.block) ? kept.block : random();
  for (let attempt = 0; !isFree(block, interfaces); attempt++) {
    if (attempt === 100) {
      throw new Problem(
        'The network 10.231.0.0/16, which nodes take their addresses from, is in use on this machine. Use CLUSTER=sim, or CLUSTER=k3d with Docker.',
      );
    }
    block = random();
  }
  await fs.writeFile(file, `${JSON.stringify({ block })}\n`);
  return {
    HOST_IP: address(block, 1),
    NODE_IP: address(block, 2),
    VETH: nameOf(block),
    CGROUP: nameOf(block),
  };
}

function isFree(block, interfaces) {
  const own = new net.BlockList();
  own.addSubnet(address(block, 0), 30);
  return Object.entries(interfaces).every(
    ([name, addresses]) =>
      name !== nameOf(block) &&
      addresses.every(each => {
        if (each.family !== 'IPv4' || !each.cidr) {
          return true;
        }
        const other = new net.BlockList();
        other.addSubnet(each.address, Number(each.cidr.split('/')[1]));
        return !own.check(each.address) && !other.check(address(block, 0));
      }),
  );
}

const nameOf = block => `urumi${block}`;

function address(block, number) {
  return `10.231.${block >> 6}.${(block & 63) * 4 + number}`;
}
