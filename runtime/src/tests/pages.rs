//! The numbers that stand in the pages of `docs` are the runtime's: limits, spans, sizes and shares.
//! (Prices stand in `docs/reference/costs.md` alone, see `costs`; what is free, in
//! `docs/reference/free.md`, see `free`.)

use super::{
	costs::{flat, span, thousands},
	default_genesis, preset, state,
	world::{digest, plain, published},
};
use crate::{
	constants::{
		DAYS, HOOKS_RATIO, MAX_BLOCK_WEIGHT, NORMAL_RATIO, OPERATIONAL_LENGTH_RATIO,
		OPERATIONAL_RATIO, SLOT_MILLISECONDS,
	},
	AccountId, Runtime,
};
use census_anchor_log::leaf::{
	Author, Content, Entry, Moment, Subject, MAX_LICENCE, MAX_MEMO, MAX_PARENTS, MAX_SOFT_BINDING,
};
use codec::Encode;
use frame_support::traits::Get;
use pallet_anchors::{
	CLAIM_BYTES, FIRST_SEEN_BYTES, LEAF_BYTES, LINK_BYTES, ROW_BYTES, SOFT_BINDING_BYTES,
	WINDOW_BYTES,
};
use pallet_leases::{BEST_SCORE, MAX_BIDS, MAX_FUNDERS, MAX_LABEL};
use pallet_personhood::{ChainSettings, Purpose, Settings, Ticket, MAX_ATTEMPTS, PERSON_DEPTH};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_runtime::Perbill;

/// Asserts that a page says all of this, line breaks aside.
#[track_caller]
fn assert_says(name: &str, page: &str, sentences: &[String]) {
	let page = flat(page);
	for sentence in sentences {
		assert!(page.contains(sentence), "{name} lacks: {sentence}");
	}
}

/// A constant.
fn number<G: Get<u32>>() -> u32 {
	G::get()
}

fn percent(part: Perbill) -> u32 {
	part.deconstruct() / 10_000_000
}

fn settings_of(mut chain: sp_io::TestExternalities) -> Settings<u32> {
	chain.execute_with(|| ChainSettings::<Runtime>::get().expect("genesis sets them"))
}

#[test]
fn of_groups() {
	let batch = thousands(number::<<Runtime as pallet_groups::Config>::MaxBatch>());
	let proofs = number::<<Runtime as pallet_groups::Config>::MaxProofs>();
	let usual = number::<<Runtime as pallet_groups::Config>::DefaultRootDuration>();
	let longest = number::<<Runtime as pallet_groups::Config>::MaxRootDuration>();
	assert_eq!((span(usual), longest), (format!("{usual} (an hour)"), 7 * DAYS));
	assert_says(
		"docs/guides/groups.md",
		include_str!("../../../docs/guides/groups.md"),
		&[
			format!("or up to {batch} at once with `groups.addMembers`"),
			format!("appends 1 to {batch} leaves, all or none"),
			format!("the same for 1 to {proofs} proofs, each for itself"),
			format!("`validate_proofs` takes up to {proofs} proofs for one group"),
		],
	);
	assert_says(
		"docs/concepts/groups.md",
		include_str!("../../../docs/concepts/groups.md"),
		&[format!(
			"The default duration is {usual} blocks (an hour), the longest {} (a week)",
			thousands(longest)
		)],
	);
}

#[test]
fn of_polls() {
	let title = number::<<Runtime as pallet_polls::Config>::MaxTitle>();
	let options = number::<<Runtime as pallet_polls::Config>::MaxOptions>();
	let keep = number::<<Runtime as pallet_polls::Config>::KeepTime>();
	assert_says(
		"docs/guides/polls.md",
		include_str!("../../../docs/guides/polls.md"),
		&[
			format!("a short text in UTF-8, at most {title} bytes (`MaxTitle`)"),
			format!("from {} to {options} (`MaxOptions`)", pallet_polls::MIN_OPTIONS),
			format!("and `KeepTime`, {} days, has passed since `closes_at`", keep / DAYS),
		],
	);
}

#[test]
fn of_circuits() {
	let batch = number::<<Runtime as pallet_circuits::Config>::MaxBatch>();
	assert_says(
		"docs/reference/circuits.md",
		include_str!("../../../docs/reference/circuits.md"),
		&[
			format!("the version of the verifier: {}", pallet_circuits::VERIFIER),
			format!("Names are 1 to {} visible ASCII", pallet_circuits::MAX_NAME_BYTES),
			format!("At most {} public inputs", pallet_circuits::MAX_INPUTS),
			format!("for up to {batch} proofs of one circuit"),
		],
	);
}

#[test]
fn of_anchors() {
	let entry = Entry::<AccountId> {
		moment: Moment { block: 1, time: 1 },
		author: Author::Account(AccountId::new([1; 32])),
		subject: Subject::Anchor(Content::Single(digest(1))),
		committed: None,
		details: [1; 32],
	};
	let leaf = LEAF_BYTES as usize + entry.encoded_size();
	let reveal = number::<<Runtime as pallet_anchors::Config>::RevealPeriod>();
	let row = number::<<Runtime as pallet_anchors::Config>::RowPeriod>();
	assert_says(
		"docs/guides/anchoring.md",
		include_str!("../../../docs/guides/anchoring.md"),
		&[
			format!("a text of at most {MAX_LICENCE} bytes"),
			format!("up to {MAX_PARENTS} `parents`"),
			format!("and up to {MAX_SOFT_BINDING} bytes); a `memo` of at most {MAX_MEMO} bytes"),
			format!(
				"{} bytes for a single hash that is first seen, {leaf} for one that is not",
				leaf + FIRST_SEEN_BYTES as usize
			),
			format!(
				"the row: {ROW_BYTES} bytes, its description ({} at least), {LINK_BYTES} bytes a link, \
				 {SOFT_BINDING_BYTES} for a soft binding",
				// With the byte that tells a description from a statement.
				1 + plain().encoded_size()
			),
			format!("{WINDOW_BYTES} bytes burnt at opening, and {CLAIM_BYTES} held for each claim"),
			format!("within `RevealPeriod`, {reveal} blocks"),
			format!("for `RowPeriod`, {} days, more", row / DAYS),
		],
	);
}

