// What Census is for, in two minutes: three people enrol without an account or a fee, one of them votes,
// and may neither vote nor enrol a second time; while they wait, a file is anchored, and its receipt
// verified. Run it against a development chain (`make dev`), as often as you like:
//
//     node examples/tour.mjs [ws://127.0.0.1:9944]
//
// It uses polkadot.js and Semaphore's npm packages as they are; Census's own only shortens what it says.

import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { Keyring } from "@polkadot/keyring";
import * as anchors from "@census/sdk/anchors";
import { Chain, eventOf } from "@census/sdk/chain";
import { digest } from "@census/sdk/hashes";
import { Persons, ticketsOf } from "@census/sdk/persons";
import { endProver, Identity } from "@census/sdk/prove";
import { proves, verifyReceipt } from "@census/sdk/receipt";
import { genesisIssuers } from "./development.mjs";

/** What takes a minute and a half here may take several on a busy machine; then something is stuck. */
const MAX_MINUTES = 12;
/** How long votes are accepted: ten minutes, so that nothing here comes too late. */
const POLL_BLOCKS = 100;

const url = process.argv[2] ?? "ws://127.0.0.1:9944";
const say = (line) => console.log(line);
const short = (text) => `${String(text).slice(0, 12)}…`;

/** Ends the tour where the chain does something else than it should. */
function expect(holds, what) {
	if (!holds) throw new Error(`unexpected: ${what}`);
}

setTimeout(() => {
	console.error(`The tour has not come to its end within ${MAX_MINUTES} minutes.`);
	process.exit(1);
}, MAX_MINUTES * 60_000).unref();

const chain = await Chain.connect(url).catch(({ message }) => {
	console.error(`${message[0].toUpperCase()}${message.slice(1)}. \`make dev\` starts one.`);
	process.exit(1);
});
// All that persons sign is bound to the genesis block, which its own state does not know.
await chain.reach(1);
say(`Connected to ${url}, block ${await chain.height()}.`);
const persons = new Persons(chain);
const alice = new Keyring({ type: "sr25519" }).addFromUri("//Alice");

/** Asks after each block until the answer is there. A terminal shows what is waited for. */
async function until(what, ask) {
	const show = (line) => process.stdout.isTTY && process.stdout.write(`\r\x1b[K${line}`);
	for (;;) {
		const answer = await ask();
		if (answer) {
			show("");
			return answer;
		}
		show(`   block ${await chain.height()}: waiting for ${what}`);
		await chain.reach();
	}
}

/** Sends what nobody signs, and returns its outcome: no account has paid for it. */
async function sendFree(call) {
	const outcome = await chain.sendUnsigned(call);
	const paid = outcome.events.some(({ name }) => name === "transactionPayment.TransactionFeePaid");
	expect(!paid, "somebody paid a fee");
	return outcome;
}

/** Sends what the chain must refuse for this reason, and says what it answers. */
async function sendRefused(call, reason) {
	const { accepted, refusal } = await chain.ask("personhood_check", call.method.toHex());
	expect(!accepted && refusal.reason === reason, `not refused as ${reason}`);
	const sent = chain.ask("author_submitExtrinsic", chain.unsigned(call));
	const answer = await sent.catch((error) => error);
	const code = `Custom error: ${refusal.code}`;
	expect(answer instanceof Error && answer.message.endsWith(code), `the pool answers ${answer}`);
	say(`   Refused. The pool says: ${answer.message}`);
	say(`   In words: ${refusal.message} (${refusal.reason}).`);
}

// 1. An identity is a secret that never leaves its owner, and its commitment is public. An issuer sees the
// human. It signs a ticket about the commitment, with its tag of the human: a hash that is keyed with a
// secret of the issuer's, so that nobody else can tell whose it is. The secrets here are new each time, and
// so nobody is known from an earlier tour.
const issuers = genesisIssuers(chain, [randomBytes(32), randomBytes(32)]);
const attest = (human, { commitment }) => {
	const seen = issuers.map((issuer) => [issuer, human]);
	return ticketsOf(chain, "Enrol", commitment, seen);
};
const names = ["Ada", "Bertha", "Clara"];
const people = names.map((name) => ({ name, identity: new Identity(randomBytes(32)) }));
const [ada] = people;
say("\n1. Ada, Bertha and Clara each make an identity, a secret that they keep.");
say(`   Ada's commitment, which is public, is ${short(ada.identity.commitment)}`);

const tags = issuers.map((issuer) => short(issuer.tag(ada.name)));
say(`   Two issuers sign tickets for them. To one Ada is ${tags[0]}, to the other ${tags[1]}`);

const enrolments = [];
for (const { name, identity } of people) {
	const call = await persons.enrol(identity, await attest(name, identity));
	const { refusal } = await chain.ask("personhood_check", call.method.toHex());
	expect(!refusal, `the node would refuse ${name}: ${refusal?.message}`);
	enrolments.push(call);
}
say("   Asked beforehand, the node says of all three that it would enrol them.");
const outcomes = await Promise.all(enrolments.map(sendFree));
for (const [i, outcome] of outcomes.entries()) {
	people[i].person = eventOf(outcome, "personhood.Enrolled").person;
}
const last = outcomes.reduce((one, other) => (other.number > one.number ? other : one));
const numbers = people.map(({ person }) => person).sort((one, other) => one - other);
say(`   They are enrolled as persons ${numbers.join(", ")} in block ${last.number}: no account, no fee.`);

