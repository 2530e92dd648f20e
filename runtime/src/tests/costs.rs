//! What things cost, as `docs/reference/costs.md` tells it: each amount there is one that was held or burnt when
//! the thing was made, and every row there is one of these.

use super::{
	every_call::in_a_block,
	preset, signed,
	world::{
		by, cpu, digest, make_persons, make_poll, order_terms, plain, published, registration,
		says, World, AUDITOR, METERED, OWNER, PERSONS, PROVIDER, STRANGER, UNTIL,
	},
};
use crate::{
	configs::SlowAdjustingFeeUpdate,
	constants::{CEN, REMEMBERED_SESSIONS},
	Anchors, Balance, Balances, BlockNumber, Circuits, Groups, Leases, Personhood, Runtime,
	RuntimeCall, RuntimeHoldReason, SessionKeys, System, Timing, TransactionPayment, Validators,
	LOCAL_PRESET,
};
use census_anchor_log::leaf::{Content, Parent};
use census_primitives::Slots;
use census_zk_types::Word;
use codec::Encode;
use frame_support::{
	assert_ok,
	dispatch::GetDispatchInfo,
	traits::{
		fungible::{Inspect, InspectHold},
		Get,
	},
	weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight, WeightToFee},
};
use pallet_groups::WeightInfo as _;
use pallet_leases::Periods;
use pallet_transaction_payment::MultiplierUpdate as _;
use sp_keyring::Sr25519Keyring;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::traits::Dispatchable;

const PAGE: &str = include_str!("../../../docs/reference/costs.md");

/// An amount in CEN, all of its digits and no more.
fn cen(amount: Balance) -> String {
	let (whole, part) = (amount / CEN, amount % CEN);
	let text = format!("{whole}.{part:012}");
	text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// An amount in CEN, with two digits that count: fees follow what was measured.
fn about(amount: Balance) -> String {
	let digits = amount.max(1).ilog10();
	let unit = 10_u128.pow(digits.saturating_sub(1));
	cen((amount + unit / 2) / unit * unit)
}

/// The rows of the table that stands under a heading of the page.
fn table(heading: &str) -> Vec<&'static str> {
	let (_, section) = PAGE.split_once(&format!("## {heading}\n")).expect("there is the heading");
	let section = section.split("\n## ").next().expect("there is a first part");
	let rows = section.lines().skip_while(|line| !line.starts_with('|'));
	// Behind the head and the line under it.
	rows.take_while(|line| line.starts_with('|')).skip(2).collect()
}

#[track_caller]
fn assert_told(heading: &str, rows: &[String]) {
	let told = table(heading);
	assert!(
		told == rows,
		"under \"{heading}\", docs/reference/costs.md should have:\n\n{}\n\nand has:\n\n{}\n",
		rows.join("\n"),
		told.join("\n")
	);
}

/// What an act took of an account: what was put on hold, and what was burnt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Taken {
	held: Balance,
	burnt: Balance,
}

/// Does something, and tells what it took of an account.
#[track_caller]
fn taken<R, E: core::fmt::Debug>(
	who: Sr25519Keyring,
	what: impl FnOnce() -> Result<R, E>,
) -> Taken {
	let who = who.to_account_id();
	let held = || Balances::total_balance_on_hold(&who);
	let (before, issued) = ((held(), Balances::total_balance(&who)), Balances::total_issuance());
	what().expect("it is made");
	let burnt = before.1 - Balances::total_balance(&who);
	assert_eq!(issued - Balances::total_issuance(), burnt, "what was not burnt went elsewhere");
	Taken { held: held() - before.0, burnt }
}

/// The same where nothing is burnt.
#[track_caller]
fn held<R, E: core::fmt::Debug>(
	who: Sr25519Keyring,
	what: impl FnOnce() -> Result<R, E>,
) -> Balance {
	let Taken { held, burnt } = taken(who, what);
	assert_eq!(burnt, 0);
	held
}

/// What is on hold of an account for a reason.
fn on_hold(reason: impl Into<RuntimeHoldReason>, who: Sr25519Keyring) -> Balance {
	Balances::balance_on_hold(&reason.into(), &who.to_account_id())
}

fn scope_of(owner: Sr25519Keyring) -> Balance {
	on_hold(pallet_personhood::HoldReason::Scope, owner)
}

