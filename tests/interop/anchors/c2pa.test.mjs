// Fields of C2PA manifests, as C2PA's own SDK reports them, to and from what is said of an anchor.

import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { fromManifest, parents, SOURCE_TYPES, toManifest } from "@census/sdk/c2pa";
import { digest } from "@census/sdk/hashes";

const read = (path) => JSON.parse(fs.readFileSync(new URL(path, import.meta.url), "utf8"));
const vector = () => read("../../vectors/c2pa.json");

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

/** What a description says that says nothing. */
const NOTHING = { sourceType: null, licence: "", uses: {}, softBinding: null };

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
			store["c2pa.hash.data"].alg = "md5";
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

test("what is written was signed by C2PA's SDK, found valid, and reads back as it was", () => {
	const { title, entries } = read("../../vectors/c2pa-signed.json");
	for (const { said, definition, report } of entries) {
		// The vector is of what is written now.
		assert.deepEqual(toManifest(said, title), definition);
		assert.equal(report.validation_state, "Valid");
		const { parents: of = [], uses, ...rest } = said;
		const found = fromManifest(report);
		const unsaid = { dataMining: null, aiInference: null, aiTraining: null, aiGenerativeTraining: null };
		const { description } = found;
		assert.deepEqual(description, { ...NOTHING, ...rest, uses: { ...unsaid, ...uses } });
		const parents = found.ingredients.filter(({ title }) => title.startsWith("Census anchor"));
		assert.deepEqual(
			parents.map(({ title, relation }) => ({ anchor: Number(title.split(" ").at(-1)), relation })),
			of,
		);
	}
});

test("the terms are those that the chain has", () => {
	const { SourceType } = read("../../../rpc/api/openrpc.json").components.schemas;
	assert.deepEqual(SOURCE_TYPES, SourceType.oneOf.map((term) => term.const));
});

const reports = () => read("../../vectors/c2pa-reports.json");
const tampered = () => read("../../vectors/c2pa-tampered.json");

