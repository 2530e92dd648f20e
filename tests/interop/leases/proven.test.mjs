// Work that is paid against proofs: one layer of a quantised network, its circuit compiled with
// circom2, set up and proven with snarkjs, run by the reference agent for the epochs of a lease.

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { eventOf, word } from "@census/sdk/chain";
import { endProver } from "@census/sdk/prove";
import { commitInput, commitModel, layerCircuit, run } from "../../../examples/layer.mjs";
import { Provider } from "../../../examples/provider.mjs";
import { startChain } from "../support/chain.mjs";
import {
	CEN,
	FEE_PERCENT,
	feesSince,
	gained,
	heldFor,
	marketEvents,
	newAccounts,
	open,
	reachClosed,
	registerProvider,
	wealth,
} from "../support/leases.mjs";
import { temporaryDirectory } from "../support/node.mjs";

/**
 * The epochs of leases, in blocks: long enough to prove in and to try what does not pay, on a machine
 * that has much else to do too. The shorter one is for a single proof, and its transaction.
 */
const EPOCH = 12;
const SHORT_EPOCH = 8;

const layer = {
	weights: [
		[12, -7, 127, 0, 33, -128],
		[-1, 2, -3, 4, -5, 6],
		[99, 98, 97, 96, 95, 94],
	],
	biases: [1_000, -32_768, 32_767],
};
const question = [5, -3, 100, 17, -128, 127];

let chain;
let proving;
let circuit;
let tenant;
let provider;
let other;
let patron;
let worker;
let start;
const had = new Map();

before(async () => {
	[chain, proving] = await Promise.all([startChain(), layerCircuit(temporaryDirectory())]);
	const accounts = await newAccounts(chain, 5);
	[tenant, provider, other, patron, worker] = accounts;
	for (const { address } of accounts) had.set(address, await wealth(chain, address));
	start = await chain.height();
	await Promise.all([provider, other, worker].map((account) => registerProvider(chain, account)));
});
after(async () => {
	await endProver();
	await chain?.stop();
});

/** Leases for this layer, acknowledged: their first epochs of so many blocks begin. */
function openProven(payer, providers, epoch, funding) {
	const model = word(commitModel(layer));
	const input = word(commitInput(question));
	return open(chain, payer, providers, { Proven: { circuit, model, input, epoch } }, funding);
}

/** The proof of the layer's work, for the present epoch of a lease. */
async function workFor(lease) {
	const { binding } = await chain.ask("leases_lease", lease);
	return proving.prove(layer, question, binding);
}

function submit(lease, epoch, { commitment, points }) {
	return chain.tx.leases.submitProof(lease, epoch, word(commitment), points);
}

/** Waits until the lease is in this epoch. */
async function reachEpoch(lease, number) {
	for (;;) {
		const { epoch } = await chain.ask("leases_lease", lease);
		if (epoch.number >= number) return epoch;
		await chain.reach();
	}
}

test("a circuit of snarkjs is registered and holds", async () => {
	const encoded = await chain.ask("circuits_encodedKey", proving.verificationKey);
	assert.equal(encoded.inputs, 4);
	const names = ["model", "input", "output", "binding"];
	const model = word(commitModel(layer));
	const register = chain.tx.circuits.register(1, encoded.key, names, model, word(0));
	const registered = await chain.send(tenant, register);
	circuit = eventOf(registered, "circuits.CircuitRegistered").circuit;
	const activated = await chain.send(tenant, chain.tx.circuits.activate(circuit));
	assert.equal(activated.error, null);

	const { commitment, proof } = await proving.prove(layer, question, 7n);
	const inputs = [commitModel(layer), commitInput(question), commitment, 7n].map(String);
	const verify = (signals) => chain.ask("circuits_verifyProof", circuit, proof, signals);
	assert.equal((await verify(inputs)).accepted, true);
	assert.equal((await verify([...inputs.slice(0, 3), "8"])).accepted, false);
	assert.notDeepEqual(run(layer, question), [0, 0, 0]);
});