/// What is held for a scope: a deposit, and the price of each of its slots.
fn scope(open: impl Fn(u32)) -> (Balance, Balance) {
	let of = |slots| {
		let before = scope_of(OWNER);
		open(slots);
		scope_of(OWNER) - before
	};
	let (ten, twenty) = (of(10), of(20));
	let price = (twenty - ten) / 10;
	(ten - 10 * price, price)
}

fn groups() -> [String; 3] {
	let group = held(OWNER, || Groups::create_group(by(OWNER), None, false));
	let number = Groups::group_count() - 1;
	let leaf = |commitment: Word| held(OWNER, || Groups::add_member(by(OWNER), number, commitment));
	let (first, second) = (leaf(Word::from(1)), leaf(Word::from(2)));
	assert_eq!(first, second);

	let (members, proof) = published();
	assert_ok!(Groups::create_group(by(OWNER), None, false));
	for member in members {
		assert_ok!(Groups::add_member(by(OWNER), number + 1, member));
	}
	// A root counts from the block after the one that ended with it.
	System::set_block_number(System::block_number() + 1);
	let proof = Box::new(proof);
	let nullifier = taken(STRANGER, || Groups::validate_proof(by(STRANGER), number + 1, proof));
	assert_eq!(nullifier.held, 0);
	[
		format!("| a group | {} | held | when it is cleared |", cen(group)),
		format!(
			"| each leaf of a group, removed ones too | {} | held | with the group |",
			cen(first)
		),
		format!(
			"| each proof that a group's members bring: its nullifier | {} | burnt | |",
			cen(nullifier.burnt)
		),
	]
}

fn polls() -> [String; 3] {
	let of = |persons: u32| {
		pallet_personhood::CurrentEpoch::<Runtime>::mutate(|epoch| epoch.members = persons);
		let before = (scope_of(OWNER), on_hold(pallet_polls::HoldReason::PollDeposit, OWNER));
		let all = held(OWNER, || Ok::<_, ()>(make_poll()));
		let scope = scope_of(OWNER) - before.0;
		let deposit = on_hold(pallet_polls::HoldReason::PollDeposit, OWNER) - before.1;
		assert_eq!(all, scope + deposit, "these are all sums that are held");
		(scope, deposit)
	};
	let ((few, deposit), (many, same)) = (of(10), of(20));
	pallet_personhood::CurrentEpoch::<Runtime>::mutate(|epoch| epoch.members = PERSONS);
	assert_eq!(deposit, same);
	let vote = (many - few) / 10;
	[
		format!(
			"| a poll: a vote of each person of its electorate | {} | held | when it is closed; burnt \
			 for those who have voted |",
			cen(vote)
		),
		format!("| a poll: its scope | {} | held | when it is closed |", cen(few - 10 * vote)),
		format!("| a poll: its storage | {} | held | when it is pruned |", cen(deposit)),
	]
}

fn scopes() -> [String; 2] {
	let open = |slots| {
		assert_ok!(Personhood::open_scope(by(OWNER), Slots::Persons(slots), 0, UNTIL));
	};
	let (deposit, slot) = scope(open);
	[
		format!(
			"| an application scope of one's own | {} | held | when it is closed |",
			cen(deposit)
		),
		format!(
			"| each of its slots | {} | held | when it is closed; burnt for those that were used |",
			cen(slot)
		),
	]
}

fn circuits() -> [String; 4] {
	let register = |names: &[&str], depth| {
		let pallet_circuits::Call::register { verifier, program, transcript, .. } = registration()
		else {
			panic!("it is a registration")
		};
		let names: Vec<_> =
			names.iter().map(|name| name.as_bytes().to_vec().try_into().unwrap()).collect();
		let call = pallet_circuits::Call::register {
			verifier,
			key: census_groth16::semaphore_key(depth).unwrap().try_into().unwrap(),
			inputs: names.try_into().unwrap(),
			program,
			transcript,
		};
		held(OWNER, || RuntimeCall::from(call).dispatch(by(OWNER)))
	};
	let short = register(&["a", "b", "c", "d"], 2);
	let long = register(&["aaaaaaaaaaa", "b", "c", "d"], 3);
	let byte = (long - short) / 10;
	// The definition: the key's 768 bytes and their length (2), the verifier (4), the number of names
	// (1), four names with their lengths (8), program and transcript (64).
	let definition = 768 + 2 + 4 + 1 + 8 + 64;
	let circuit = short - definition * byte;

	let circuit_id = pallet_circuits::Circuits::<Runtime>::iter_keys()
		.find(|id| Circuits::key(id) == census_groth16::semaphore_key(2).ok())
		.expect("it was registered");
	assert_ok!(Circuits::activate(by(OWNER), circuit_id));
	let (inputs, proof) = second_published();
	let statement =
		held(OWNER, || Circuits::submit_proof(by(OWNER), circuit_id, inputs, Box::new(proof)));
	[
		format!("| a circuit | {} | held | when it is removed |", cen(circuit)),
		format!(
			"| each byte of a circuit's definition: of its key, names, program and transcript | {} | \
			 held | with the circuit |",
			cen(byte)
		),
		format!(
			"| so a circuit with four inputs, named in 4 letters together | {} | held | when it is \
			 removed |",
			cen(short)
		),
		format!("| the record of a statement | {} | held | when it is removed |", cen(statement)),
	]
}

