// Fields of C2PA manifests, as C2PA's own SDK reports them, to and from what is said of an anchor.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { fromManifest, parents, SOURCE_TYPES, toManifest } from "./c2pa.mjs";
import { digest } from "./hashes.mjs";

const read = (path) => JSON.parse(fs.readFileSync(new URL(path, import.meta.url), "utf8"));
const vector = () => read("../vectors/c2pa.json");

const IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const description = {
	sourceType: `${IPTC}compositeWithTrainedAlgorithmicMedia`,
	licence: "https://creativecommons.org/licenses/by/4.0/",
	uses: {
		dataMining: "allowed",
		aiInference: "constrained",
		aiTraining: "notAllowed",
		aiGenerativeTraining: "notAllowed",
	},
	softBinding: { algorithm: "com.example.fingerprint.1", value: "0xcafebabe" },
};

test("a manifest's fields are read word for word", () => {
	const { report } = vector();
	const found = fromManifest(report);
	assert.deepEqual(found.description, description);
	const titles = found.ingredients.map(({ title, relation }) => [title, relation]);
	assert.deepEqual(titles, [
		["photograph.png", "parentOf"],
		["prompt.png", "inputTo"],
	]);
});

test("a manifest binds the file as it was before the manifest was put into it", () => {
	const { report, image, photograph } = vector();
	const { digest: hash, ingredients } = fromManifest(report);
	assert.deepEqual(hash, digest("sha256", Buffer.from(image, "base64")));
	const parent = digest("sha256", Buffer.from(photograph, "base64"));
	assert.deepEqual(ingredients.map(({ digest }) => digest), [parent, null]);
});

test("ingredients whose anchors are known become parents, in their order", () => {
	const one = { relation: "inputTo", digest: { hash: "0x01" } };
	const two = { relation: "componentOf", digest: { hash: "0x02" } };
	const strange = { relation: "parentOf", digest: { hash: "0x03" } };
	const without = { relation: "parentOf", digest: null };
	const anchors = { "0x01": 9, "0x02": 0 };
	const found = parents([one, two, strange, without, one], ({ hash }) => anchors[hash]);
	assert.deepEqual(found, [
		{ anchor: 0, relation: "componentOf" },
		{ anchor: 9, relation: "inputTo" },
	]);
});

test("a word that is not known is refused", () => {
	for (const spoil of [
		(store) => {
			store["c2pa.actions.v2"].actions[1].digitalSourceType = "digitalCapture";
		},
		(store) => {
			store["cawg.training-mining"].entries["cawg.data_mining"].use = "maybe";
		},
		(store) => {
			store["c2pa.ingredient.v3"].relationship = "cousinOf";
		},
		(store) => {
			store["c2pa.hash.data"].alg = "sha512";
		},
	]) {
		const { report } = vector();
		spoil(report.manifests[report.active_manifest].assertion_store);
		assert.throws(() => fromManifest(report), /no word that is known/);
	}
	assert.throws(() => toManifest({ sourceType: "print" }, "x"), /no word that is known/);
});

test("what is left out of a manifest is not said", () => {
	const { report } = vector();
	const manifest = report.manifests[report.active_manifest];
	manifest.assertion_store = {};
	const found = fromManifest(report);
	assert.equal(found.digest, null);
	assert.deepEqual(found.ingredients, []);
	assert.equal(found.description.sourceType, null);
	assert.equal(found.description.licence, "");
	assert.equal(found.description.softBinding, null);
	assert.ok(Object.values(found.description.uses).every((use) => use === null));
});

test("what is written reads back as it was", () => {
	const parent = { anchor: 7, relation: "parentOf" };
	const definition = toManifest({ ...description, parents: [parent] }, "picture.png");
	assert.equal(definition.ingredients[0].relationship, "parentOf");
	const actions = ({ assertions }) => assertions[0].data.actions.map(({ action }) => action);
	// The SDK takes no manifest that begins otherwise.
	assert.deepEqual(actions(definition), ["c2pa.opened", "c2pa.edited"]);
	assert.deepEqual(actions(toManifest(description, "picture.png")), ["c2pa.created"]);
	// As the SDK reports it: by label.
	const assertion_store = Object.fromEntries(
		definition.assertions.map(({ label, data }) => [label, data]),
	);
	const report = { active_manifest: "a", manifests: { a: { claim: {}, assertion_store } } };
	assert.deepEqual(fromManifest(report).description, description);
});

test("the terms are those that the chain has", () => {
	const { sourceType } = read("../../node/rpc/openrpc.json").components.schemas
		.AnchorDescription.properties;
	assert.deepEqual(SOURCE_TYPES, sourceType.oneOf[0].enum);
});

const reports = () => read("../vectors/c2pa-reports.json");
const tampered = () => read("../vectors/c2pa-tampered.json");

