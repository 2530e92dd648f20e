// A provider's agent for the market for compute leases, as an example and to try the market with:
// it registers, watches for orders that it fits, bids by a policy, acknowledges what it wins, gives
// signs of life or proves its work, settles, and leaves with notice.
//
//	node provider.mjs --key //Bob --rate 600000000000000 --cpu 8000 [--url ws://127.0.0.1:9944]
//
// `--help` lists the options. Ctrl-C gives notice on all leases and waits until the last has ended;
// a second one ends the agent at once. What it really runs for a tenant is not its business.

import { parseArgs } from "node:util";
import { Keyring } from "@polkadot/keyring";
import { Chain, word } from "@census/sdk/chain";

export class Provider {
	#closing = false;

	/**
	 * - `bid(terms)`: the policy. What to bid for an order with these terms, `{ rate, notice }`, or
	 *   `null`.
	 * - `work(lease)`: for proven leases. Does the work of the present epoch of `leases_lease`'s
	 *   answer and resolves to `{ commitment, points }`: the output's commitment and the proof.
	 * - `settleFrom`: what must be owed, in the smallest unit, before it asks for it.
	 * - `log`: is told what the agent does.
	 */
	constructor(chain, account, { bid, work, settleFrom = 0n, log = () => {} }) {
		Object.assign(this, { chain, account, bid, work, settleFrom, log });
		this.tx = chain.tx.leases;
	}

	/** Registers with a bond for so many leases at a time. */
	async register(capacity, attributes, leases) {
		const { providerBond, leaseCover } = this.chain.api.consts.leases.amounts;
		const bond = providerBond.toBigInt() + BigInt(leases) * leaseCover.toBigInt();
		await this.#send([this.tx.registerProvider(bond, capacity, attributes)]);
	}

	/** Works until it has left. */
	async run() {
		while (await this.#ask("provider", this.account.address)) {
			await this.step();
			await this.chain.reach();
		}
	}

	/** From the next step on: takes nothing new, and gives notice on all leases. */
	leave() {
		this.#closing = true;
	}

	/** Looks at the market once and sends what there is to do. */
	async step() {
		const calls = [];
		const provider = await this.#ask("provider", this.account.address);
		if (this.#closing && provider?.status !== "leaving") {
			calls.push(this.tx.deregisterProvider());
		}
		for await (const id of this.#items("numbersByAccount")) {
			const lease = await this.#ask("lease", id);
			if (lease?.provider === this.account.address && !lease.ended) {
				calls.push(...(await this.#duties(lease)));
			} else if (!lease && (await this.#isHopeless(id))) {
				calls.push(this.tx.withdrawBid(id));
			}
		}
		if (!this.#closing) {
			for await (const id of this.#items("ordersByProvider")) calls.push(...(await this.#bid(id)));
		}
		if (calls.length > 0) await this.#send(calls);
	}

	/** What a live lease asks of its provider now. */
	async #duties(lease) {
		const { lease: id } = lease;
		if (lease.state.pending) return [this.tx.acknowledge(id)];
		const calls = [];
		if (this.#closing && !lease.end && !lease.state.disputed) calls.push(this.tx.reclaim(id));
		if (lease.state !== "active") return calls;

		const [mode] = Object.keys(lease.mode);
		const { heartbeat } = lease.mode[mode];
		const now = await this.chain.height();
		if (mode === "proven") {
			if (!lease.epoch.proven) {
				const { commitment, points } = await this.work(lease);
				calls.push(this.tx.submitProof(id, lease.epoch.number, word(commitment), points));
			}
		} else if (now >= lease.lastHeartbeat + heartbeat / 2 || !lease.bound) {
			// In good time: a block may be missed, or be full. At once where the lease was resumed: so
			// the tenant knows that the work goes on. What is confirmed now can be settled.
			calls.push(this.tx.heartbeat(id));
			if (BigInt(lease.owed) >= this.settleFrom) calls.push(this.tx.settle(id));
		}
		return calls;
	}

	/** Bids for an order, unless it has, or the policy says no. */
	async #bid(id) {
		const found = await this.#ask("order", id);
		if (!found || found.bids.some(({ provider }) => provider === this.account.address)) return [];
		if (found.order.terms.mode.proven && !this.work) return [];
		const bid = this.bid(found.order.terms);
		if (!bid) return [];
		const offer = { rate: String(bid.rate), notice: bid.notice };
		const reasons = await this.#ask("mismatches", id, this.account.address, offer);
		for (const { message } of reasons) this.log(`order ${id}: ${message}`);
		return reasons.length === 0 ? [this.tx.bid(id, bid.rate, bid.notice)] : [];
	}

	/** Whether a bid of ours could not be taken: a bid binds, and its deposit is held. */
	async #isHopeless(id) {
		const found = await this.#ask("order", id);
		const bids = found?.bids ?? [];
		if (!bids.some(({ provider }) => provider === this.account.address)) return false;
		return (await this.#ask("mismatches", id, this.account.address)).length > 0;
	}

	/** All numbers of a list about the provider. */
	#items(list) {
		return this.chain.items(`leases_${list}`, this.account.address);
	}

	#ask(method, ...params) {
		return this.chain.ask(`leases_${method}`, ...params);
	}

	async #send(calls) {
		const outcomes = await this.chain.sendAll(this.account, calls);
		for (const [i, { error, number }] of outcomes.entries()) {
			const { method, args } = calls[i].method;
			// What most calls begin with is the number of an order or a lease.
			const id = args[0]?.toRawType() === "u64" ? ` ${args[0]}` : "";
			this.log(`block ${number}: ${method}${id}${error ? `: ${error}` : ""}`);
		}
	}
}

