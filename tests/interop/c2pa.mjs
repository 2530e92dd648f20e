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

/** The hash of an asset without its manifest, as the manifest has it; `null` where it has none. */
function digestOf(manifest) {
	const [binding] = all(manifest?.assertion_store ?? {}, "c2pa.hash.data");
	if (!binding) return null;
	known(["sha256"], binding.alg ?? manifest.claim.alg);
	return { algorithm: "sha256", hash: u8aToHex(Buffer.from(binding.hash, "base64")) };
}

/**
 * Reads the active manifest of a detailed report: `{ digest, description, ingredients }`.
 *
 * Ingredients are `{ title, relation, digest }`; their `digest` is `null` where they have no manifest
 * of their own. Whoever knows their anchors makes parents of them; see `parents`.
 */
export function fromManifest(report) {
	const manifest = report.manifests[report.active_manifest];
	const assertions = manifest.assertion_store;
	const actions = all(assertions, "c2pa.actions").flatMap(({ actions }) => actions);
	// The last action that names one: it is what made the asset as it is.
	const sourceType = actions.findLast(({ digitalSourceType }) => digitalSourceType);
	const [mining] = ["cawg", "c2pa"].flatMap((owner) =>
		all(assertions, `${owner}.training-mining`).map(({ entries }) => ({ owner, entries })),
	);
	const uses = {};
	for (const [entry, word] of Object.entries(ENTRIES)) {
		const use = mining?.entries[`${mining.owner}.${entry}`]?.use;
		uses[word] = use === undefined ? null : known(USES, use);
	}
	const [work] = all(assertions, "stds.schema-org.CreativeWork");
	const [binding] = all(assertions, "c2pa.soft-binding");
	return {
		digest: digestOf(manifest),
		description: {
			sourceType: sourceType ? known(SOURCE_TYPES, sourceType.digitalSourceType) : null,
			licence: work?.license ?? "",
			uses,
			softBinding: binding
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
				digest: digestOf(report.manifests[manifest?.split("/").at(-1)]),
			};
		}),
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
 * and memo. Parents become ingredients that name their anchor. Where one of them is the asset as it
 * was before, the asset was opened and edited, and otherwise created.
 */
export function toManifest({ sourceType, licence, uses, parents, softBinding }, title) {
	const ingredients = (parents ?? []).map(({ anchor, relation }) => ({
		title: `Census anchor ${anchor}`,
		label: `anchor-${anchor}`,
		relationship: known(RELATIONS, relation),
	}));
	const before = ingredients.find(({ relationship }) => relationship === "parentOf");
	const actions = [];
	if (before) {
		actions.push({ action: "c2pa.opened", parameters: { ingredientIds: [before.label] } });
	}
	if (sourceType) {
		const action = before ? "c2pa.edited" : "c2pa.created";
		actions.push({ action, digitalSourceType: known(SOURCE_TYPES, sourceType) });
	}
	const assertions = [];
	if (actions.length > 0) assertions.push({ label: "c2pa.actions.v2", data: { actions } });
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
