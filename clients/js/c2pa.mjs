// Fields of C2PA manifests to and from what is said of an anchor. The words are C2PA's on both sides;
// one that is not known is refused, never guessed.
//
// A manifest is read from the detailed report of C2PA's own tool (`c2patool FILE --detailed`), and
// written as a manifest definition, which that tool signs (`c2patool FILE -m DEFINITION`).

import { u8aToHex, hexToU8a } from "@polkadot/util";

const C2PA = "http://c2pa.org/digitalsourcetype/";
const IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/** The terms of `digitalSourceType` that an anchor can have. */
export const SOURCE_TYPES = [
	`${C2PA}empty`,
	`${C2PA}trainedAlgorithmicData`,
	...[
		"digitalCapture",
		"computationalCapture",
		"negativeFilm",
		"positiveFilm",
		"print",
		"humanEdits",
		"compositeWithTrainedAlgorithmicMedia",
		"algorithmicallyEnhanced",
		"digitalCreation",
		"dataDrivenMedia",
		"trainedAlgorithmicMedia",
		"algorithmicMedia",
		"screenCapture",
		"virtualRecording",
		"composite",
		"compositeCapture",
		"compositeSynthetic",
		"minorHumanEdits",
		"digitalArt",
		"softwareImage",
	].map((term) => IPTC + term),
];
const RELATIONS = ["parentOf", "componentOf", "inputTo"];
const USES = ["allowed", "notAllowed", "constrained"];
/** Who had the training and data mining assertion and its entries, the last first. Some mix the two. */
const OWNERS = ["cawg", "c2pa"];
/** The entries, and an anchor's words for them. */
const ENTRIES = {
	data_mining: "dataMining",
	ai_inference: "aiInference",
	ai_training: "aiTraining",
	ai_generative_training: "aiGenerativeTraining",
};

/** The hash functions that C2PA takes. Anchors have one of them. */
const HASHES = ["sha256", "sha384", "sha512"];

function known(words, word) {
	if (!words.includes(word)) throw new Error(`${JSON.stringify(word)} is no word that is known here`);
	return word;
}

function text(value, what) {
	if (typeof value !== "string") throw new Error(`${what} is no text`);
	return value;
}

/**
 * A list that may be left out. What is no list is refused: it could not be told from one that is left
 * out.
 */
function list(value, what) {
	if (value !== undefined && value !== null && !Array.isArray(value)) {
		throw new Error(`${what} is no list`);
	}
	return value ?? [];
}

function object(value, what) {
	if (typeof value !== "object" || value === null || Array.isArray(value)) {
		throw new Error(`${what} is no object`);
	}
	return value;
}

/** A list of objects, which may be left out. */
function objects(value, what) {
	return list(value, what).map((one) => object(one, `one of ${what}`));
}

// As people count: `__2` comes before `__10`.
const { compare } = new Intl.Collator("en", { numeric: true });

/** What stands behind a label, whatever its version and number: `c2pa.ingredient.v3__1`. */
function all(assertions, name) {
	const label = new RegExp(`^${name.replaceAll(".", "\\.")}(\\.v\\d+)?(__\\d+)?$`);
	const labels = Object.keys(assertions).filter((one) => label.test(one));
	return labels.sort(compare).map((one) => object(assertions[one], one));
}

/**
 * Codes that tell of no failure, where a list holds all kinds of them. (C2PA's specification 2.2, the
 * tables of success and informational codes.) One that is not known here counts as a failure.
 */
const HOLDS = new Set([
	"algorithm.deprecated",
	"assertion.accessible",
	"assertion.bmffHash.additionalExclusionsPresent",
	"assertion.bmffHash.match",
	"assertion.boxesHash.additionalExclusionsPresent",
	"assertion.boxesHash.match",
	"assertion.collectionHash.match",
	"assertion.dataHash.additionalExclusionsPresent",
	"assertion.dataHash.match",
	"assertion.hashedURI.match",
	"assertion.multiAssetHash.match",
	"claimSignature.insideValidity",
	"claimSignature.validated",
	"ingredient.claimSignature.validated",
	"ingredient.manifest.validated",
	"ingredient.unknownProvenance",
	"signingCredential.ocsp.inaccessible",
	"signingCredential.ocsp.notRevoked",
	"signingCredential.ocsp.skipped",
	"signingCredential.trusted",
	"timeOfSigning.insideValidity",
	"timeOfSigning.outsideValidity",
	"timeStamp.malformed",
	"timeStamp.mismatch",
	"timeStamp.outsideValidity",
	"timeStamp.trusted",
	"timeStamp.untrusted",
	"timeStamp.validated",
]);
/** That the signer is on nobody's list says nothing about the file. */
const UNTRUSTED = "signingCredential.untrusted";
/** Nor does what is wrong with the names that people gave themselves, which are not read here. */
const IDENTITY = /^cawg\.(identity|ica|x509)\./;
/** That the file has the hash which the manifest says. */
const MATCH = "assertion.dataHash.match";