/// The published proof of depth 2.
fn second_published() -> (pallet_circuits::Inputs, census_zk_types::Points) {
	let proof = &census_vectors::semaphore::proof(2).proof;
	assert_eq!(proof.merkle_tree_depth, 2);
	let inputs = census_primitives::semaphore_inputs(proof).to_vec();
	(inputs.try_into().expect("they are four"), proof.points)
}

fn anchors() -> Vec<String> {
	let anchor = |number, description| {
		taken(OWNER, || Anchors::anchor(by(OWNER), digest(number), description))
	};
	let new = anchor(1, plain());
	let again = anchor(1, plain());
	assert_eq!(new.held, again.held);
	let batch = taken(OWNER, || {
		let algorithm = census_anchor_log::terms::HashAlgorithm::Sha256;
		Anchors::anchor_batch(by(OWNER), algorithm, [5; 32], 9, plain())
	});
	assert_eq!(batch.held, new.held);
	let mut memo = plain();
	memo.memo = b"0123456789".to_vec().try_into().unwrap();
	let byte = (anchor(3, memo).held - new.held) / 10;
	let with_parents = |count: u64| {
		let relation = census_anchor_log::terms::Relation::InputTo;
		let mut description = plain();
		description.parents = (0..count)
			.map(|anchor| Parent { anchor, relation })
			.collect::<Vec<_>>()
			.try_into()
			.unwrap();
		description
	};
	let parent = (anchor(4, with_parents(3)).held - anchor(5, with_parents(1)).held) / 2;
	let dispute = taken(OWNER, || Anchors::dispute(by(OWNER), 0, says()));
	let retraction = taken(OWNER, || Anchors::retract(by(OWNER), 0, says()));
	assert_eq!(dispute, retraction);
	let commitment = held(OWNER, || Anchors::commit(by(OWNER), [8; 32]));
	// A leaf that tells when it was committed to is longer.
	let content = Content::Single(digest(6));
	let hash = pallet_anchors::commitment_to(&OWNER.to_account_id(), &content, &plain(), &[0; 32]);
	assert_ok!(Anchors::commit(by(OWNER), hash));
	System::set_block_number(System::block_number() + 1);
	let before = Balances::total_issuance();
	assert_ok!(Anchors::reveal(by(OWNER), content, plain(), [0; 32]));
	let revealed = before - Balances::total_issuance();

	let window = |slots| {
		let before = (scope_of(OWNER), on_hold(pallet_anchors::HoldReason::ClaimSlots, OWNER));
		let all = taken(OWNER, || Anchors::open_window(by(OWNER), 0, slots, 0, UNTIL));
		let scope = scope_of(OWNER) - before.0;
		let claims = on_hold(pallet_anchors::HoldReason::ClaimSlots, OWNER) - before.1;
		assert_eq!(all.held, scope + claims);
		(all.burnt, scope, claims)
	};
	let ((burnt, ten, of_ten), (same, twenty, of_twenty)) = (window(10), window(20));
	assert_eq!((burnt, 2 * of_ten), (same, of_twenty));
	let act = (twenty - ten) / 10;
	vec![
		format!(
			"| an anchor: a leaf, of a hash that is first seen | {} | burnt | |",
			cen(new.burnt)
		),
		format!(
			"| an anchor: a leaf, of a hash that was seen before | {} | burnt | |",
			cen(again.burnt)
		),
		format!(
			"| an anchor: a batch's leaf, of a root that is first seen | {} | burnt | |",
			cen(batch.burnt)
		),
		format!(
			"| an anchor: a leaf that was committed to, of a hash that is first seen | {} | burnt | |",
			cen(revealed)
		),
		format!(
			"| an anchor: its row, with the shortest description | {} | held | when it is evicted |",
			cen(new.held)
		),
		format!("| each further byte of a description | {} | held | with the row |", cen(byte)),
		format!("| each parent of an anchor | {} | held | with the row |", cen(parent)),
		format!("| a dispute or a retraction: a leaf | {} | burnt | |", cen(dispute.burnt)),
		format!(
			"| a dispute or a retraction: its row, with the shortest statement | {} | held | when it \
			 is evicted |",
			cen(dispute.held)
		),
		format!("| a commitment | {} | held | when it is revealed or withdrawn |", cen(commitment)),
		format!("| a claim window | {} | burnt | |", cen(burnt)),
		format!(
			"| a claim window: its scope | {} | held | when it is closed |",
			cen(ten - 10 * act)
		),
		format!(
			"| a claim window: the act of each claim | {} | held | when it is closed; burnt for each \
			 act |",
			cen(act)
		),
		format!(
			"| a claim window: the leaf of each claim | {} | held | when it is closed; burnt for each \
			 claim |",
			cen(of_ten / 10)
		),
	]
}

