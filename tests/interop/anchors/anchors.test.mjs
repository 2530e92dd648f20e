// A file is anchored and its receipt taken; then the node is stopped, and whoever has the receipt
// verifies it: with the Rust command, and with stock packages.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { hexToU8a, u8aToHex } from "@polkadot/util";
import * as anchors from "@census/sdk/anchors";
import { fromManifest, parents } from "@census/sdk/c2pa";
import { eventOf } from "@census/sdk/chain";
import { digest } from "@census/sdk/hashes";
import { Batch, logTree, rootOfInclusion, rootsOfConsistency } from "@census/sdk/log";
import { Persons, refusalOf, ticketsOf } from "@census/sdk/persons";
import { endProver } from "@census/sdk/prove";
import { proves, Refusal, verifyReceipt } from "@census/sdk/receipt";
import { alice, bob, startChain } from "../support/chain.mjs";
import { temporaryDirectory } from "../support/node.mjs";
import { genesisIssuers } from "../support/persons.mjs";
import { identities } from "../support/proofs.mjs";

// What is older than 16 final blocks is thrown away, but for what receipts need.
const OPTIONS = ["--state-pruning=16", "--blocks-pruning=16"];
const directory = temporaryDirectory();
const files = temporaryDirectory();

let chain;
/** What the reader trusts: the validators of genesis, as the chain specification has them. */
let trust;
/** The same, learnt of the running chain when there were no others. */
let dated;
/** The files that were anchored, their anchors and receipts, by name. */
const kept = {};

before(async () => {
	chain = await startChain({ directory, options: OPTIONS });
	dated = await anchors.trustOf(chain);
	const [{ id, authorities }] = dated.sets;
	assert.equal(id, 0);
	trust = { ...dated, sets: [{ id, authorities }] };
	// Alice's validator changes its keys: three sessions later another set of validators finalises.
	const { keys, proof } = await chain.ask("author_rotateKeysWithOwner", u8aToHex(alice.publicKey));
	const outcome = await chain.send(alice, chain.tx.validators.setKeys(keys, proof));
	assert.equal(outcome.error, null);
});
after(async () => {
	await endProver();
	await chain?.stop();
});

/** Keeps a file and its receipt for when the node is gone. */
function keep(name, bytes, anchor, receipt) {
	fs.writeFileSync(path.join(files, name), bytes);
	fs.writeFileSync(path.join(files, `${name}.receipt`), receipt);
	kept[name] = { bytes, anchor, receipt };
}

test("a file is anchored, found again, and has a receipt within seconds", async () => {
	const bytes = randomBytes(100_000);
	const { algorithm, hash } = digest("sha256", bytes);
	assert.equal(await chain.ask("anchors_firstAnchorByHash", { algorithm, hash }), null);
	const description = {
		kind: "dataset",
		sourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
		licence: "CC-BY-4.0",
		uses: { aiTraining: "notAllowed" },
		memo: "0xmemo: not hexadecimal, though it looks so",
	};
	const started = Date.now();
	const anchor = await anchors.anchor(chain, alice, bytes, description);
	const receipt = await anchors.receipt(chain, anchor);
	console.log(`receipt of ${receipt.length} bytes after ${Date.now() - started} ms`);

	const found = await chain.ask("anchors_anchor", anchor);
	assert.deepEqual(found.leaf.subject, { hash: { algorithm: "sha256", hash } });
	assert.deepEqual(found.leaf.author, { account: alice.address });
	assert.equal(found.description.kind, "dataset");
	assert.equal(found.description.sourceType, description.sourceType);
	assert.equal(found.description.memo, description.memo);
	assert.equal(found.description.uses.aiTraining, "notAllowed");
	assert.deepEqual(await chain.ask("anchors_firstAnchorByHash", { algorithm, hash }), found.leaf);
	const ofHash = await chain.ask("anchors_anchorsByHash", { algorithm, hash }, 10);
	assert.deepEqual(ofHash, { items: [anchor], next: null });
	const hers = await chain.ask("anchors_anchorsByAuthor", alice.address, 1000);
	assert.ok(hers.items.includes(anchor));

	const verdict = verifyReceipt(receipt, trust);
	assert.equal(Number(verdict.leaf.index), anchor);
	assert.equal(verdict.leaf.time, found.leaf.time);
	assert.ok(proves(verdict, bytes));
	assert.ok(!proves(verdict, randomBytes(100_000)));
	// Nothing but genesis vouches for it, unless its validators are known to be in force.
	assert.equal(verdict.basis, null);
	assert.equal(verdict.by, null);
	assert.equal(verifyReceipt(receipt, dated).basis, 0);
	// Who looks again knows by when it was there at the latest.
	const { by, leaf } = verifyReceipt(receipt, await anchors.trustOf(chain));
	assert.ok(by.block >= leaf.block && by.time <= Date.now());
	keep("file", bytes, anchor, receipt);
});

