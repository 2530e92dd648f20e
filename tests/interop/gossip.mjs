// How transactions travel between nodes while other peers do their worst: what one honest node was given
// gets into blocks, and whoever sends junk is shut out.

import assert from "node:assert/strict";
import fs from "node:fs";
import { after, test } from "node:test";
import { alice, bob } from "./chain.mjs";
import { figure, floods, Network, until } from "./network.mjs";
import { enrolments } from "./persons.mjs";
import { endProver } from "./prove.mjs";

/** So many people enrol at a node that makes no blocks. */
const PEOPLE = 24;
/** How many proofs the author checks a second, of which enrolments have a quarter: with three for each it
 * cannot take them all at once. */
const UNPAID_PER_SECOND = 16;
/** How many blocks it may take until all are in: at that rate three, and as many again for each offer that
 * finds no room. A loaded machine gets three times as many. */
const PATIENCE_BLOCKS = 30;
/** What a node may write to its log in that time. */
const LOG_BYTES = 200_000;

const network = new Network();
after(async () => {
	await endProver();
	await network.stop();
});

test("who enrols at one node gets into the blocks of another, whatever its other peers send", async (t) => {
	const limit = [`--unpaid-per-second=${UNPAID_PER_SECOND}`];
	const author = await network.start({ options: limit });
	const relay = await network.beside(author, 2);
	await until("a peer", async () => (await relay.ask("system_health")).peers === 1);
	const acts = await enrolments(relay, PEOPLE);

	const modes = ["junk", "unasked", "silent", "noise", "gossip"];
	const bad = await Promise.all(modes.map((mode) => network.misbehave(author, mode)));
	await until("a flood of each kind", () => floods(bad));
	const start = await author.height();
	const logged = fs.statSync(author.node.log).size;
	for (const act of acts) await relay.ask("author_submitExtrinsic", act);
	const transfer = await relay.tx.balances
		.transferKeepAlive(bob.address, 1)
		.signAsync(alice, { nonce: 0 });
	await relay.ask("author_submitExtrinsic", transfer.toHex());

	await until("all are persons", async () => {
		const last = await author.ask("personhood_person", PEOPLE - 1);
		assert.ok((await author.height()) - start <= PATIENCE_BLOCKS, "it takes too many blocks");
		return last !== null;
	});
	const blocks = (await author.height()) - start;
	await until("the transfer", async () =>
		(await author.api.query.system.account(alice.address)).nonce.eqn(1),
	);
	// The author still hears of the relay, and the relay of the author.
	await until("the same chain", async () => (await relay.height()) >= start + blocks);
	const shutOut = await figure(author, "census_gossip_shut_out_total");
	const refused = await figure(author, "census_transactions_refused_total", 'door="network"');
	const log = fs.statSync(author.node.log).size - logged;
	t.diagnostic(
		`${PEOPLE} in ${blocks} blocks; ${shutOut} times a peer was shut out, ${refused} refused; ` +
			`${log} bytes of log; ${bad.map(({ mode, sent }) => `${mode}: ${sent}`).join(", ")}`,
	);
	assert.ok(shutOut >= 2, "who brings junk is shut out");
	assert.ok(refused > 0);
	assert.ok(log < LOG_BYTES, `${log} bytes of log`);
	assert.equal(await figure(relay, "census_gossip_faults_total", "NotBrought"), 0);
});
