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
/** The entries of the training and data mining assertion, and an anchor's words for them. */
const ENTRIES = {
	data_mining: "dataMining",
	ai_inference: "aiInference",
	ai_training: "aiTraining",
	ai_generative_training: "aiGenerativeTraining",
};

function known(words, word) {
	if (!words.includes(word)) throw new Error(`${word} is no word that is known here`);
	return word;
}

/** What stands behind a label, whatever its version and number: `c2pa.ingredient.v3__1`. */
function all(assertions, name) {
	const label = new RegExp(`^${name.replaceAll(".", "\\.")}(\\.v\\d+)?(__\\d+)?$`);
	const labels = Object.keys(assertions).filter((one) => label.test(one));
	return labels.sort().map((one) => assertions[one]);
}

/**
 * Codes that tell of no failure, where a list holds all kinds of them. (C2PA's specification 2.2, the
 * tables of success and informational codes.) One that is not known here counts as a failure.
 */
const HOLDS = new Set([
	"algorithm.deprecated",
	"assertion.accessible",
	"assertion.bmffHash.match",
	"assertion.boxesHash.match",
	"assertion.collectionHash.match",
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
	"timeStamp.trusted",
	"timeStamp.validated",
]);
/** That the signer is on nobody's list says nothing about the file. */
const UNTRUSTED = "signingCredential.untrusted";

/**
 * The codes of what failed, from whatever a report or an ingredient says of its validation: in two lists
 * since version 2, and in one with all kinds before.
 */
function failures({ validation_results, validationResults, validation_status, validationStatus }) {
	const results = validation_results ?? validationResults;
	const failed = [
		...(results?.activeManifest?.failure ?? []),
		...(results?.ingredientDeltas ?? []).flatMap(
			({ validationDeltas }) => validationDeltas?.failure ?? [],
		),
		...(validation_status ?? validationStatus ?? []).filter(
			({ code, success }) => success !== true && !HOLDS.has(code),
		),
	];
	return [...new Set(failed.map(({ code }) => code))].filter((code) => code !== UNTRUSTED);
}

/** The active manifest of a detailed report, if C2PA's tool found nothing wrong with it. */
function activeManifest(report) {
	const manifest = report?.manifests?.[report.active_manifest];
	if (!manifest) throw new Error("the report has no active manifest: nor has the file");
	if (!manifest.assertion_store || !manifest.claim) {
		throw new Error("this is the ordinary report: `c2patool FILE --detailed` makes the one to read");
	}
	const failed = failures(report);
	if (report.validation_state === "Invalid" || failed.length > 0) {
		throw new Error(`C2PA's tool finds the manifest invalid: ${failed.join(", ") || "no reason"}`);
	}
	return manifest;
}

/** A term of `digitalSourceType`. Some write it with `https`; the vocabularies do not. */
function sourceTypeOf({ digitalSourceType }) {
	return known(SOURCE_TYPES, digitalSourceType.replace(/^https:/, "http:"));
}

/** The licence of a work: a text. An anchor has one. */
function licenceOf(work) {
	const licences = [work?.license ?? []].flat();
	if (licences.length > 1) throw new Error(`the work has ${licences.length} licences, an anchor has one`);
	const [licence = ""] = licences;
	if (typeof licence !== "string") throw new Error("the work's licence is no text");
	return licence;
}

/** The hash of an asset without its manifest, as the manifest has it; `null` where it has none. */
function digestOf(manifest) {
	const [binding] = all(manifest?.assertion_store ?? {}, "c2pa.hash.data");
	if (!binding) return null;
	known(["sha256"], binding.alg ?? manifest.claim.alg);
	const hash = Buffer.from(binding.hash, "base64");
	if (hash.length !== 32) throw new Error(`a hash has ${hash.length} bytes, SHA-256 has 32`);
	return { algorithm: "sha256", hash: u8aToHex(hash) };
}

/**
 * Reads the active manifest of a detailed report: `{ digest, description, ingredients, trusted }`.
 *
 * Throws where C2PA's tool found the manifest invalid, where there is none, and at a word that is not known.
 * `trusted` is whether the tool knew the signer; a manifest of an unknown one is read too, and says only
 * what anybody may say.
 *
 * Ingredients are `{ title, relation, digest }`; their `digest` is `null` where they have no manifest
 * of their own, or one that was invalid when the asset was signed. Whoever knows their anchors makes parents of
 * them; see `parents`.
 */
export function fromManifest(report) {
	const manifest = activeManifest(report);
	const assertions = manifest.assertion_store;
	const actions = all(assertions, "c2pa.actions").flatMap(({ actions }) => actions ?? []);
	// The last action that names one: it is what made the asset as it is.
	const sourceType = actions.findLast(({ digitalSourceType }) => digitalSourceType);
	const [mining] = ["cawg", "c2pa"].flatMap((owner) =>
		all(assertions, `${owner}.training-mining`).map(({ entries }) => ({ owner, entries })),
	);
	const uses = {};
	for (const [entry, word] of Object.entries(ENTRIES)) {
		const use = mining?.entries?.[`${mining.owner}.${entry}`]?.use;
		uses[word] = use === undefined ? null : known(USES, use);
	}
	const [work] = all(assertions, "stds.schema-org.CreativeWork");
	const [binding] = all(assertions, "c2pa.soft-binding");
	return {
		digest: digestOf(manifest),
		description: {
			sourceType: sourceType ? sourceTypeOf(sourceType) : null,
			licence: licenceOf(work),
			uses,
			softBinding: binding?.blocks?.[0]
				? {
						algorithm: binding.alg,
						value: u8aToHex(Buffer.from(binding.blocks[0].value, "base64")),
					}
				: null,
		},
		ingredients: all(assertions, "c2pa.ingredient").map((ingredient) => {
			const manifest = (ingredient.activeManifest ?? ingredient.c2pa_manifest)?.url;
			return {
				title: ingredient["dc:title"] ?? null,
				relation: known(RELATIONS, ingredient.relationship),
				digest:
					failures(ingredient).length > 0
						? null
						: digestOf(report.manifests[manifest?.split("/").at(-1)]),
			};
		}),
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
 * A manifest begins by saying how the asset came about: created, which takes a source type, or opened, which
 * takes the asset as it was before. Where one of the parents is that, it was opened, and edited if there is a
 * source type; else it was created. Where there is neither, nothing is made up: the asset that is signed was
 * opened.
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
