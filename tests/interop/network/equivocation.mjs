// A validator whose key runs twice: it makes two blocks in each slot, and the chain records that.

import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { alice } from "../support/chain.mjs";
import { Network, until } from "../support/network.mjs";

/** What a node logs where it finds an author that contradicts itself. */
const FOUND = "made two blocks in slot";
const HONEST_BLOCKS = 10;

const offences = async (chain) => (await chain.api.query.offences.reports.entries()).length;
const log = (chain) => fs.readFileSync(chain.node.log, "utf8");

test("an author whose key runs twice is reported and loses of its bond, and nobody else", async () => {
	const network = new Network();
	try {
		const honest = await network.start({ key: 1 });
		await until(`${HONEST_BLOCKS} blocks`, async () => (await honest.height()) >= HONEST_BLOCKS);
		assert.ok(!log(honest).includes(FOUND), "one author alone contradicts itself");
		assert.equal(await offences(honest), 0);

		// It votes for nothing: two voters of one key would be another offence.
		const role = ["--alice", "--force-authoring", "--no-grandpa"];
		const twin = await network.beside(honest, 2, { role });
		await until("the chain has an offence", async () => (await offences(honest)) > 0);
		assert.ok([honest, twin].some((chain) => log(chain).includes(FOUND)));
		// Every report that a block has was believed.
		const height = await honest.height();
		let reports = 0;
		for (let number = 1; number <= height; number += 1) {
			const hash = await honest.hashOf(number);
			const { block } = await honest.api.rpc.chain.getBlock(hash);
			const events = await honest.api.query.system.events.at(hash);
			for (const [index, { method }] of block.extrinsics.entries()) {
				if (method.method !== "reportEquivocationUnsigned") continue;
				reports += 1;
				const failed = events.find(
					({ event, phase }) =>
						event.method === "ExtrinsicFailed" && phase.asApplyExtrinsic.eq(index),
				);
				assert.equal(failed, undefined, `the report in block ${number} failed`);
			}
		}
		assert.ok(reports > 0);
		// It has lost a share of its bond, once, and would be out of the set if there were anybody else.
		const { bond: rule, burntShare } = (await honest.api.query.validators.rulesInForce()).unwrap();
		const offender = (await honest.api.query.validators.candidates(alice.address)).unwrap();
		assert.equal(offender.duty.toString(), "Barred");
		const burnt = (rule.toBigInt() * burntShare.toBigInt()) / 1_000_000_000n;
		assert.equal(offender.bond.toBigInt(), rule.toBigInt() - burnt);
		assert.deepEqual((await honest.api.query.session.validators()).map(String), [alice.address]);
	} finally {
		await network.stop();
	}
});