test("a batch costs what one anchor costs, and each item has a receipt", async () => {
	const items = Array.from({ length: 1_000 }, (_, i) => Buffer.from(`item ${i}`));
	const hashes = items.map((item) => digest("sha256", item).hash);
	const batch = new Batch(hashes.map((hash) => hexToU8a(hash)));
	const call = anchors.anchorBatchCall(chain, batch, { kind: "output" });
	const { anchor } = eventOf(await chain.send(alice, call), "anchors.Anchored");
	const receipt = await anchors.receipt(chain, anchor);
	for (const index of [0, 1, 511, 512, 999]) {
		const text = anchors.itemReceipt(receipt, batch, index, hashes[index]);
		assert.ok(proves(verifyReceipt(text, trust), items[index]), `item ${index}`);
		if (index === 999) keep("item", items[index], anchor, text);
		const wrong = anchors.itemReceipt(receipt, batch, index, hashes[(index + 1) % 1_000]);
		assert.throws(() => verifyReceipt(wrong, trust), /not in the leaf's batch/);
	}
	// The batch's own receipt is no file's.
	assert.equal(verifyReceipt(receipt, trust).ofFile, false);
});

test("what was committed to first tells both times", async () => {
	const bytes = Buffer.from("a result that others would like to have found");
	const content = { Single: anchors.digestArgument(digest("sha256", bytes)) };
	const salt = u8aToHex(randomBytes(32));
	const commitment = anchors.commitment(chain, bob, content, {}, salt);
	const committed = await chain.send(bob, chain.tx.anchors.commit(commitment));
	eventOf(committed, "anchors.Committed");
	const { made } = await chain.ask("anchors_commitment", bob.address, commitment);
	assert.equal(made.block, committed.number);
	const description = anchors.descriptionArgument();
	const reveal = chain.tx.anchors.reveal(content, description, salt);
	// Alice saw it and is first in the next block: it does not help her.
	assert.equal((await chain.send(alice, reveal)).error, "anchors.NotCommitted");
	const { anchor } = eventOf(await chain.send(bob, reveal), "anchors.Anchored");
	assert.equal(await chain.ask("anchors_commitment", bob.address, commitment), null);
	const { leaf } = await chain.ask("anchors_anchor", anchor);
	assert.deepEqual(leaf.committed, made);
	const receipt = await anchors.receipt(chain, anchor);
	assert.deepEqual(verifyReceipt(receipt, trust).leaf.committed, made);
	keep("committed", bytes, anchor, receipt);
});

test("lineage is followed both ways, and a retraction deletes nothing", async () => {
	// What C2PA's own tool says of a picture and the photograph it was made from.
	const { report, photograph } = JSON.parse(
		fs.readFileSync(new URL("../../vectors/c2pa.json", import.meta.url), "utf8"),
	);
	const manifest = fromManifest(report);
	const older = await anchors.anchor(chain, alice, Buffer.from(photograph, "base64"));
	const seen = new Map();
	for (const { digest } of manifest.ingredients.filter(({ digest }) => digest)) {
		const leaf = await chain.ask("anchors_firstAnchorByHash", digest);
		if (leaf) seen.set(digest.hash, leaf.index);
	}
	const description = {
		...manifest.description,
		parents: parents(manifest.ingredients, ({ hash }) => seen.get(hash)),
	};
	const call = chain.tx.anchors.anchor(
		anchors.digestArgument(manifest.digest),
		anchors.descriptionArgument(description),
	);
	const newer = eventOf(await chain.send(alice, call), "anchors.Anchored").anchor;
	const told = (await chain.ask("anchors_anchor", newer)).description;
	assert.deepEqual({ kind: "file", memo: "", ...description }, told);

	const edge = { older, newer, link: "parentOf" };
	assert.deepEqual((await chain.ask("anchors_ancestors", newer, 10)).edges, [edge]);
	const evidence = anchors.digestArgument(digest("sha256", Buffer.from("a letter")));
	const disputed = await chain.send(
		bob,
		chain.tx.anchors.dispute(older, { evidence, memo: "it is mine" }),
	);
	const { dispute } = eventOf(disputed, "anchors.Disputed");
	const statement = { evidence: null, memo: "a mistake" };
	const strange = await chain.send(bob, chain.tx.anchors.retract(older, statement));
	assert.equal(strange.error, "anchors.NotAuthor");
	const retracted = await chain.send(alice, chain.tx.anchors.retract(older, statement));
	const { retraction } = eventOf(retracted, "anchors.Retracted");
	const edges = [
		edge,
		{ older, newer: dispute, link: "disputes" },
		{ older, newer: retraction, link: "retracts" },
	];
	const descendants = await chain.ask("anchors_descendants", older, 10);
	assert.deepEqual(descendants, { edges, truncated: false });
	assert.equal((await chain.ask("anchors_descendants", older, 1)).truncated, true);
	const behind = await chain.ask("anchors_links", older, 10, dispute);
	assert.deepEqual(behind, { items: [edges[2]], next: null });
	assert.ok((await chain.ask("anchors_anchor", older)).description);
});

test("a row is evicted with its ticket returned; its leaf and first sight stay", async () => {
	const bytes = Buffer.from("not for ever in the index");
	const free = async () => {
		const { data } = await chain.api.query.system.account(bob.address);
		return data.free.toBigInt();
	};
	const anchor = await anchors.anchor(chain, bob, bytes);
	const before = await free();
	eventOf(await chain.send(bob, chain.tx.anchors.evict([anchor])), "anchors.Evicted");
	assert.ok((await free()) > before, "the ticket is more than the fee");
	const { leaf, description } = await chain.ask("anchors_anchor", anchor);
	assert.equal(description, null);
	const seen = digest("sha256", bytes);
	assert.deepEqual(await chain.ask("anchors_firstAnchorByHash", seen), leaf);
	const ofHash = await chain.ask("anchors_anchorsByHash", seen, 10);
	assert.deepEqual(ofHash, { items: [], next: null });
	const receipt = await anchors.receipt(chain, anchor);
	assert.equal(JSON.parse(receipt).details, null);
	keep("evicted", bytes, anchor, receipt);
});

test("each leaf is told once it is final, from wherever one likes", async () => {
	// Before it and behind it others may come: the chain notes of itself who finalises its blocks.
	const mine = randomBytes(32);
	const { hash } = digest("sha256", mine);
	const told = [];
	const names = ["anchors_leaf", "anchors_subscribeLeaves"];
	let enough;
	const all = new Promise((resolve) => {
		enough = resolve;
	});
	const id = await chain.provider.subscribe(...names, [0], (error, leaf) => {
		assert.equal(error, null);
		told.push(leaf);
		if (leaf.subject.hash?.hash === hash) enough();
	});
	const anchor = await anchors.anchor(chain, alice, mine);
	await all;
	await chain.provider.unsubscribe(names[0], "anchors_unsubscribeLeaves", id);
	assert.equal(told[anchor].subject.hash.hash, hash);
	const { items: leaves } = await chain.ask("anchors_leaves", 1000);
	assert.deepEqual(told, leaves.slice(0, told.length));
});

test("a subscription with a misspelt or surplus parameter is refused, not begun from now on", async () => {
	for (const [params, words] of [
		[{ after: 0 }, /no parameter "after"; it has: from/],
		[[0, "junk"], /2 parameters are too many/],
	]) {
		await assert.rejects(chain.provider.send("anchors_subscribeLeaves", params), ({ code, data }) => {
			assert.equal(code, -32602);
			assert.match(data, words);
			return true;
		});
	}
});

test("a person claims once, and it counts in its window", async () => {
	const persons = new Persons(chain);
	const issuers = genesisIssuers(chain);
	// As many as it takes for a scope to be opened.
	const people = identities("anchors", 3);
	const enrolments = [];
	for (const [i, identity] of people.entries()) {
		const seen = issuers.map((issuer) => [issuer, `human ${i}`]);
		const tickets = await ticketsOf(chain, "Enrol", identity.commitment, seen);
		enrolments.push(await persons.enrol(identity, tickets));
	}
	await Promise.all(enrolments.map((call) => chain.sendUnsigned(call)));
	while ((await chain.ask("personhood_epoch")).members < people.length) await chain.reach();

	const until = (await chain.height()) + 100;
	const { anchor } = kept.file;
	const opened = await chain.send(alice, chain.tx.anchors.openWindow(anchor, 5, 3, until));
	const { window } = eventOf(opened, "anchors.WindowOpened");
	const { root } = await chain.ask("personhood_scope", window);
	const claim = async (identity, word) => {
		const topic = anchors.claimTopic(chain, window, anchor, word);
		const merkleProof = await persons.merkleProof(identity, root);
		const call = anchors.claimCall(chain, window, anchor, word);
		return persons.actAs(identity, merkleProof, { Application: { scope: window, topic } }, call);
	};
	const first = await claim(people[0], "madeByHuman");
	const { leaf } = eventOf(await chain.sendUnsigned(first), "anchors.Claimed");
	eventOf(await chain.sendUnsigned(await claim(people[1], "madeByHuman")), "anchors.Claimed");
	eventOf(await chain.sendUnsigned(await claim(people[0], "depictsMe")), "anchors.Claimed");
	const again = await claim(people[0], "madeByHuman");
	assert.equal(await refusalOf(chain, again), "nullifierUsed");

	const { items: tallies } = await chain.ask("anchors_tallies", anchor, 10);
	assert.deepEqual(
		tallies.sort((one, other) => other.count - one.count),
		[
			{ window, claim: "madeByHuman", count: 2 },
			{ window, claim: "depictsMe", count: 1 },
		],
	);
	const { used, open } = await chain.ask("anchors_window", window);
	assert.deepEqual([used, open], [3, true]);
	const verdict = verifyReceipt(await anchors.receipt(chain, leaf), trust);
	const { claim: claimed } = verdict.leaf.subject;
	assert.deepEqual([Number(claimed.anchor), claimed.claim], [anchor, "madeByHuman"]);
	assert.ok(verdict.leaf.author.person);
});

test("another set of validators takes over, and receipts lead to it", async () => {
	const { anchor, bytes } = kept.file;
	while (JSON.parse(await anchors.receipt(chain, anchor)).handovers.length === 0) {
		await chain.reach();
	}
	const text = await chain.ask("anchors_receipt", anchor);
	const verdict = verifyReceipt(text, trust);
	assert.ok(proves(verdict, bytes));
	assert.equal(verdict.finalisedBy, 1);
	assert.equal(verdict.basis, null);
	keep("handover", bytes, anchor, text);

	// Whoever learnt the new set needs no handover to it, and rests on it.
	const pinned = await anchors.trustOf(chain);
	const [set] = pinned.sets;
	assert.equal(set.id, 1);
	assert.throws(() => verifyReceipt(text, pinned), /not trusted here/);
	const short = await chain.ask("anchors_receipt", anchor, 1);
	assert.deepEqual(JSON.parse(short).handovers, []);
	assert.equal(verifyReceipt(short, pinned).basis, 1);
	assert.equal(verifyReceipt(text, { ...trust, sets: [...trust.sets, set] }).basis, 1);
	assert.equal(await chain.ask("anchors_receipt", anchor, 2), null);
	fs.writeFileSync(path.join(files, "short.receipt"), short);
	fs.writeFileSync(path.join(files, "pinned"), JSON.stringify(pinned));

	// Both sets are leaves, and a receipt of the new one shows its validators.
	const { items: leaves } = await chain.ask("anchors_leaves", 1000);
	const sets = leaves.filter(({ subject }) => "authoritySet" in subject);
	assert.deepEqual(sets.map(({ subject }) => subject.authoritySet), [0, 1]);
	const of = JSON.parse(await anchors.receipt(chain, sets[1].index, 1));
	assert.equal(verifyReceipt(JSON.stringify(of), pinned).leaf.subject.authoritySet, 1n);
	assert.ok(of.details.includes(set.authorities[0].key.slice(2)));
});

test("any two sizes of the log are consistent, and any leaf is in any later one", async () => {
	const tree = logTree(chain.api.genesisHash.toU8a());
	const { count, root } = await chain.ask("anchors_log", await chain.finalised());
	const bytes = (list) => list.map((hash) => hexToU8a(hash));
	const leaf = tree.leaf(hexToU8a(JSON.parse(kept.file.receipt).leaf));
	const { anchor } = kept.file;
	for (let old = 0; old <= count; old++) {
		const path = await chain.ask("anchors_consistencyProof", old, count);
		const roots = rootsOfConsistency(tree, BigInt(old), BigInt(count), bytes(path));
		assert.equal(u8aToHex(roots[1]), root);
		const inclusion = await chain.ask("anchors_inclusionProof", anchor, old);
		assert.equal(inclusion === null, old <= anchor);
		if (inclusion) {
			const proven = rootOfInclusion(tree, leaf, BigInt(anchor), BigInt(old), bytes(inclusion));
			assert.deepEqual(proven, roots[0]);
		}
	}
});

test("an old anchor's receipt is there after a restart and when old blocks are gone", async () => {
	const { anchor, bytes } = kept.file;
	const { block } = (await chain.ask("anchors_anchor", anchor)).leaf;
	await chain.reach(block + 40);
	await anchors.finalised(chain, anchor);
	await chain.stop();
	chain = await startChain({ directory, options: OPTIONS });
	// Neither the block nor its state is kept.
	assert.equal(await chain.ask("chain_getBlock", await chain.hashOf(block)), null);
	await assert.rejects(chain.ask("anchors_log", await chain.hashOf(block)), /10003|discarded/);
	const text = await chain.ask("anchors_receipt", anchor);
	const verdict = verifyReceipt(text, trust);
	assert.ok(proves(verdict, bytes));
	assert.ok(verdict.checkpoint.block > block + 16);
	keep("refreshed", bytes, anchor, text);
	// It goes on.
	const next = await anchors.anchor(chain, alice, Buffer.from("after the restart"));
	assert.ok(proves(verifyReceipt(await anchors.receipt(chain, next), trust), "after the restart"));
});

/** The Rust command's binary: `CENSUS_RECEIPT`, or where `make` builds it. */
function command() {
	const target = process.env.CARGO_TARGET_DIR ?? path.join(os.homedir(), ".cache/census/target");
	const file = process.env.CENSUS_RECEIPT ?? path.join(target, "release/census-receipt");
	if (!fs.existsSync(file)) throw new Error(`no census-receipt at ${file}: build it first`);
	return file;
}

/** Runs a program over the kept files; returns its exit code and what it printed. */
function run(program, ...args) {
	try {
		return [0, execFileSync(program, args, { cwd: files, encoding: "utf8", stdio: "pipe" })];
	} catch (error) {
		return [error.status, error.stderr];
	}
}

const script = new URL("../../../clients/js/receipt.mjs", import.meta.url).pathname;
const rust = (receipt, trust, ...file) =>
	run(command(), "verify", ...file, receipt, "--trust", trust);
const javascript = (receipt, trust, ...file) =>
	run(process.execPath, script, trust, receipt, ...file);

test("the node stopped, every receipt verifies offline, in Rust and in JavaScript", async () => {
	await chain.stop();
	chain = undefined;
	fs.writeFileSync(path.join(files, "trust"), JSON.stringify(trust));
	assert.deepEqual(Object.keys(kept).sort(), [
		"committed",
		"evicted",
		"file",
		"handover",
		"item",
		"refreshed",
	]);
	for (const name of Object.keys(kept)) {
		for (const verify of [rust, javascript]) {
			const [code, text] = verify(`${name}.receipt`, "trust", name);
			assert.equal(code, 0, text);
			assert.match(text, new RegExp(`^Proven: ${name} existed`));
			assert.match(text, /Consistent with genesis only/);
		}
	}
	for (const verify of [rust, javascript]) {
		const [code, text] = verify("short.receipt", "pinned", "file");
		assert.equal(code, 0, text);
		assert.match(text, /Rests on validator set 1/);
	}
});

test("another file, another chain and any changed byte are refused, in both", async () => {
	const other = { ...trust, genesis: `0x${"42".repeat(32)}` };
	fs.writeFileSync(path.join(files, "other"), JSON.stringify(other));
	for (const verify of [rust, javascript]) {
		assert.deepEqual(verify("file.receipt", "trust", "item")[0], 1);
		const [code, text] = verify("file.receipt", "other", "file");
		assert.equal(code, 1);
		assert.match(text, /another genesis/);
	}
	// A receipt that names the other chain: its root is bound to its own.
	const { receipt } = kept.handover;
	const renamed = receipt.replace(trust.genesis, other.genesis);
	assert.throws(() => verifyReceipt(renamed, other), /not in the log/);
	fs.writeFileSync(path.join(files, "renamed.receipt"), renamed);
	assert.equal(rust("renamed.receipt", "other", "handover")[0], 1);

	for (let at = 0; at < receipt.length; at += 7) {
		const code = receipt.charCodeAt(at) ^ (1 << (at % 7));
		const changed = receipt.slice(0, at) + String.fromCharCode(code) + receipt.slice(at + 1);
		assert.throws(() => verifyReceipt(changed, trust), Refusal, `byte ${at}`);
		if (at % 700 === 0) {
			fs.writeFileSync(path.join(files, "changed.receipt"), changed);
			assert.equal(rust("changed.receipt", "trust", "handover")[0], 1, `byte ${at}`);
		}
	}
});
