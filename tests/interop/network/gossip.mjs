// How transactions travel between nodes while other peers do their worst: what one honest node was given
// gets into blocks, and whoever sends junk is shut out.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, test } from "node:test";
import { endProver } from "@census/sdk/prove";
import { alice, bob } from "../support/chain.mjs";
import { enrolUnderFloods, FEW_PROOFS, figure, Network, until } from "../support/network.mjs";

/** What a node may write to its log meanwhile. */
const LOG_BYTES = 200_000;

const network = new Network();
after(async () => {
	await endProver();
	await network.stop();
});

test("who enrols at one node gets into the blocks of another, whatever its other peers send", async (t) => {
	const author = await network.start({ options: [FEW_PROOFS] });
	const relay = await network.beside(author, 2);
	await until("a peer", async () => (await relay.ask("system_health")).peers === 1);
	const logged = fs.statSync(author.node.log).size;
	const modes = ["junk", "unasked", "silent", "noise", "gossip"];
	const told = await enrolUnderFloods(
		network,
		relay,
		modes.map((mode) => [author, mode]),
	);
	// What is paid for travels the same way.
	const transfer = await relay.tx.balances
		.transferKeepAlive(bob.address, 1)
		.signAsync(alice, { nonce: 0 });
	await relay.ask("author_submitExtrinsic", transfer.toHex());
	await until("the transfer", async () =>
		(await author.api.query.system.account(alice.address)).nonce.eqn(1),
	);
	// The relay still hears of the author.
	const height = await author.height();
	await until("the same chain", async () => (await relay.height()) >= height);
	const shutOut = await figure(author, "census_gossip_shut_out_total");
	const refused = await figure(author, "census_transactions_refused_total", 'door="network"');
	const log = fs.statSync(author.node.log).size - logged;
	t.diagnostic(`${told}; ${shutOut} times one was shut out, ${refused} refused; ${log} bytes of log`);
	assert.ok(shutOut >= 2, "who brings junk is shut out");
	assert.ok(refused > 0);
	assert.ok(log < LOG_BYTES, `${log} bytes of log`);
	assert.equal(await figure(relay, "census_gossip_faults_total", 'fault="not_brought"'), 0);
});