test("a report that says nothing against the manifest is read, whoever signed it", () => {
	const found = fromManifest(reports()["valid-untrusted-v2"]);
	assert.equal(found.description.sourceType, `${IPTC}digitalCapture`);
	assert.equal(found.trusted, false);
	assert.equal(fromManifest({ ...vector().report, validation_state: "Trusted" }).trusted, true);
});

test("a manifest that C2PA's tool finds invalid is refused with what failed", () => {
	const found = {
		"datahash-mismatch": /invalid: assertion\.dataHash\.mismatch$/,
		"signature-mismatch": /invalid: claimSignature\.mismatch$/,
	};
	for (const [name, words] of Object.entries(found)) {
		assert.throws(() => fromManifest(reports()[name]), words);
	}
	assert.throws(() => fromManifest(tampered().tampered), /invalid: assertion\.dataHash\.mismatch$/);
	// What is not known counts as a failure, and so does a verdict without a reason.
	const strange = { ...vector().report, validation_status: [{ code: "assertion.upsideDown" }] };
	assert.throws(() => fromManifest(strange), /invalid: assertion\.upsideDown$/);
	const unsaid = { ...vector().report, validation_state: "Invalid" };
	assert.throws(() => fromManifest(unsaid), /invalid: no reason$/);
	const { report } = vector();
	report.validation_results.ingredientDeltas = [
		{ validationDeltas: { failure: [{ code: "ingredient.manifest.mismatch" }] } },
	];
	assert.throws(() => fromManifest(report), /invalid: ingredient\.manifest\.mismatch$/);
});

test("an ingredient that was tampered with has no digest, and makes no parent", () => {
	const { ingredients } = fromManifest(tampered().child);
	assert.deepEqual(ingredients, [
		{ title: "photograph.png", relation: "parentOf", digest: null },
	]);
	assert.deepEqual(parents(ingredients, () => 7), []);
	// Its manifest is there, and has a digest: that of what it was before.
	const { child } = tampered();
	for (const { assertion_store: store } of Object.values(child.manifests)) {
		if (store["c2pa.ingredient.v3"]) delete store["c2pa.ingredient.v3"].validationResults;
	}
	assert.ok(fromManifest(child).ingredients[0].digest);
	// Older manifests say it in another place.
	for (const { assertion_store: store } of Object.values(child.manifests)) {
		const status = [{ code: "assertion.dataHash.mismatch" }];
		if (store["c2pa.ingredient.v3"]) store["c2pa.ingredient.v3"].validationStatus = status;
	}
	assert.equal(fromManifest(child).ingredients[0].digest, null);
});

test("what is no detailed report of a manifest is refused in words", () => {
	const ordinary = reports()["manifest-store-not-detailed"];
	assert.throws(() => fromManifest(ordinary), /--detailed/);
	for (const none of [reports()["no-active"], {}, null, { active_manifest: "a" }]) {
		assert.throws(() => fromManifest(none), /no active manifest/);
	}
	const { report } = vector();
	report.manifests[report.active_manifest].assertion_store["c2pa.hash.data"].hash = "AAAA";
	assert.throws(() => fromManifest(report), /3 bytes/);
});

test("a source type may be written with https, and a licence in a list of one", () => {
	const found = fromManifest(reports()["https-source-type"]);
	assert.equal(found.description.sourceType, `${IPTC}trainedAlgorithmicMedia`);
	const several = reports()["licence-array"];
	assert.throws(() => fromManifest(several), /2 licences/);
	const [manifest] = Object.values(several.manifests);
	const work = manifest.assertion_store["stds.schema-org.CreativeWork"];
	work.license.pop();
	assert.equal(fromManifest(several).description.licence, "https://a.example/1");
	work.license = { "@id": "https://a.example/1" };
	assert.throws(() => fromManifest(several), /no text/);
});

test("every definition begins with how the asset came about", () => {
	const relations = [[], ["componentOf"], ["inputTo", "componentOf"], ["parentOf"]];
	const sourceTypes = [null, `${IPTC}print`];
	for (const sourceType of sourceTypes) {
		for (const of of relations) {
			const parents = of.map((relation, anchor) => ({ anchor, relation }));
			const { assertions, ingredients } = toManifest({ sourceType, parents }, "t.png");
			// C2PA's SDK takes a creation with a source type alone, and an opening with its ingredient.
			const [first] = assertions[0].data.actions;
			if (first.action === "c2pa.created") {
				assert.equal(first.digitalSourceType, sourceType);
			} else {
				assert.equal(first.action, "c2pa.opened");
				const [opened] = first.parameters.ingredientIds;
				const before = ingredients.filter(({ label }) => label === opened);
				assert.deepEqual(before.map(({ relationship }) => relationship), ["parentOf"]);
			}
		}
	}
});