fn leases() -> Vec<String> {
	let amounts = <Runtime as pallet_leases::Config>::Amounts::get();
	// The least bond, and what each lease adds to it.
	let register = |bond| Leases::register_provider(by(PROVIDER), bond, cpu(9), Default::default());
	assert!(register(amounts.provider_bond - 1).is_err());
	let bond = held(PROVIDER, || register(amounts.provider_bond));
	let order =
		held(OWNER, || Leases::post_order(by(OWNER), Box::new(order_terms(METERED)), UNTIL));
	let number = Leases::order_count() - 1;
	let bid = || Leases::bid(by(PROVIDER), number, CEN, 3);
	assert!(bid().is_err(), "the bond covers no lease");
	assert_ok!(Leases::bond_more(by(PROVIDER), amounts.lease_cover - 1));
	assert!(bid().is_err());
	let cover = amounts.lease_cover;
	assert_ok!(Leases::bond_more(by(PROVIDER), 1));
	let of_bid = held(PROVIDER, bid);
	let auditor = held(AUDITOR, || Leases::register_auditor(by(AUDITOR), [0; 32]));
	let audit = held(AUDITOR, || {
		let attributes = super::world::attributes();
		Leases::audit(by(AUDITOR), PROVIDER.to_account_id(), attributes)
	});
	assert_eq!(auditor, audit);
	let funding = 50 * CEN;
	assert_ok!(Leases::accept_bid(by(OWNER), number, PROVIDER.to_account_id(), CEN, 3, funding));
	let bounty = on_hold(pallet_leases::HoldReason::Bounty, OWNER);
	assert_eq!(on_hold(pallet_leases::HoldReason::Escrow, OWNER), funding);
	assert_ok!(Leases::acknowledge(by(PROVIDER), number));
	let dispute = held(OWNER, || Leases::dispute(by(OWNER), number));
	let (ratings, slot) = scope(|slots| {
		pallet_leases::CurrentRatingPeriod::<Runtime>::kill();
		assert_ok!(Leases::open_rating_period(by(OWNER), slots));
	});
	let fee = <Runtime as pallet_leases::Config>::FeeRate::get();
	vec![
		format!("| a provider: its bond, at least | {} | held | when it leaves |", cen(bond)),
		format!(
			"| a provider: its bond, for each lease at a time | {} | held | when it is lowered; the \
			 tenant's, where the provider fails |",
			cen(cover)
		),
		format!("| an order, and its lease | {} | held | when it is over |", cen(order)),
		format!("| a bid | {} | held | when it is over |", cen(of_bid)),
		format!(
			"| an auditor, and each of its audits | {} | held | when it is withdrawn |",
			cen(auditor)
		),
		format!(
			"| a lease: the bounty for who pokes it | {} | held | when it closes, unless it is earned |",
			cen(bounty)
		),
		format!("| a dispute of a lease | {} | held | as the arbiter decides |", cen(dispute)),
		format!(
			"| the market's fee | {} % of what a lease pays | paid | |",
			fee.deconstruct() / 10_000_000
		),
		format!("| a rating period | {} | held | when it is closed |", cen(ratings)),
		format!(
			"| each of its slots, at least {} | {} | held | when it is closed; burnt for those that \
			 were used |",
			<<Runtime as pallet_leases::Config>::MinElectorate as Get<u32>>::get(),
			cen(slot)
		),
	]
}