/** What held and what failed, of a report or an ingredient. Before version 2 they stood in one list. */
function validation({ validation_results, validationResults, validation_status, validationStatus }) {
	const results = object(validation_results ?? validationResults ?? {}, "what validation found");
	const { success, failure } = object(results.activeManifest ?? {}, "activeManifest");
	const deltas = objects(results.ingredientDeltas, "ingredientDeltas").flatMap(
		({ validationDeltas }) => objects(validationDeltas?.failure, "failure"),
	);
	const mixed = objects(validation_status ?? validationStatus, "validation_status");
	const held = ({ code, success }) => success === true || HOLDS.has(code);
	return {
		held: [...objects(success, "success"), ...mixed.filter(held)],
		failed: [
			...objects(failure, "failure"),
			...deltas,
			...mixed.filter((status) => !held(status)),
		].filter(({ code }) => code !== UNTRUSTED),
	};
}

/** The label of the manifest that an address names or lies in: `self#jumbf=/c2pa/LABEL/c2pa.signature`. */
function labelIn(url) {
	return /\/c2pa\/([^/]+)/.exec(url ?? "")?.[1];
}

/** The label of an ingredient's own manifest. */
function manifestOf({ activeManifest, c2pa_manifest }) {
	return labelIn((activeManifest ?? c2pa_manifest)?.url);
}

/** Whether something failed of an ingredient. */
function hasFailed(ingredient) {
	return validation(ingredient).failed.some(({ code }) => !IDENTITY.test(code));
}

/**
 * What speaks against the active manifest: not that an ingredient was invalid before the asset was
 * signed, which its assertion tells. An assertion excuses nothing of the active manifest itself, nor
 * what is of no manifest at all.
 */
function against({ active_manifest, manifests, ...report }) {
	const told = Object.values(manifests)
		.flatMap((manifest) => all(manifest?.assertion_store ?? {}, "c2pa.ingredient"))
		.filter((ingredient) => ![undefined, active_manifest].includes(manifestOf(ingredient)))
		.flatMap((ingredient) =>
			validation(ingredient).failed.map(({ code }) => `${code} of ${manifestOf(ingredient)}`),
		);
	return validation(report).failed.filter(
		({ code, url }) => !IDENTITY.test(code) && !told.includes(`${code} of ${labelIn(url)}`),
	);
}

/** The active manifest of a detailed report, if C2PA's tool found nothing wrong with it. */
function activeManifest(report) {
	const manifest = report?.manifests?.[report.active_manifest];
	if (!manifest) throw new Error("the report has no active manifest: nor has the file");
	if (!manifest.assertion_store || !manifest.claim) {
		throw new Error("this is the ordinary report: `c2patool FILE --detailed` makes the one to read");
	}
	const failed = against(report);
	if (report.validation_state === "Invalid" || failed.length > 0) {
		const reasons = failed.length > 0 ? failed : validation(report).failed;
		const codes = new Set(reasons.map(({ code }) => code));
		throw new Error(`C2PA's tool finds the manifest invalid: ${[...codes].join(", ") || "no reason"}`);
	}
	return manifest;
}

/**
 * A term of `digitalSourceType`. Some write it with `https`, or a space before; the vocabularies do
 * not.
 */
function sourceTypeOf({ digitalSourceType }) {
	const term = text(digitalSourceType, "digitalSourceType").trim();
	return known(SOURCE_TYPES, term.replace(/^https:/, "http:"));
}

/** The licence of a work: a text. An anchor has one. */
function licenceOf(works) {
	const licences = new Set(works.flatMap(({ license }) => license ?? []));
	if (licences.size > 1) throw new Error(`the work has ${licences.size} licences, an anchor has one`);
	const [licence = ""] = licences;
	return text(licence, "the work's licence");
}

/** Bytes that stand in base64, or `null`. */
function base64(value) {
	const bytes = Buffer.from(value, "base64");
	return bytes.toString("base64") === value ? bytes : null;
}

/**
 * The first soft binding: an anchor has one. Its value is in the algorithm's own format. Bytes are
 * reported in base64; some algorithms have texts, which are taken as their bytes in UTF-8.
 */
function softBindingOf([binding]) {
	const [block] = objects(binding?.blocks, "blocks");
	if (!block) return null;
	const value = text(block.value, "a soft binding's value");
	return {
		algorithm: text(binding.alg, "a soft binding's alg"),
		value: u8aToHex(base64(value) ?? Buffer.from(value)),
	};
}

/**
 * The hash of an asset without its manifest, as the manifest has it. `null` where it has none, where
 * it leaves out more than the manifest or is of something else than the asset, so that no file has
 * it, and where anchors have no such function.
 */
function digestOf(manifest) {
	const [binding] = all(manifest?.assertion_store ?? {}, "c2pa.hash.data");
	if (!binding || binding.url || list(binding.exclusions, "exclusions").length > 1) return null;
	if (known(HASHES, binding.alg ?? manifest.claim?.alg) !== "sha256") return null;
	const hash = base64(text(binding.hash, "a hash"));
	if (hash?.length !== 32) throw new Error(`a hash has ${hash ? hash.length : "no"} bytes, SHA-256 has 32`);
	return { algorithm: "sha256", hash: u8aToHex(hash) };
}