// 2. The tree of persons changes with the epoch, so there is some time to wait. What needs no persons can be
// done at once: this file's hash goes on the chain's log, and the chain never sees the file.
const epoch = await chain.ask("personhood_epoch", last.block);
const blockSeconds = chain.api.consts.babe.expectedBlockTime.toNumber() / 1_000;
const seconds = (epoch.endsAt - last.number) * blockSeconds;
say(`\n2. They will stand in the tree from the next epoch on: block ${epoch.endsAt}, some ${seconds} s later.`);

const file = fs.readFileSync(new URL(import.meta.url));
const trust = await anchors.trustOf(chain);
const anchor = await anchors.anchor(chain, alice, file, { kind: "code", licence: "Apache-2.0" });
const receipt = await anchors.receipt(chain, anchor, trust.sets[0].id);
say(`   Meanwhile Alice anchored this file as number ${anchor}. Its receipt has ${receipt.length} bytes.`);

// Nobody is asked for this. What counts is the receipt, the file, and whose word is trusted: that of the
// chain's validators, which were learnt before.
const verdict = verifyReceipt(receipt, trust);
expect(proves(verdict, file), "the receipt is not this file's");
expect(verdict.basis === trust.sets[0].id, "the receipt rests on nothing");
const when = new Date(verdict.leaf.time).toISOString();
say(`   Verified without the node: this file existed by ${when}, as the block's author has it.`);

const present = await until(`the epoch that begins in block ${epoch.endsAt}`, async () => {
	const seen = people.map(({ person }) => chain.ask("personhood_person", person));
	const active = (await Promise.all(seen)).every(({ status }) => status === "active");
	return active && chain.ask("personhood_epoch");
});
say(`   All three stand in the tree of epoch ${present.epoch}, which has ${present.members} members.`);

// 3. Anybody may ask all persons a question, and pays for the votes. Each person votes once, by a proof that
// it is one of the electorate.
const question = "Shall we meet on Monday? 0: no. 1: yes.";
const { hash } = digest("blake2b-256", new TextEncoder().encode(question));
const closesAt = (await chain.height()) + POLL_BLOCKS;
const create = chain.tx.polls.create("Shall we meet on Monday?", hash, 2, closesAt, people.length);
const { poll: number } = eventOf(await chain.send(alice, create), "polls.PollCreated");
const poll = await chain.ask("polls_poll", number);
say(`\n3. Alice asks in poll ${number}, and pays for the votes: ${poll.title}`);
say(`   The electorate has ${poll.electorate} persons, those of epoch ${poll.epoch}.`);

/** The call by which somebody votes. */
async function vote({ identity }, option) {
	const { root } = await chain.ask("personhood_scope", poll.scope.application.scope);
	const merkleProof = await persons.merkleProof(identity, root);
	expect(merkleProof, "the identity is not of the electorate");
	return persons.actAs(identity, merkleProof, poll.scope, chain.tx.polls.vote(number, option));
}

const started = Date.now();
const yes = await vote(ada, 1);
say(`   Ada proves in ${Date.now() - started} ms that she is one of them, and not which one.`);
const voted = await sendFree(yes);
eventOf(voted, "polls.Voted");
const { alias } = eventOf(voted, "personhood.Acted");
const alone = "her alias in this poll and nowhere else";
say(`   Her vote is in block ${voted.number}, by ${short(BigInt(alias))}, ${alone}.`);
const tally = await until("that block to be final", async () => {
	const told = await chain.ask("polls_poll", number, await chain.finalised());
	return told?.votes && told;
});
expect(String(tally.counts) === "0,1", `the tally is ${tally.counts}`);
say(`   It is final. The tally: ${tally.counts[1]} yes, ${tally.counts[0]} no.`);

// 4. Once is once: another vote, or the same one, has the same nullifier.
say("\n4. Ada votes again, for no.");
await sendRefused(await vote(ada, 0), "nullifierUsed");

// 5. Another identity makes no other human of her: whatever the commitment, the issuers' tags are the same.
say("\n5. Ada makes another identity, and both issuers sign tickets for it.");
const other = new Identity(randomBytes(32));
await sendRefused(await persons.enrol(other, await attest(ada.name, other)), "tagTaken");

say(`
One human, one vote, and the chain cannot tell whose. Where to go on:
   docs/guides/applications.md   ask this of people in an application of yours
   docs/guides/polls.md          what a poll costs, and what it shows
   docs/guides/people.md         what a person can do, and who loses an identity
   docs/guides/issuers.md        attest to people
   docs/guides/anchoring.md      anchor files, and verify receipts`);

await endProver();
await chain.disconnect();