/// What a candidate has held.
fn bond() -> Balance {
	let mut chain = preset(LOCAL_PRESET);
	chain.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	chain.execute_with(|| {
		let owner = STRANGER.to_account_id();
		let generated = owner.using_encoded(|owner| SessionKeys::generate(owner, None));
		held(STRANGER, || {
			Validators::register(by(STRANGER), generated.keys, generated.proof.encode())
		})
	})
}

fn accounts() -> [String; 2] {
	let least = Balances::minimum_balance();
	let (of, value) = (OWNER.to_account_id(), least - 1);
	let poor = crate::AccountId::new([7; 32]);
	let give = |value| Balances::transfer_allow_death(by(OWNER), poor.clone().into(), value);
	assert!(give(value).is_err() && give(least).is_ok(), "{of} gives too little, and enough");
	[
		format!("| an account that exists | {} | kept free | |", cen(least)),
		format!(
			"| a validator's bond, in the presets | {} | held | {REMEMBERED_SESSIONS} sessions after it was one; a \
			 share is burnt for an offence |",
			cen(bond())
		),
	]
}

#[test]
fn the_page_tells_what_is_held_and_burnt() {
	let mut rows = Vec::new();
	in_a_block(|| rows.extend(accounts()));
	in_a_block(|| {
		make_persons();
		rows.extend(groups());
		rows.extend(polls());
		rows.extend(scopes());
		rows.extend(circuits());
		rows.extend(anchors());
		rows.extend(leases());
		assert_told("Deposits and prices", &rows);
	});
}

/// The fee of a signed transaction with this call, while blocks are not full.
fn fee(call: &RuntimeCall) -> Balance {
	let transaction = signed(STRANGER, 0, call.clone());
	let length = transaction.encoded_size() as u32;
	let details = TransactionPayment::query_fee_details(transaction, length);
	let inclusion = details.inclusion_fee.expect("it pays");
	inclusion.base_fee + inclusion.len_fee + inclusion.adjusted_weight_fee
}