function ingredientOf(ingredient, manifests) {
	return {
		title: ingredient["dc:title"] ?? null,
		relation: known(RELATIONS, ingredient.relationship),
		digest: hasFailed(ingredient) ? null : digestOf(manifests[manifestOf(ingredient)]),
	};
}

/**
 * Reads the active manifest of a detailed report: `{ digest, description, ingredients, trusted }`.
 *
 * Throws where C2PA's tool found the manifest invalid, where there is none, and at a word that is not
 * known. `trusted` is whether the tool knew the signer; a manifest of an unknown one is read too, and
 * says only what anybody may say. `digest` is `null` where the tool does not say that the file has
 * it.
 *
 * Ingredients are `{ title, relation, digest }`; their `digest` is `null` where they have no manifest
 * of their own, or one that was invalid when the asset was signed. Whoever knows their anchors makes
 * parents of them; see `parents`.
 */
export function fromManifest(report) {
	const manifest = activeManifest(report);
	const assertions = object(manifest.assertion_store, "assertion_store");
	const matches = validation(report).held.some(
		({ code, url }) => code === MATCH && labelIn(url) === report.active_manifest,
	);
	const actions = all(assertions, "c2pa.actions").flatMap(({ actions }) => objects(actions, "actions"));
	// The last action that names one: it is what made the asset as it is.
	const sourceType = actions.findLast(({ digitalSourceType }) => digitalSourceType);
	const [mining] = OWNERS.flatMap((owner) => all(assertions, `${owner}.training-mining`));
	const entries = mining ? object(mining.entries, "entries") : {};
	const uses = {};
	for (const [entry, word] of Object.entries(ENTRIES)) {
		const said = OWNERS.map((owner) => entries[`${owner}.${entry}`]).find(Boolean);
		uses[word] = said ? known(USES, said.use) : null;
	}
	return {
		digest: matches ? digestOf(manifest) : null,
		description: {
			sourceType: sourceType ? sourceTypeOf(sourceType) : null,
			licence: licenceOf(all(assertions, "stds.schema-org.CreativeWork")),
			uses,
			softBinding: softBindingOf(all(assertions, "c2pa.soft-binding")),
		},
		ingredients: all(assertions, "c2pa.ingredient").map((ingredient) =>
			ingredientOf(ingredient, report.manifests),
		),
		trusted: report.validation_state === "Trusted",
	};
}

/** The parents that ingredients are: those with an anchor, each once, in their anchors' order. */
export function parents(ingredients, anchorOf) {
	const found = new Map();
	for (const { relation, digest } of ingredients) {
		const anchor = digest && anchorOf(digest);
		if (typeof anchor === "number" && !found.has(anchor)) found.set(anchor, relation);
	}
	return [...found]
		.sort(([one], [other]) => one - other)
		.map(([anchor, relation]) => ({ anchor, relation }));
}

/**
 * Writes what is said of an anchor as a manifest definition. C2PA has no place for an anchor's kind
 * and memo. Parents become ingredients that name their anchor.
 *
 * A manifest begins by saying how the asset came about: created, which takes a source type, or
 * opened, which takes the asset as it was before. Where one of the parents is that, it was opened,
 * and edited if there is a source type; else it was created. Where there is neither, nothing is made
 * up: the asset that is signed was opened.
 */
export function toManifest({ sourceType, licence, uses, parents, softBinding }, title) {
	const ingredients = (parents ?? []).map(({ anchor, relation }) => ({
		title: `Census anchor ${anchor}`,
		label: `anchor-${anchor}`,
		relationship: known(RELATIONS, relation),
	}));
	let before = ingredients.find(({ relationship }) => relationship === "parentOf");
	if (!before && !sourceType) {
		before = { title, label: "asset", relationship: "parentOf" };
		ingredients.unshift(before);
	}
	const actions = [];
	if (before) {
		actions.push({ action: "c2pa.opened", parameters: { ingredientIds: [before.label] } });
	}
	if (sourceType) {
		const action = before ? "c2pa.edited" : "c2pa.created";
		actions.push({ action, digitalSourceType: known(SOURCE_TYPES, sourceType) });
	}
	const assertions = [{ label: "c2pa.actions.v2", data: { actions } }];
	const entries = Object.entries(ENTRIES)
		.filter(([, word]) => uses?.[word])
		.map(([entry, word]) => [`cawg.${entry}`, { use: known(USES, uses[word]) }]);
	if (entries.length > 0) {
		const data = { entries: Object.fromEntries(entries) };
		assertions.push({ label: "cawg.training-mining", data });
	}
	if (licence) {
		const data = {
			"@context": "https://schema.org",
			"@type": "CreativeWork",
			license: licence,
		};
		assertions.push({ label: "stds.schema-org.CreativeWork", kind: "Json", data });
	}
	if (softBinding) {
		const value = Buffer.from(hexToU8a(softBinding.value)).toString("base64");
		const blocks = [{ scope: {}, value }];
		const data = { alg: softBinding.algorithm, pad: "", blocks };
		assertions.push({ label: "c2pa.soft-binding", data });
	}
	return { title, assertions, ingredients };
}