suite("proven leases", { concurrency: true }, () => {
	test("a proof for another lease, epoch, provider or output does not pay", async () => {
		const price = BigInt(EPOCH) * CEN;
		const funding = 3n * price;
		const leases = await openProven(tenant, [provider, provider, other], EPOCH, funding);
		const [lease, sibling, foreign] = leases;
		assert.equal((await chain.ask("leases_lease", lease)).epoch.number, 0);

		const [mine, again, ofSibling, ofOther] = [
			await workFor(lease),
			await workFor(lease),
			await workFor(sibling),
			await workFor(foreign),
		];
		const lie = { ...mine, commitment: mine.commitment + 1n };
		const submitted = (who, ...proofs) =>
			chain.sendAll(who, proofs.map((proof) => submit(...proof)), { together: true });
		const errors = (outcomes) => outcomes.map(({ error }) => error);
		const invalid = "leases.ProofInvalid";
		// The right one pays the epoch at once, and once: another proof of the same work is not another
		// epoch. All in one block, so that the epoch is not over meanwhile.
		const [[foreigner], outcomes] = await Promise.all([
			submitted(other, [lease, 0, mine]),
			submitted(
				provider,
				[lease, 0, ofSibling],
				[lease, 0, ofOther],
				[lease, 0, lie],
				[lease, 1, mine],
				[lease, 0, mine],
				[lease, 0, mine],
				[lease, 0, again],
			),
		]);
		assert.equal(foreigner.error, "leases.NotProvider");
		const proven = "leases.EpochAlreadyProven";
		const due = [invalid, invalid, invalid, "leases.WrongEpoch", null, proven, proven];
		assert.deepEqual(errors(outcomes), due);
		const done = outcomes[4];
		const fee = (price * FEE_PERCENT) / 100n;
		assert.equal(eventOf(done, "leases.EpochProven").output, word(mine.commitment));
		assert.equal(BigInt(eventOf(done, "leases.Settled").paid), price - fee);

		// The next epoch wants its own.
		await reachEpoch(lease, 1);
		const [old, next] = await submitted(provider, [lease, 1, mine], [lease, 1, await workFor(lease)]);
		assert.equal(old.error, invalid);
		eventOf(next, "leases.EpochProven");

		// Once the epoch is proven there is nothing to wait for.
		const closing = await chain.sendAll(tenant, leases.map((id) => chain.tx.leases.close(id)));
		assert.deepEqual(closing.map(({ error }) => error), [null, null, null]);
		assert.equal(closing[0].events.some(({ name }) => name === "leases.LeaseClosed"), true);
		// The others end with their epochs: their providers could still finish those.
		assert.equal(await chain.ask("leases_closedLease", sibling), null);
		const closed = await chain.ask("leases_closedLease", lease);
		assert.deepEqual(
			[closed.reason, BigInt(closed.ledger.paid), BigInt(closed.ledger.refunded)],
			["tenantClosed", 2n * (price - fee), funding - 2n * price],
		);
	});

	test("the agent proves epoch by epoch until the money is spent", async () => {
		const said = [];
		const agent = new Provider(chain, worker, {
			bid: () => null,
			work: ({ binding }) => proving.prove(layer, question, binding),
			log: (text) => said.push(text),
		});
		const funding = 2n * BigInt(SHORT_EPOCH) * CEN;
		const [lease] = await openProven(patron, [worker], SHORT_EPOCH, funding);
		const from = await chain.height();
		const running = agent.run();
		const closed = await reachClosed(chain, lease);
		agent.leave();
		await running;

		// Two epochs are paid for; then it starves, and closes after the grace.
		const events = await marketEvents(chain, from, lease);
		const outputs = events.filter(({ name }) => name === "EpochProven").map(({ data }) => data.epoch);
		assert.deepEqual(outputs, [0, 1], said.join("\n"));
		assert.equal(closed.reason, "exhausted");
		const fee = (funding * FEE_PERCENT) / 100n;
		assert.deepEqual(
			[closed.ledger.paid, closed.ledger.fee, closed.ledger.refunded].map(BigInt),
			[funding - fee, fee, 0n],
		);
	});
});

test("an epoch that is proven is paid, one that is not costs its provider, and all adds up", async () => {
	const accounts = [tenant, provider, other, patron, worker].map(({ address }) => address);
	const expected = Object.fromEntries(accounts.map((address) => [address, 0n]));
	const missed = [];
	for (let id = 0; id < (await chain.ask("leases_orderCount")); id++) {
		const closed = await reachClosed(chain, id);
		for (const { name, data } of await marketEvents(chain, start, id)) {
			if (name === "EpochProven") {
				const price = BigInt(closed.tenant === patron.address ? SHORT_EPOCH : EPOCH) * CEN;
				expected[closed.tenant] -= price;
				expected[closed.provider] += price - (price * FEE_PERCENT) / 100n;
			}
			if (name === "Penalised") {
				missed.push(id);
				expected[closed.tenant] += BigInt(data.amount);
				expected[closed.provider] -= BigInt(data.amount);
			}
		}
	}
	assert.ok(missed.length > 0, "an epoch went without its proof");
	const fees = await feesSince(chain, start);
	for (const address of accounts) {
		const before = had.get(address);
		assert.equal(await gained(chain, { address }, before, fees), expected[address]);
	}
	for (const { address } of [tenant, patron, worker]) {
		const { Escrow, Order, Bounty, Bond } = await heldFor(chain, address);
		assert.deepEqual([Escrow, Order, Bounty, Bond], Array(4).fill(undefined));
	}
	assert.equal((await chain.ask("circuits_circuit", circuit)).users, 0, "no lease holds the circuit");
});
