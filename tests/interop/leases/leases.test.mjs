// Whole leases on a development chain, with real time passing: by the reference agent, without an
// acknowledgement, before the arbiter, and rated by a person. All money adds up, to the last unit.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { stringToU8a, u8aConcat } from "@polkadot/util";
import { blake2AsHex, decodeAddress } from "@polkadot/util-crypto";
import { eventOf } from "@census/sdk/chain";
import { nextEpoch, Persons, refusalOf, ticketsOf } from "@census/sdk/persons";
import { endProver } from "@census/sdk/prove";
import { alice, startChain } from "../support/chain.mjs";
import {
	bidsFor,
	CEN,
	FEE_PERCENT,
	feesSince,
	fixed,
	gained,
	heldFor,
	marketEvents,
	metered,
	newAccounts,
	open,
	post,
	RATE_UNIT,
	reachClosed,
	reachState,
	registerProvider,
	take,
	terms,
	wealth,
} from "../support/leases.mjs";
import { genesisIssuers } from "../support/persons.mjs";
import { identities } from "../support/proofs.mjs";

let chain;
let amounts;
let periods;
/** An account for each role. Nobody has two of them: the tests run side by side. */
const role = {};
/** What each had when it got its money, in block `start`. */
const had = {};
let start;

const ROLES = [
	"tenant",
	"friend",
	"loser",
	"agent",
	"deserted",
	"sleeper",
	"plaintiff",
	"accused",
	"stranded",
	"hasty",
	"patron",
	"rated",
];

before(async () => {
	chain = await startChain();
	const json = (constant) => JSON.parse(JSON.stringify(constant));
	periods = json(chain.api.consts.leases.periods);
	amounts = Object.fromEntries(
		Object.entries(json(chain.api.consts.leases.amounts)).map(([key, n]) => [key, BigInt(n)]),
	);
	assert.equal(BigInt(periods.rateUnit), RATE_UNIT);
	const accounts = await newAccounts(chain, ROLES.length);
	for (const [i, name] of ROLES.entries()) {
		role[name] = accounts[i];
		had[name] = await wealth(chain, accounts[i].address);
	}
	start = await chain.height();
	const providers = ["loser", "sleeper", "accused", "hasty", "rated"];
	await Promise.all(providers.map((name) => registerProvider(chain, role[name])));
});
after(async () => {
	await endProver();
	await chain?.stop();
});

/** What the roles won or lost on the market so far, apart from fees for transactions. */
async function outcome(...names) {
	const fees = await feesSince(chain, start);
	return Promise.all(names.map((name) => gained(chain, role[name], had[name], fees)));
}

/** What becomes of the price of so many blocks at a CEN each. */
function share(blocks) {
	const spent = BigInt(blocks) * CEN;
	const fee = (spent * FEE_PERCENT) / 100n;
	return { spent, fee, paid: spent - fee };
}

/** A ledger's sums: what was put in, what the provider got, what the market got, what went back. */
function sumsOf({ funded, paid, fee, refunded }) {
	return [funded, paid, fee, refunded].map(BigInt);
}

