// What the node's pool takes gets into blocks, however fast it comes. A transaction that came while the
// pool took in a block, and was lost, would keep all that its sender sent after it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { alice, bob, startChain } from "../support/chain.mjs";

/** Each sender's transactions: fewer than fill the blocks of as many seconds. */
const TRANSACTIONS = 4_000;
const PER_SECOND = 220;
/**
 * For how many blocks none comes before they are held for lost. A machine that is slow is no reason
 * to lose any.
 */
const PATIENCE_BLOCKS = 10;

let chain;
before(async () => {
	chain = await startChain();
});
after(() => chain?.stop());

test("two senders who send fast, each in order, lose nothing", async () => {
	const senders = [alice, bob];
	const signed = [];
	for (let nonce = 0; nonce < TRANSACTIONS; nonce += 1) {
		for (const sender of senders) {
			// For ever, so that signing asks the node nothing.
			const options = { nonce, era: 0 };
			signed.push((await chain.tx.system.remark("0x").signAsync(sender, options)).toHex());
		}
	}
	const height = await chain.height();
	const started = performance.now();
	const answers = [];
	for (const [i, transaction] of signed.entries()) {
		const wait = started + (1_000 * i) / (PER_SECOND * senders.length) - performance.now();
		if (wait > 0) await setTimeout(wait);
		answers.push(chain.ask("author_submitExtrinsic", transaction));
	}
	await Promise.all(answers);
	const sent = await chain.height();
	assert.ok(sent > height + 1, "no block came meanwhile");
	const nonces = async () => {
		const accounts = senders.map(({ address }) => chain.api.query.system.account(address));
		return (await Promise.all(accounts)).map(({ nonce }) => nonce.toNumber());
	};
	const all = senders.map(() => TRANSACTIONS);
	let now = await nonces();
	let progress = sent;
	while (String(now) !== String(all)) {
		await chain.reach();
		const next = await nonces();
		const height = await chain.height();
		if (String(next) !== String(now)) progress = height;
		const lost = `for ${PATIENCE_BLOCKS} blocks none came: of ${TRANSACTIONS} each, ${next} did`;
		assert.ok(height < progress + PATIENCE_BLOCKS, lost);
		now = next;
	}
});
