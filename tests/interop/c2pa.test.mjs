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
	const empty = toManifest(found.description, "x");
	assert.deepEqual(empty, { title: "x", assertions: [], ingredients: [] });
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