#[test]
fn of_persons() {
	let usual = settings_of(state(&default_genesis()));
	let development = settings_of(preset(DEV_RUNTIME_PRESET));
	assert_eq!(usual.epoch_length * usual.epochs_per_pin, DAYS, "one epoch a day is pinnable");
	assert_eq!(usual.rotation_cooldown, DAYS, "rotation and renewal are once a day");
	let ticket_life = number::<<Runtime as pallet_personhood::Config>::MaxTicketLife>();
	let ticket = Ticket::<u32> {
		purpose: Purpose::Enrol,
		issuer: 0,
		commitment: published().0[0],
		tag: [0; 32],
		serial: 0,
		recoveries: 0,
		not_after: 0,
		valid_for: 0,
	};
	// The domain, the genesis hash, and the ticket.
	let signed = 16 + 32 + ticket.encoded_size();
	assert_eq!(MAX_ATTEMPTS, 3, "the page speaks of the third attempt");
	assert_says(
		"docs/concepts/epochs.md",
		include_str!("../../../docs/concepts/epochs.md"),
		&[format!(
			"within an epoch ({} blocks; {} in the development chain)",
			usual.epoch_length, development.epoch_length
		)],
	);
	assert_says(
		"docs/guides/people.md",
		include_str!("../../../docs/guides/people.md"),
		&[format!("the same after a delay ({} days), unless vetoed", usual.recovery_delay / DAYS)],
	);
	assert_says(
		"docs/reference/tickets.md",
		include_str!("../../../docs/reference/tickets.md"),
		&[
			format!("A ticket is the Blake2b-256 hash of {signed} bytes, signed"),
			format!(
				"the last block in which the ticket may be used; at most {} days ahead",
				ticket_life / DAYS
			),
		],
	);
	assert_says(
		"docs/concepts/personhood.md",
		include_str!("../../../docs/concepts/personhood.md"),
		&[format!("A proof has the same depth ({PERSON_DEPTH}) for everybody")],
	);
	assert_says(
		"docs/concepts/scopes.md",
		include_str!("../../../docs/concepts/scopes.md"),
		&["in an application scope when the call succeeds, or after the third attempt".into()],
	);
	assert_says(
		"docs/reference/free.md",
		include_str!("../../../docs/reference/free.md"),
		&[format!(
			"no more than a fifth of a block's weight and {} % of its bytes",
			percent(OPERATIONAL_LENGTH_RATIO)
		)],
	);
	assert_eq!(OPERATIONAL_RATIO, Perbill::from_rational(1_u32, 5));
	assert_says(
		"README.md",
		include_str!("../../../README.md"),
		&[format!("whose back end signs {signed} bytes")],
	);
}

#[test]
fn of_leases() {
	let deadlines = <Runtime as pallet_leases::Config>::DeadlineWeight::get().ref_time();
	let hooks = (HOOKS_RATIO * MAX_BLOCK_WEIGHT).ref_time();
	assert_eq!(deadlines * 10, hooks * 3, "the page speaks of three tenths");
	assert_says(
		"docs/guides/leases-tenant.md",
		include_str!("../../../docs/guides/leases-tenant.md"),
		&[
			format!("bids come in, at most {MAX_BIDS}, the lowest rate first"),
			format!("Several accounts may fund a lease ({MAX_FUNDERS} at a time"),
		],
	);
	assert_says(
		"docs/reference/leases.md",
		include_str!("../../../docs/reference/leases.md"),
		&[
			format!("are 1 to {MAX_LABEL} printable ASCII"),
			format!("Persons rate providers, from 1 to {BEST_SCORE}"),
			format!(
				"an order holds at most {MAX_BIDS} bids, a lease at most {MAX_FUNDERS} funders"
			),
			format!(
				"three tenths of what is set aside for hooks, {} ms",
				deadlines / 1_000_000_000
			),
			format!(
				"the last of {} misses (`maxMissed`)",
				number::<<Runtime as pallet_leases::Config>::MaxMissed>()
			),
			format!(
				"at least {} of them (`minElectorate`)",
				number::<<Runtime as pallet_leases::Config>::MinElectorate>()
			),
		],
	);
}

#[test]
fn of_the_chain() {
	assert_says(
		"docs/design/architecture.md",
		include_str!("../../../docs/design/architecture.md"),
		&[
			format!(
				"transactions that somebody pays for may fill {} %, unpaid ones {} %, and {} % is left",
				percent(NORMAL_RATIO),
				percent(OPERATIONAL_RATIO),
				percent(HOOKS_RATIO)
			),
			format!("Slots of {} seconds", SLOT_MILLISECONDS / 1_000),
		],
	);
	assert_says(
		"docs/reference/rpc-rules.md",
		include_str!("../../../docs/reference/rpc-rules.md"),
		&[format!("At most {} members, roots", thousands(census_runtime_api::MAX_PAGE))],
	);
}