#[test]
fn the_page_tells_what_calls_cost() {
	type GroupsWeights = crate::weights::pallet_groups::WeightInfo<Runtime>;
	World::run(|world| {
		let group = world.group;
		let members = |count: usize| -> RuntimeCall {
			let identity_commitments = vec![Word::from(1); count].try_into().unwrap();
			pallet_groups::Call::add_members { group, identity_commitments }.into()
		};
		let proof = published().1;
		let batch: RuntimeCall = pallet_groups::Call::validate_proofs {
			group,
			proofs: vec![proof.clone(); 128].try_into().unwrap(),
		}
		.into();
		let given_back =
			GroupsWeights::validate_proofs_refused(128) - GroupsWeights::validate_proofs(128);
		assert_eq!(
			batch.get_dispatch_info().call_weight,
			GroupsWeights::validate_proofs_refused(128)
		);
		let given_back =
			<Runtime as pallet_transaction_payment::Config>::WeightToFee::weight_to_fee(
				&given_back,
			);
		let row = |what: &str, call: RuntimeCall| format!("| {what} | {} |", about(fee(&call)));
		let title = b"Tea or coffee?".to_vec().try_into().unwrap();
		let rows = [
			row("a transfer", super::transfer(Sr25519Keyring::Bob, CEN)),
			row(
				"`groups.create_group`",
				pallet_groups::Call::create_group {
					root_duration: None,
					instant_revocation: false,
				}
				.into(),
			),
			row(
				"`groups.add_member`",
				pallet_groups::Call::add_member { group, identity_commitment: Word::from(1) }
					.into(),
			),
			row(
				"`groups.update_member`",
				pallet_groups::Call::update_member {
					group,
					index: 0,
					new_identity_commitment: Word::from(1),
				}
				.into(),
			),
			row(
				"`groups.remove_member`",
				pallet_groups::Call::remove_member { group, index: 0 }.into(),
			),
			row("`groups.add_members` of 100", members(100)),
			row("`groups.add_members` of 1,000", members(1_000)),
			row(
				"`groups.validate_proof`",
				pallet_groups::Call::validate_proof { group, proof: Box::new(proof) }.into(),
			),
			format!(
				"| `groups.validate_proofs` of 128 that hold | {}, after {} at first |",
				about(fee(&batch) - given_back),
				about(fee(&batch))
			),
			row(
				"`groups.clear_group` of 1,000, less for what was not there",
				pallet_groups::Call::clear_group { group, limit: 1_000 }.into(),
			),
			row(
				"`polls.create`",
				pallet_polls::Call::create {
					title,
					content: Default::default(),
					options: 2,
					closes_at: UNTIL,
					least_electorate: 0,
				}
				.into(),
			),
			row(
				"`personhood.open_scope`",
				pallet_personhood::Call::open_scope {
					slots: Slots::Persons(1),
					least_electorate: 0,
					until: UNTIL,
				}
				.into(),
			),
			row("`circuits.register` with four inputs", registration().into()),
			row(
				"`circuits.submit_proof` with four inputs",
				pallet_circuits::Call::submit_proof {
					circuit: world.circuit,
					inputs: vec![Word::from(1); 4].try_into().unwrap(),
					proof: Box::new([Word::from(1); 8]),
				}
				.into(),
			),
			row(
				"`anchors.anchor`",
				pallet_anchors::Call::anchor { digest: digest(1), description: plain() }.into(),
			),
			row(
				"`anchors.open_window`",
				pallet_anchors::Call::open_window {
					anchor: 0,
					slots: 1,
					least_electorate: 0,
					until: UNTIL,
				}
				.into(),
			),
			row(
				"`leases.post_order`",
				pallet_leases::Call::post_order {
					terms: Box::new(order_terms(METERED)),
					open_for: UNTIL,
				}
				.into(),
			),
			row(
				"`leases.accept_bid`",
				pallet_leases::Call::accept_bid {
					order: 0,
					provider: PROVIDER.to_account_id(),
					rate: CEN,
					notice: 3,
					funding: CEN,
				}
				.into(),
			),
			row("`leases.heartbeat`", pallet_leases::Call::heartbeat { lease: 0 }.into()),
		];
		assert_told("Fees", &rows);
	});
}

#[test]
fn the_page_tells_how_fees_are_made() {
	in_a_block(|| {
		let second = Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND, 0);
		let of_second = TransactionPayment::weight_to_fee(second);
		let of_byte = TransactionPayment::length_to_fee(1);
		let unit = 10_u128.pow(18);
		let [least, most] = [SlowAdjustingFeeUpdate::min(), SlowAdjustingFeeUpdate::max()];
		assert_eq!(least.into_inner(), unit, "fees never fall below these");
		let times = most.into_inner() / unit;
		let fullness = SlowAdjustingFeeUpdate::target();
		for sentence in [
			format!("a second of weight {} CEN, a byte {} CEN.", cen(of_second), cen(of_byte)),
			format!(
				"While blocks are fuller than {} %, the price of weight rises, up to {} times as high",
				fullness.deconstruct() / 10_u64.pow(16),
				thousands(times)
			),
		] {
			assert!(flat(PAGE).contains(&sentence), "docs/reference/costs.md lacks: {sentence}");
		}
		// Of weight alone.
		let call = super::transfer(Sr25519Keyring::Bob, CEN);
		let parts = || {
			let transaction = signed(STRANGER, 0, call.clone());
			let length = transaction.encoded_size() as u32;
			let details = TransactionPayment::query_fee_details(transaction, length);
			let inclusion = details.inclusion_fee.expect("it pays");
			(inclusion.len_fee, inclusion.adjusted_weight_fee)
		};
		let (bytes, weight) = parts();
		pallet_transaction_payment::NextFeeMultiplier::<Runtime>::put(most);
		assert_eq!(parts(), (bytes, weight * times));
	});
}

/// A number with commas.
pub(super) fn thousands(number: impl Into<u128>) -> String {
	let digits = number.into().to_string();
	let mut text = String::new();
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place).is_multiple_of(3) {
			text.push(',');
		}
		text.push(digit);
	}
	text
}