/**
 * The policy of one price: bids `rate` for whatever allows it, with the notice that is asked for,
 * if that is at most `notice` blocks.
 */
export function onePrice({ rate, notice }) {
	return ({ maxRate, minNotice }) =>
		BigInt(maxRate) >= BigInt(rate) && minNotice <= notice ? { rate, notice: minNotice } : null;
}

const OPTIONS = {
	url: { type: "string", default: "ws://127.0.0.1:9944" },
	key: { type: "string" },
	rate: { type: "string" },
	notice: { type: "string", default: "600" },
	leases: { type: "string", default: "4" },
	cpu: { type: "string" },
	memory: { type: "string" },
	storage: { type: "string" },
	bandwidth: { type: "string" },
	attribute: { type: "string", multiple: true, default: [] },
	"settle-from": { type: "string", default: "0" },
	help: { type: "boolean", default: false },
};

const HELP = `node provider.mjs --key <seed> --rate <amount> [options]

  --url <url>           the node's RPC [${OPTIONS.url.default}]
  --key <seed>          the provider's key: a seed phrase or a path like //Bob
  --rate <amount>       what it bids, in the smallest unit per rateUnit blocks
  --notice <blocks>     the longest notice it agrees to [${OPTIONS.notice.default}]
  --leases <count>      how many leases its bond is to cover [${OPTIONS.leases.default}]
  --cpu <1/1000 core>, --memory <MiB>, --storage <MiB>, --bandwidth <Mbit/s>
                        what it has
  --attribute key=value what it says of itself; may be given several times
  --settle-from <amount> what must be owed before it settles [${OPTIONS["settle-from"].default}]`;

/** The agent from the command line: metered and fixed leases at one price. */
async function main() {
	const { values } = parseArgs({ options: OPTIONS });
	if (values.help || !values.key || !values.rate) {
		console.log(HELP);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const chain = await Chain.connect(values.url);
	try {
		const log = (text) => console.log(text);
		const account = new Keyring({ type: "sr25519" }).addFromUri(values.key);
		const agent = new Provider(chain, account, {
			bid: onePrice({ rate: BigInt(values.rate), notice: Number(values.notice) }),
			settleFrom: BigInt(values["settle-from"]),
			log,
		});
		if (!(await chain.ask("leases_provider", account.address))) {
			// In the chain's order of kinds; of attributes, in the order of their keys.
			const capacity = ["cpu", "memory", "storage", "bandwidth"]
				.filter((kind) => values[kind])
				.map((kind) => ({ kind, amount: values[kind] }));
			const attributes = values.attribute
				.map((text) => text.split("="))
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([key, value]) => ({ key, value }));
			await agent.register(capacity, attributes, Number(values.leases));
		}
		// Once: the second time nobody listens, and the process ends.
		process.once("SIGINT", () => agent.leave());
		await agent.run();
		log("left");
	} finally {
		await chain.disconnect();
	}
}

if (process.argv[1] === import.meta.filename) await main();