/** The reference agent, as a process of its own. */
function startAgent(account, options) {
	const script = path.join(import.meta.dirname, "../../../examples/provider.mjs");
	const child = spawn(
		process.execPath,
		[script, "--url", chain.node.url, "--key", account, ...options],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	let said = "";
	child.stdout.on("data", (text) => (said += text));
	const exited = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
	return { exited, said: () => said, leave: () => child.kill("SIGINT"), kill: () => child.kill("SIGKILL") };
}

suite("leases", { concurrency: true }, () => {
	test("a metered lease lives and dies with the reference agent", async (t) => {
		const { tenant, friend, loser, agent } = role;
		const key = `//Lease ${ROLES.indexOf("agent")}`;
		const rate = RATE_UNIT * CEN;
		const running = startAgent(key, ["--rate", `${rate}`, "--notice", "3", "--cpu", "2000", "--leases", "2"]);
		t.after(() => running.kill());

		// The order: one bid by the agent, and a dearer one.
		const [order] = await post(chain, tenant, terms(metered(8), { maxRate: 2n * rate, minNotice: 3 }));
		const dear = chain.tx.leases.bid(order, 2n * rate, 9);
		assert.equal((await chain.send(loser, dear)).error, null);
		const bids = await bidsFor(chain, order, 2);
		assert.deepEqual(
			bids.map(({ provider, rate, notice }) => [provider, BigInt(rate), notice]),
			[[agent.address, rate, 3], [loser.address, 2n * rate, 9]],
		);
		const mismatches = await chain.ask("leases_mismatches", order, loser.address, {
			rate: `${2n * rate + 1n}`,
			notice: 2,
		});
		assert.deepEqual(mismatches.map(({ reason }) => reason), ["rateTooHigh", "noticeTooShort"]);

		// The match. The least funding is what the quote says.
		const quote = await chain.ask("leases_quote", { metered: { heartbeat: 8 } }, `${rate}`, 1);
		assert.equal(BigInt(quote.price), CEN);
		const least = BigInt(quote.minFunding);
		assert.equal(least, BigInt(periods.leastRunway) * CEN);
		const accept = (funding) =>
			chain.tx.leases.acceptBid(order, agent.address, rate, 3, funding);
		const refused = await chain.send(tenant, accept(least - 1n));
		assert.equal(refused.error, "leases.FundsTooLow");
		await take(chain, tenant, [order], bids.slice(0, 1), least);
		assert.deepEqual(await heldFor(chain, tenant.address), {
			Order: amounts.orderDeposit,
			Escrow: least,
			Bounty: amounts.bounty,
		});
		assert.equal((await heldFor(chain, loser.address)).Bid, undefined, "a lost bid is refunded");

		// It runs, is paid on the way, and runs dry at the block that was foretold.
		const { runsDryAt } = await reachState(chain, order, "active");
		const starved = await reachState(chain, order, "starved");
		assert.equal(starved.state.starved.until, runsDryAt + periods.grace);
		assert.equal(starved.runsDryAt, null);
		const seen = await marketEvents(chain, start, order);
		const one = (name) => seen.find((event) => event.name === name);
		assert.ok(one("Settled"), "the agent settled");
		assert.equal(runsDryAt, one("LeaseActive").number + periods.leastRunway);
		assert.equal(one("LeaseStarved").data.since, runsDryAt);

		// Nothing accrues meanwhile; a friend's money resumes it.
		const { owed } = starved;
		await chain.reach();
		assert.equal((await chain.ask("leases_lease", order)).owed, owed);
		const sums = [CEN, least + 5n * CEN].map((sum) => chain.tx.leases.topUp(order, sum));
		const [crumbs, topUp] = await chain.sendAll(friend, sums, { together: true });
		assert.equal(crumbs.error, "leases.FundsTooLow");
		eventOf(topUp, "leases.LeaseResumed");
		const resumed = topUp.number;

		// The agent takes it up again. Then it leaves: notice, and no end before the notice is over.
		while (!(await chain.ask("leases_lease", order)).bound) await chain.reach();
		running.leave();
		const closed = await reachClosed(chain, order);
		const events = await marketEvents(chain, start, order);
		const notice = events.find(({ name }) => name === "LeaseEnding");
		assert.equal(notice.data.at, notice.number + 3);
		assert.deepEqual([closed.reason, closed.closedAt], ["reclaimed", notice.data.at]);
		assert.equal(await running.exited, 0, running.said());
		assert.match(running.said(), /heartbeat/);
		assert.equal(await chain.ask("leases_provider", agent.address), null);

		// To the last unit: what was active is paid, the rest is back with whom it came from.
		const { spent, fee, paid } = share(periods.leastRunway + closed.closedAt - resumed);
		const funded = 2n * least + 5n * CEN;
		assert.deepEqual(sumsOf(closed.ledger), [funded, paid, fee, funded - spent]);
		assert.deepEqual(
			await outcome("tenant", "friend", "loser", "agent"),
			[-least, least - spent, 0n, paid],
		);
		for (const { address } of [tenant, friend, agent]) {
			assert.deepEqual(await heldFor(chain, address), {});
		}
	});

	test("a lease that is not acknowledged in time is refunded, and costs the provider", async () => {
		const { deserted, sleeper } = role;
		const options = { acknowledged: false };
		const [lease] = await open(chain, deserted, [sleeper], metered(8), 20n * CEN, options);
		const { until } = (await chain.ask("leases_lease", lease)).state.pending;
		await chain.reach(until - 1);
		// As of that block: the next one may have come since.
		const before = await chain.hashOf(until - 1);
		assert.equal(await chain.ask("leases_closedLease", lease, before), null);
		const closed = await reachClosed(chain, lease);
		assert.deepEqual([closed.reason, closed.closedAt], ["noAck", until]);
		assert.equal(closed.closedAt - closed.openedAt, periods.ack);
		assert.deepEqual(sumsOf(closed.ledger), [20n * CEN, 0n, 0n, 20n * CEN]);
		const late = await chain.send(sleeper, chain.tx.leases.acknowledge(lease));
		assert.equal(late.error, "leases.LeaseClosed");
		assert.deepEqual(
			await outcome("deserted", "sleeper"),
			[amounts.leaseCover, -amounts.leaseCover],
		);
		assert.deepEqual(await heldFor(chain, deserted.address), {});
	});

	test("the arbiter shares out what is in dispute", async () => {
		const { plaintiff, accused } = role;
		const [lease] = await open(chain, plaintiff, [accused], fixed(60, 30), 60n * CEN);
		const { lastHeartbeat } = await chain.ask("leases_lease", lease);
		await chain.reach(lastHeartbeat + 4);
		const dispute = await chain.send(plaintiff, chain.tx.leases.dispute(lease));
		eventOf(dispute, "leases.DisputeOpened");
		const { owed } = await chain.ask("leases_lease", lease);
		assert.equal(BigInt(owed), BigInt(dispute.number - lastHeartbeat) * CEN);
		const before = await chain.send(accused, chain.tx.leases.settle(lease));
		assert.equal(before.error, null);
		assert.equal((await chain.ask("leases_lease", lease)).owed, owed, "nothing is paid meanwhile");

		const verdict = { providerShare: 250_000_000, penalty: true, depositTo: "Tenant" };
		const resolve = chain.tx.leases.resolve(lease, verdict);
		assert.equal((await chain.send(plaintiff, resolve)).error, "BadOrigin");
		const judged = await chain.send(alice, chain.tx.sudo.sudo(resolve));
		assert.equal(eventOf(judged, "leases.LeaseClosed").reason, "Arbitrated");
		const award = BigInt(owed) / 4n;
		const fee = (award * FEE_PERCENT) / 100n;
		const closed = await chain.ask("leases_closedLease", lease);
		assert.deepEqual(sumsOf(closed.ledger), [60n * CEN, award - fee, fee, 60n * CEN - award]);
		assert.deepEqual(await outcome("plaintiff", "accused"), [
			amounts.leaseCover - award,
			award - fee - amounts.leaseCover,
		]);
		assert.deepEqual(await heldFor(chain, plaintiff.address), {});
	});

	test("nobody is paid because nobody judged", async () => {
		const { stranded, hasty } = role;
		const [lease] = await open(chain, stranded, [hasty], metered(30), 40n * CEN);
		const dispute = await chain.send(hasty, chain.tx.leases.dispute(lease));
		const closed = await reachClosed(chain, lease);
		assert.deepEqual(
			[closed.reason, closed.closedAt],
			["unjudged", dispute.number + periods.dispute],
		);
		assert.deepEqual(sumsOf(closed.ledger), [40n * CEN, 0n, 0n, 40n * CEN]);
		// A provider that calls the arbiter to get around its notice pays for that.
		assert.deepEqual(
			await outcome("stranded", "hasty"),
			[amounts.leaseCover, -amounts.leaseCover],
		);
	});

	test("a person rates the provider of a lease that cost enough, once", async () => {
		const { patron, rated } = role;
		const people = await electorate();
		const [lease] = await open(chain, patron, [rated], metered(30), 12n * CEN);
		const close = await chain.send(patron, chain.tx.leases.close(lease));
		assert.equal(eventOf(close, "leases.LeaseClosed").reason, "TenantClosed");

		eventOf(
			await chain.send(patron, chain.tx.leases.openRatingPeriod(3)),
			"leases.RatingPeriodOpened",
		);
		const { scope } = await chain.ask("leases_ratingPeriod");
		const topic = blake2AsHex(
			u8aConcat(stringToU8a("census/leases/rating:"), decodeAddress(rated.address)),
		);
		const acting = { Application: { scope, topic } };
		const { root } = await chain.ask("personhood_scope", scope);
		const rate = chain.tx.leases.rate(lease, 4);
		const [rater, other] = people.identities;
		const act = async (identity) =>
			people.actAs(identity, await people.merkleProof(identity, root), acting, rate);

		const call = await act(rater);
		const alias = call.args[2].nullifier.toHex();
		const named = await chain.send(patron, chain.tx.leases.nameRater(lease, alias));
		eventOf(named, "leases.RaterNamed");
		// Another person's rating does not even get into a block: it would use up a slot.
		const foreign = await act(other);
		assert.ok(await refusalOf(chain, foreign), "only the person that was named rates");
		await assert.rejects(chain.sendUnsigned(foreign), /1011:/);
		const done = await chain.sendUnsigned(call);
		assert.deepEqual(eventOf(done, "leases.Rated").score, 4);
		assert.deepEqual(await chain.ask("leases_rating", rated.address), { sum: 4, count: 1 });
		assert.equal((await chain.ask("leases_closedLease", lease)).rating, 4);
		const again = await chain.send(patron, chain.tx.leases.nameRater(lease, alias));
		assert.equal(again.error, "leases.AlreadyRated");
	});
});

test("the market's books balance, and nothing of it is held", async () => {
	const [funded, paid, fee, refunded] = sumsOf(await chain.ask("leases_ledger"));
	assert.equal(funded, paid + fee + refunded);
	for (const name of ROLES) {
		const { Bond, Audit, ...rest } = await heldFor(chain, role[name].address);
		assert.deepEqual(rest, {}, name);
	}
});

/** Persons enough for a rating period. */
async function electorate() {
	const persons = new Persons(chain);
	persons.identities = identities("rater", 3);
	for (const [i, identity] of persons.identities.entries()) {
		const seen = genesisIssuers(chain).map((issuer) => [issuer, `rater ${i}`]);
		const tickets = await ticketsOf(chain, "Enrol", identity.commitment, seen);
		const enrolled = await chain.sendUnsigned(await persons.enrol(identity, tickets));
		assert.equal(enrolled.error, null);
	}
	// A rating period is for those who were persons in an epoch before.
	await nextEpoch(chain);
	return persons;
}