/// A page without its line breaks.
pub(super) fn flat(page: &str) -> String {
	page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A span of blocks in the words of the pages.
pub(super) fn span(blocks: BlockNumber) -> String {
	const MINUTE: BlockNumber = 10;
	const HOUR: BlockNumber = crate::constants::HOURS;
	const DAY: BlockNumber = crate::constants::DAYS;
	let of = |unit: BlockNumber, one: &str, many: &str| {
		let count = blocks / unit;
		let word = if count == 1 { one.to_string() } else { format!("{count} {many}") };
		format!("{} ({word})", thousands(blocks))
	};
	if blocks.is_multiple_of(DAY) {
		of(DAY, "a day", "days")
	} else if blocks.is_multiple_of(HOUR) {
		of(HOUR, "an hour", "hours")
	} else {
		of(MINUTE, "a minute", "minutes")
	}
}

#[test]
fn the_page_tells_spans_and_limits() {
	type Anchor = <Runtime as pallet_anchors::Config>::RowPeriod;
	type Reveal = <Runtime as pallet_anchors::Config>::RevealPeriod;
	type Keep = <Runtime as pallet_polls::Config>::KeepTime;
	type Default = <Runtime as pallet_groups::Config>::DefaultRootDuration;
	type Longest = <Runtime as pallet_groups::Config>::MaxRootDuration;
	type TicketLife = <Runtime as pallet_personhood::Config>::MaxTicketLife;
	type Validity = <Runtime as pallet_personhood::Config>::MaxValidity;
	type Pause = <Runtime as pallet_personhood::Config>::MaxPause;
	type ScopeLife = <Runtime as pallet_personhood::Config>::MaxScopeLife;
	let settings = pallet_personhood::GenesisConfig::<Runtime>::default().settings;
	let spans = |market: Periods<BlockNumber>| {
		[
			market.rate_unit,
			market.max_order,
			market.ack,
			market.grace,
			market.least_runway,
			market.least_heartbeat,
			market.longest,
			market.dispute,
			market.remember,
			market.rating,
		]
	};
	super::state(&super::default_genesis()).execute_with(|| {
		let usual = spans(<Timing as Get<Periods<BlockNumber>>>::get());
		let mut rows = vec![
			format!("| a root of a group, after it was superseded | {}, at most {} | `defaultRootDuration`, `maxRootDuration` |", span(Default::get()), span(Longest::get())),
			format!("| a poll's result, after its end | {} | `keepTime` |", span(Keep::get())),
			format!("| an application scope, a poll or a claim window, at most | {} | `maxScopeLife` |", span(ScopeLife::get())),
			format!("| a commitment, to be revealed | {} | `revealPeriod` |", span(Reveal::get())),
			format!("| a row of an anchor, safe from others | {} | `rowPeriod` |", span(Anchor::get())),
			format!("| a ticket, at most | {} | `maxTicketLife` |", span(TicketLife::get())),
			format!("| an admission of a person, at most | {} | `maxValidity` |", span(Validity::get())),
			format!("| an epoch of persons | {} | genesis |", span(settings.epoch_length)),
			format!("| from one epoch that scopes may pin to the next | {} | genesis |", span(settings.epoch_length * settings.epochs_per_pin)),
			format!("| an epoch's quota, after its end | {} blocks | genesis |", settings.grace),
			format!("| a recovery, until it takes effect | {} | genesis |", span(settings.recovery_delay)),
			format!("| an issuer's new key or controller, until it can be confirmed, and for how long it can be; a controller's pause, until it can end it | {} | genesis |", span(settings.change_delay)),
			format!("| a policy beside the one that takes its place, at least | {} | genesis |", span(settings.change_delay + settings.recovery_delay)),
			format!("| a pause by the committee | {} | `maxPause`; again after 4 times as long |", span(Pause::get())),
			format!("| from one rotation to the next; from one admission (to enrol or renew) to the next renewal | {} | genesis |", span(settings.rotation_cooldown)),
		];
		let names = [
			("a lease's rate is for", "rate_unit"),
			("an order, at most", "max_order"),
			("a lease, to be acknowledged", "ack"),
			("a lease that has run dry, to be topped up", "grace"),
			("a metered lease, funded for at least", "least_runway"),
			("signs of life, or an epoch of work, at least", "least_heartbeat"),
			("signs of life, an epoch of work, or a notice, at most", "longest"),
			("the arbiter's time", "dispute"),
			("a closed lease, remembered", "remember"),
			("a rating period", "rating"),
		];
		for ((what, name), blocks) in names.into_iter().zip(usual) {
			rows.push(format!("| {what} | {} | `periods.{name}` |", span(blocks)));
		}
		assert_told("Spans", &rows);
	});
}
