// The market for leases as tenants see it, and what all sides' money came to.

import { Keyring } from "@polkadot/keyring";
import { eventOf, word } from "@census/sdk/chain";
import { alice } from "./chain.mjs";

export const CEN = 10n ** 12n;
/** What a rate is for, in blocks: with a rate of so many CEN, each block costs one. */
export const RATE_UNIT = 600n;
/** The market's part of what is paid, in percent. */
export const FEE_PERCENT = 2n;

const keyring = new Keyring({ type: "sr25519" });
let accounts = 0;

/** Accounts that nobody else uses, each with 10,000 CEN. */
export async function newAccounts(chain, count) {
	const fresh = Array.from({ length: count }, () => keyring.addFromUri(`//Lease ${accounts++}`));
	const give = fresh.map(({ address }) =>
		chain.tx.balances.transferKeepAlive(address, 10_000n * CEN),
	);
	eventOf(await chain.send(alice, chain.tx.utility.batchAll(give)), "utility.BatchCompleted");
	return fresh;
}

/** What an account has, whether or not it is on hold. */
export async function wealth(chain, address) {
	const { data } = await chain.api.query.system.account(address);
	return data.free.toBigInt() + data.reserved.toBigInt();
}

/** What is held of an account for leases, by reason. */
export async function heldFor(chain, address) {
	const holds = await chain.api.query.balances.holds(address);
	return Object.fromEntries(
		holds
			.filter(({ id }) => id.isLeases)
			.map(({ id, amount }) => [id.asLeases.type, amount.toBigInt()]),
	);
}

/** The fees for transactions that accounts paid after block `from`, by address. */
export async function feesSince(chain, from) {
	const fees = {};
	const { TransactionFeePaid } = chain.api.events.transactionPayment;
	const last = await chain.height();
	for (let number = from + 1; number <= last; number++) {
		const events = await chain.api.query.system.events.at(await chain.hashOf(number));
		for (const { event } of events.filter(({ event }) => TransactionFeePaid.is(event))) {
			const [who, fee] = event.data;
			fees[who] = (fees[who] ?? 0n) + fee.toBigInt();
		}
	}
	return fees;
}

/** The events of the market in the blocks after `from`: `{ name, data, number }`. */
export async function marketEvents(chain, from, lease) {
	const found = [];
	const last = await chain.height();
	for (let number = from + 1; number <= last; number++) {
		const events = await chain.api.query.system.events.at(await chain.hashOf(number));
		for (const { event } of events.filter(({ event }) => event.section === "leases")) {
			const data = Object.fromEntries(event.data.names.map((name, i) => [name, event.data[i].toJSON()]));
			if (data.lease === lease) found.push({ name: event.method, data, number });
		}
	}
	return found;
}

export const metered = (heartbeat) => ({ Metered: { heartbeat } });
export const fixed = (span, heartbeat) => ({ Fixed: { span, heartbeat } });

/** The terms of an order for one processor. */
export function terms(mode, { provider = null, maxRate = RATE_UNIT * CEN, minNotice = 2 } = {}) {
	return {
		resources: [{ kind: "Cpu", amount: 1_000 }],
		attributes: [],
		auditors: [],
		provider,
		mode,
		maxRate,
		minNotice,
		manifest: word(1),
	};
}

/** Registers a provider that can have two leases. */
export async function registerProvider(chain, account) {
	const { providerBond, leaseCover } = chain.api.consts.leases.amounts;
	const bond = providerBond.toBigInt() + 2n * leaseCover.toBigInt();
	const call = chain.tx.leases.registerProvider(bond, [{ kind: "Cpu", amount: 2_000 }], []);
	eventOf(await chain.send(account, call), "leases.ProviderRegistered");
}

/** The one event of this name in each of the outcomes. */
function eventsOf(outcomes, name) {
	return outcomes.map((outcome) => eventOf(outcome, name));
}

/** Posts orders, open for 50 blocks, and returns their numbers. */
export async function post(chain, tenant, ...orders) {
	const calls = orders.map((terms) => chain.tx.leases.postOrder(terms, 50));
	const posted = eventsOf(await chain.sendAll(tenant, calls), "leases.OrderPosted");
	return posted.map(({ order }) => order);
}

/** Waits until an order has so many bids and returns them, the best first. */
export async function bidsFor(chain, order, count) {
	for (;;) {
		const { bids } = await chain.ask("leases_order", order);
		if (bids.length >= count) return bids;
		await chain.reach();
	}
}

/** Takes bids, each for an order. */
export async function take(chain, tenant, orders, bids, funding) {
	const calls = bids.map(({ provider, rate, notice }, i) =>
		chain.tx.leases.acceptBid(orders[i], provider, rate, notice, funding),
	);
	eventsOf(await chain.sendAll(tenant, calls), "leases.LeaseOpened");
}

/**
 * A lease of each of the providers, at a CEN a block: posts an order for it, has it bid, takes the
 * bid, and has it acknowledged or not. Returns their numbers.
 */
export async function open(chain, tenant, providers, mode, funding, { acknowledged = true } = {}) {
	const of = providers.map(({ address }) => terms(mode, { provider: address }));
	const leases = await post(chain, tenant, ...of);
	const bid = { rate: RATE_UNIT * CEN, notice: 2 };
	const byAll = async (event, call) => {
		const sent = [...new Set(providers)].map((provider) => {
			const its = leases.filter((_, i) => providers[i] === provider);
			return chain.sendAll(provider, its.map(call));
		});
		eventsOf((await Promise.all(sent)).flat(), event);
	};
	await byAll("leases.BidPlaced", (order) => chain.tx.leases.bid(order, bid.rate, bid.notice));
	const bids = providers.map(({ address }) => ({ provider: address, ...bid }));
	await take(chain, tenant, leases, bids, funding);
	if (acknowledged) {
		await byAll("leases.LeaseActive", (lease) => chain.tx.leases.acknowledge(lease));
	}
	return leases;
}

/** Waits until a lease's state is `state`, and returns the lease. */
export async function reachState(chain, lease, state) {
	for (;;) {
		const found = await chain.ask("leases_lease", lease);
		if (!found) throw new Error(`lease ${lease} is over and never was ${state}`);
		if (found.state === state || found.state[state]) return found;
		await chain.reach();
	}
}

/** Waits until a lease has closed, and returns what is remembered of it. */
export async function reachClosed(chain, lease) {
	for (;;) {
		const closed = await chain.ask("leases_closedLease", lease);
		if (closed) return closed;
		await chain.reach();
	}
}

/** What an account won or lost on the market since it had `before` in block `from`. */
export async function gained(chain, { address }, before, fees) {
	return (await wealth(chain, address)) - before + (fees[address] ?? 0n);
}