test("a report that says nothing against the manifest is read, whoever signed it", () => {
	const found = fromManifest(reports()["valid-untrusted-v2"]);
	assert.equal(found.description.sourceType, `${IPTC}digitalCapture`);
	assert.deepEqual(found.digest, { algorithm: "sha256", hash: `0x${"00".repeat(32)}` });
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

/**
 * What public files say, by the ends of their addresses in `c2pa-public.json`; or why they are
 * refused. A file's digest was also made from the file itself, without the bytes that the manifest
 * leaves out.
 */
const PUBLIC = {
	// Signed in a name that nobody vouches for, and the source type has a space before it.
	"cli/tests/fixtures/C_with_CAWG_data.jpg": {
		digest: "0x0b71a9023d99955e50d6df46126adb592733207e1cc9e43d9d8ffa0ef257ebd9",
		sourceType: `${IPTC}digitalCapture`,
		uses: { aiInference: "notAllowed", aiGenerativeTraining: "notAllowed" },
	},
	// What is wrong is the name's assertion alone.
	"sdk/src/identity/tests/fixtures/validation_method/pad1_invalid.jpg": {
		digest: "0x86b1e411053f21bebfd7f855954e0093d74ca932e75aac8ce88de92c64581c72",
		ingredients: [
			["Test", "componentOf", null],
			["Parent Test", "parentOf", "0x86b1e411053f21bebfd7f855954e0093d74ca932e75aac8ce88de92c64581c72"],
		],
	},
	// Here too, but the SDK, which could not ask for the name, finds the whole invalid.
	"sdk/src/identity/tests/fixtures/claim_aggregation/adobe_connected_identities.jpg":
		/invalid: cawg\.ica\.did_unavailable$/,
	// Whoever signed it knew that the ingredient was tampered with.
	"c2pa-rs/blob/24d17555beafb70c15e1e1e4054ac3c06fbba1c0/sdk/tests/fixtures/CIE-sig-CA.jpg": {
		digest: "0xa57cb75c0d14aaef0560d43a12a4835d47df6177ad9287e6b5dbb1508ce2dff0",
		sourceType: `${IPTC}algorithmicMedia`,
		ingredients: [["E-sig-CA.jpg", "componentOf", null]],
	},
	// Whoever signed it did not know.
	"tests/fixtures/files-for-reading-tests/CIE-sig-CA.jpg": /invalid: claimSignature\.mismatch$/,
	// An ingredient's manifest is not there.
	"sdk/tests/fixtures/adobe-20220124-E-clm-CAICAI.jpg": /invalid: ingredient\.manifest\.missing, /,
	// A manifest about a manifest binds no file; the one before it does, and is named by its claim.
	"sdk/tests/fixtures/update_manifest.jpg": {
		digest: null,
		ingredients: [[null, "parentOf", "0xb7ffd2579d0921aae0c0b2edf3cf5ef22621b07f27d7c56a856a09e5428779ad"]],
	},
	// A video is bound in its boxes.
	"sdk/tests/fixtures/legacy.mp4": {
		digest: null,
		ingredients: [["video1.mp4", "parentOf", null]],
	},
	"sdk/tests/fixtures/express-signed.pdf": {
		digest: "0xdaaec9458008083952810ed43f4f4d3921363e11ebafb3bf3795dd1a777f6158",
		sourceType: `${IPTC}compositeWithTrainedAlgorithmicMedia`,
		ingredients: [
			[
				"Imported Ingredient",
				"componentOf",
				"0x4f17242c6c46a6463579e3b89e7bfb6a19ba57ea16a403b8e50a86bad6a06c86",
			],
		],
	},
	// A time stamp that cannot be read says nothing about the file.
	"sdk/tests/fixtures/CA_ct.jpg": {
		digest: "0x86b1e411053f21bebfd7f855954e0093d74ca932e75aac8ce88de92c64581c72",
		ingredients: [["A.jpg", "parentOf", null]],
	},
	"tests/fixtures/files-for-reading-tests/sample1_signed.wav": {
		digest: "0x6054e9a1b4d1c1ec834c8e38fe2589ccaa19a21194b06a78d55b7c5ee00b95ec",
		sourceType: "http://c2pa.org/digitalsourcetype/empty",
		uses: {
			dataMining: "notAllowed",
			aiInference: "notAllowed",
			aiTraining: "notAllowed",
			aiGenerativeTraining: "notAllowed",
		},
	},
	// Both assertions about training.
	"tests/fixtures/trustnxt-icon-signed-v2-bmff.heic": {
		digest: null,
		uses: {
			dataMining: "notAllowed",
			aiInference: "notAllowed",
			aiTraining: "notAllowed",
			aiGenerativeTraining: "notAllowed",
		},
		ingredients: [["User-provided image", "parentOf", null]],
	},
	"test/media/DALL-E_cloud_surfing_puppy.webp": {
		digest: "0x0bce9cd127d95491f2b802cbdce31ad3a1c17a57069a9f5dbcbf94b2e38165c1",
		ingredients: [
			[
				"image.webp",
				"parentOf",
				"0x2f974ffd48220d5f36ff3928278b019d6a81825ee62f48749b26872417bbfe71",
			],
		],
	},
	// Nor was there a time stamp that says when it was signed.
	"test/media/cards_expired_without_timestamp.jpg": /invalid: signingCredential\.expired$/,
};

const files = () => read("../../vectors/c2pa-public.json").files;

test("every public file has a test, and every test a file", () => {
	assert.equal(files().length, Object.keys(PUBLIC).length);
	for (const { file, licence } of files()) {
		assert.equal(Object.keys(PUBLIC).filter((end) => file.endsWith(end)).length, 1, file);
		assert.match(licence, /MIT|Apache-2\.0/);
	}
});

for (const [end, expected] of Object.entries(PUBLIC)) {
	test(`a public file is read as C2PA's SDK finds it: ${end.split("/").at(-1)}`, () => {
		const { report } = files().find(({ file }) => file.endsWith(end));
		if (expected instanceof RegExp) {
			assert.equal(report.validation_state, "Invalid");
			assert.throws(() => fromManifest(report), expected);
			return;
		}
		assert.equal(report.validation_state, "Valid");
		const found = fromManifest(report);
		const { digest, ingredients = [], ...said } = expected;
		assert.equal(found.digest?.hash ?? null, digest);
		assert.deepEqual(
			found.ingredients.map(({ title, relation, digest }) => [title, relation, digest?.hash ?? null]),
			ingredients,
		);
		const uses = Object.entries(found.description.uses).filter(([, use]) => use !== null);
		assert.deepEqual(
			{ ...found.description, uses: Object.fromEntries(uses) },
			{ ...NOTHING, ...said },
		);
		assert.equal(found.trusted, false);
	});
}

/** A report as it was printed before version 2 of the tool: all codes in one list, and no verdict. */
function inOneList({ validation_state, validation_results: { activeManifest, ingredientDeltas }, ...report }) {
	const { manifests } = report;
	const all = [activeManifest, ...(ingredientDeltas ?? []).map(({ validationDeltas }) => validationDeltas)];
	const told = Object.values(manifests)
		.flatMap(({ assertion_store }) => Object.values(assertion_store))
		.flatMap(({ validationStatus }) => validationStatus ?? []);
	const mixed = all.flatMap((lists) => [lists.success, lists.informational, lists.failure].flat());
	return { ...report, validation_status: [...mixed, ...told] };
}

test("an older tool's report of the same file says the same", () => {
	for (const { file, report } of files()) {
		const answer = (report) => {
			try {
				return fromManifest(report);
			} catch ({ message }) {
				return message;
			}
		};
		// What is wrong with names makes an older tool, which reads none, find nothing invalid.
		if (file.endsWith("adobe_connected_identities.jpg")) continue;
		assert.deepEqual(answer(inOneList(report)), answer(report), file);
	}
});

test("that an ingredient was invalid excuses nothing but that ingredient", () => {
	const { report } = files().find(({ file }) => file.endsWith("c06fbba1c0/sdk/tests/fixtures/CIE-sig-CA.jpg"));
	const older = inOneList(report);
	const { assertion_store: store } = older.manifests[older.active_manifest];
	const ingredient = store["c2pa.ingredient.v2"];
	const [{ code }] = ingredient.validationStatus;
	assert.equal(fromManifest(older).ingredients[0].digest, null);
	// The same of the file itself, and of what is of no manifest; and of an "ingredient" that is either.
	const others = older.validation_status.filter((status) => status.code !== code);
	for (const url of [`self#jumbf=/c2pa/${older.active_manifest}/c2pa.signature`, "Cose_Sign1", undefined]) {
		const worse = { ...older, validation_status: [...others, { code, url }] };
		for (const itself of [ingredient.c2pa_manifest.url, url]) {
			ingredient.c2pa_manifest.url = itself;
			assert.throws(() => fromManifest(worse), /invalid: claimSignature\.mismatch$/);
		}
	}
});

test("a digest is what C2PA's tool found to match, of the whole file", () => {
	const manifest = (report) => report.manifests[report.active_manifest];
	const spoilt = (spoil) => {
		const { report } = vector();
		spoil(report, manifest(report).assertion_store["c2pa.hash.data"]);
		return fromManifest(report).digest;
	};
	assert.ok(spoilt(() => {}));
	// The tool checks no hash of what lies elsewhere, and finds nothing wrong.
	assert.equal(spoilt((_, binding) => (binding.url = "https://a.example/1")), null);
	// Of a file with a hole no file has the hash.
	assert.equal(spoilt((_, binding) => binding.exclusions.push({ start: 0, length: 20 })), null);
	assert.equal(spoilt((_, binding) => (binding.alg = "sha512")), null);
	const success = ({ validation_results }) => validation_results.activeManifest.success;
	const notMatch = ({ code }) => code !== "assertion.dataHash.match";
	assert.equal(
		spoilt((report) => (report.validation_results.activeManifest.success = success(report).filter(notMatch))),
		null,
	);
	assert.equal(spoilt((report) => delete report.validation_results), null);
	// That an ingredient's manifest matched its file says nothing about this one.
	const elsewhere = { code: "assertion.dataHash.match", url: "self#jumbf=/c2pa/another/c2pa.assertions" };
	assert.equal(
		spoilt((report) => {
			delete report.validation_results;
			report.validation_status = [elsewhere];
		}),
		null,
	);
});

test("a soft binding's value is bytes or a text, as its algorithm has it", () => {
	const read = (value) => {
		const { report } = vector();
		const { assertion_store } = report.manifests[report.active_manifest];
		assertion_store["c2pa.soft-binding"].blocks[0].value = value;
		return fromManifest(report).description.softBinding.value;
	};
	assert.equal(read("yv66vg=="), "0xcafebabe");
	// As files in the wild have it (`com.adobe.trustmark.P`).
	const mark = "2*0011010";
	assert.equal(read(mark), `0x${Buffer.from(mark).toString("hex")}`);
});

test("assertions of one kind come in the order of their numbers, and work together", () => {
	const { report } = vector();
	const store = report.manifests[report.active_manifest].assertion_store;
	for (let number = 2; number <= 11; number += 1) {
		const ingredient = { relationship: "inputTo", "dc:title": String(number) };
		store[`c2pa.ingredient.v3__${number}`] = ingredient;
	}
	const titles = fromManifest(report).ingredients.map(({ title }) => title);
	assert.deepEqual(titles.slice(2), ["2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
	store["cawg.training-mining"] = { entries: { "c2pa.ai_training": { use: "notAllowed" } } };
	assert.equal(fromManifest(report).description.uses.aiTraining, "notAllowed");
	const name = "stds.schema-org.CreativeWork";
	store[`${name}__1`] = store[name];
	assert.equal(fromManifest(report).description.licence, description.licence);
	store[name] = { "@type": "CreativeWork" };
	assert.equal(fromManifest(report).description.licence, description.licence);
	store[name] = { license: "CC0-1.0" };
	assert.throws(() => fromManifest(report), /2 licences/);
});

test("whatever stands in a report, it is read, or refused in words", () => {
	const places = (value, path = []) =>
		typeof value === "object" && value !== null
			? [path, ...Object.keys(value).flatMap((key) => places(value[key], [...path, key]))]
			: [path];
	for (const make of [() => vector().report, () => tampered().child, () => inOneList(tampered().child)]) {
		for (const path of places(make()).filter(({ length }) => length > 0)) {
			for (const odd of [undefined, null, 7, true, "x", [], [null], ["x"], {}, { x: null }]) {
				const report = make();
				const last = path.at(-1);
				path.slice(0, -1).reduce((of, key) => of[key], report)[last] = odd;
				try {
					fromManifest(report);
				} catch (error) {
					assert.equal(error.constructor, Error, `${path.join(" → ")}: ${error.stack}`);
				}
			}
		}
	}
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
