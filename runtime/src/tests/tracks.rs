//! Tracks: which calls each has, and that what was decided on one can do nothing else. And what may be paused.
//!
//! Calls are found in the metadata, so that one that is added is tried too.

use super::{
	every_call::{every_call, in_a_block},
	world::{act_of, by, make_persons, OWNER, PERSONS, STRANGER},
};
use crate::{
	committee_of,
	configs::{
		governance::{track_of, VotesPerBlock, PAUSABLE},
		Allowed,
	},
	constants::{CEN, DAYS, MAX_SCOPE_LIFE},
	AccountId, BlockNumber, Governance, Multisig, Personhood, Runtime, RuntimeCall, RuntimeEvent,
	System,
};
use census_primitives::{Alias, IssuerId};
use frame_support::{
	assert_ok,
	dispatch::GetDispatchInfo,
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::{Contains, Get, Hooks},
	weights::Weight,
};
use pallet_governance::{CallName, IsAdult, Origin, ProposalId, Proposals, Stage, State, Track};
use pallet_personhood::{Call as PersonhoodCall, Issuers};
use scale_info::{form::MetaForm, TypeDef};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::{
	any::TypeId,
	collections::{BTreeMap, BTreeSet},
};

/// All calls of all tracks.
const TRACKS: [(Track, &[&str]); 6] = [
	(Track::Arbiter, &["Leases.resolve"]),
	(Track::Circuits, &["Circuits.revoke"]),
	(
		Track::Issuers,
		&[
			"Personhood.cancel_change",
			"Personhood.change_policy",
			"Personhood.confirm_change",
			"Personhood.pause_issuer",
			"Personhood.propose_change",
			"Personhood.register_issuer",
			"Personhood.remove_issuer",
			"Personhood.report_key",
			"Personhood.resume_issuer",
			"Personhood.set_deadline",
			"Personhood.set_issuer_limit",
		],
	),
	(
		Track::Validators,
		&[
			"Governance.note_stalled",
			"Validators.evict",
			"Validators.set_fallback",
			"Validators.set_rules",
		],
	),
	(
		Track::Committee,
		&[
			"Governance.come_of_age",
			"Governance.lower_adulthood",
			"Governance.pause",
			"Governance.resume",
			"Governance.set_committee",
		],
	),
	(Track::Upgrade, &["Governance.authorize_upgrade"]),
];

/// Calls that take any origin, and do nothing, or nothing but what each call that they make may.
const FOR_ANYBODY: [&str; 6] = [
	"System.apply_authorized_upgrade",
	"System.remark",
	"Utility.batch",
	"Utility.batch_all",
	"Utility.force_batch",
	"Utility.if_else",
];

/// Does something and takes it back.
fn tried<R>(what: impl FnOnce() -> R) -> R {
	with_transaction_unchecked(|| TransactionOutcome::Rollback(what()))
}

#[test]
fn each_track_has_these_calls_and_no_others() {
	in_a_block(|| {
		let mut found = BTreeMap::<Track, BTreeSet<String>>::new();
		for (name, calls) in every_call() {
			let tracks: BTreeSet<_> = calls.iter().map(track_of).collect();
			assert_eq!(tracks.len(), 1, "the track of {name} depends on its arguments");
			if let Some(Some(track)) = tracks.into_iter().next() {
				found.entry(track).or_default().insert(name);
			}
		}
		let listed = TRACKS.map(|(track, calls)| {
			(track, calls.iter().map(ToString::to_string).collect::<BTreeSet<_>>())
		});
		assert_eq!(found, BTreeMap::from(listed));
	});
}

#[test]
fn what_was_decided_on_a_track_can_do_what_the_track_has_and_nothing_else() {
	in_a_block(|| {
		for (name, calls) in every_call() {
			for (track, own) in TRACKS {
				for origin in
					[Origin::Persons(track), Origin::Committee(track), Origin::Widely(track)]
				{
					let outcomes: Vec<_> = calls
						.iter()
						.filter(|call| Allowed::contains(call))
						.map(|call| tried(|| call.clone().dispatch(origin.into())))
						.map(|outcome| outcome.map_err(|refused| refused.error))
						.collect();
					let may = own.contains(&name.as_str())
						// That a chain comes of age is for most persons to say, and when it does for persons.
						&& match name.as_str() {
							"Governance.come_of_age" => origin == Origin::Widely(track),
							"Governance.lower_adulthood" => origin != Origin::Committee(track),
							_ => true,
						};
					if may {
						// What is refused for another reason than who asks has been let in.
						let refused = Err(DispatchError::BadOrigin);
						let is_in = |outcome: &Result<_, _>| outcome.map(drop) != refused;
						assert!(outcomes.iter().any(is_in), "{name} by {origin:?}");
					} else if !FOR_ANYBODY.contains(&name.as_str()) {
						assert!(outcomes.iter().all(Result::is_err), "{name} by {origin:?}");
					}
				}
			}
		}
	});
}

/// Whether a type has a call in it, at any depth.
fn holds_call(of: scale_info::MetaType, seen: &mut BTreeSet<TypeId>) -> bool {
	if of.type_id() == TypeId::of::<RuntimeCall>() {
		return true;
	}
	if !seen.insert(of.type_id()) {
		return false;
	}
	match of.type_info().type_def {
		TypeDef::Composite(fields) => fields.fields.iter().any(|field| holds_call(field.ty, seen)),
		TypeDef::Variant(variants) => {
			let mut fields = variants.variants.iter().flat_map(|variant| &variant.fields);
			fields.any(|field| holds_call(field.ty, seen))
		}
		TypeDef::Sequence(of) => holds_call(of.type_param, seen),
		TypeDef::Array(of) => holds_call(of.type_param, seen),
		TypeDef::Tuple(of) => of.fields.into_iter().any(|of| holds_call(of, seen)),
		TypeDef::Compact(of) => holds_call(of.type_param, seen),
		TypeDef::Primitive(_) | TypeDef::BitSequence(_) => false,
	}
}

#[test]
fn no_call_of_a_track_makes_another_call() {
	sp_io::TestExternalities::default().execute_with(no_track_holds_calls);
}

fn no_track_holds_calls() {
	let mut holding = BTreeSet::new();
	for pallet in Runtime::metadata_ir().pallets {
		let Some(calls) = pallet.calls else { continue };
		let TypeDef::<MetaForm>::Variant(variants) = calls.ty.type_info().type_def else {
			panic!("{}: its calls are variants", pallet.name);
		};
		for variant in variants.variants {
			let holds =
				variant.fields.iter().any(|field| holds_call(field.ty, &mut BTreeSet::new()));
			if holds {
				holding.insert(format!("{}.{}", pallet.name, variant.name));
			}
		}
	}
	// The test sees those that do.
	for known in ["Utility.batch", "Multisig.as_multi", "Proxy.proxy", "Governance.propose"] {
		assert!(holding.contains(known), "{known}");
	}
	for (_, calls) in TRACKS {
		for call in calls {
			assert!(!holding.contains(*call), "{call} makes another call");
		}
	}
}

#[test]
fn a_call_is_paused_only_if_it_is_one_that_may_be() {
	in_a_block(|| {
		let calls: BTreeMap<String, Vec<RuntimeCall>> = every_call().into_iter().collect();
		for (pallet, call) in PAUSABLE {
			let name = format!("{pallet}.{call}");
			assert!(calls.contains_key(&name), "there is no {name}");
			// What was decided could not be done.
			let is_on_track = TRACKS.iter().any(|(_, calls)| calls.contains(&name.as_str()));
			assert!(!is_on_track, "{name} is on a track");
		}
		// What may never be: inherents, reports, keys, exits, what guards a person, acts, governance, one's own back.
		for never in [
			"Timestamp.set",
			"Babe.report_equivocation",
			"Babe.report_equivocation_unsigned",
			"Grandpa.report_equivocation",
			"Grandpa.report_equivocation_unsigned",
			"Validators.set_keys",
			"Validators.exit",
			"Validators.withdraw",
			"Validators.resume",
			"Validators.claim_seat",
			"Validators.collect",
			"Personhood.veto",
			"Personhood.recover",
			"Personhood.renew",
			"Personhood.rotate",
			"Personhood.act_as",
			"Personhood.as_alias",
			"Personhood.close_scope",
			"Personhood.withdraw",
			"Personhood.report_key",
			"Personhood.object_to_change",
			"Leases.acknowledge",
			"Leases.heartbeat",
			"Leases.submit_proof",
			"Leases.close",
			"Leases.dispute",
			"Leases.resolve",
			"Leases.top_up",
			"Leases.bond_more",
			"Leases.withdraw_bid",
			"Leases.cancel_order",
			"Polls.vote",
			"Polls.close",
			"Anchors.reveal",
			"Anchors.withdraw_commitment",
			"Anchors.renew",
			"Anchors.claim",
			"Multisig.as_multi",
			"Proxy.proxy",
			"Utility.batch",
			"Sudo.sudo",
			"System.apply_authorized_upgrade",
		] {
			assert!(calls.contains_key(never), "there is no {never}");
			let (pallet, call) = never.split_once('.').expect("it has a pallet");
			assert!(!PAUSABLE.contains(&(pallet, call)), "{never} may be paused");
		}
		assert!(PAUSABLE.iter().all(|(pallet, _)| *pallet != "Governance"));
		for (pallet, call) in PAUSABLE {
			let name = CallName::new(pallet, call).expect("it is a call's");
			let all = &calls[&format!("{pallet}.{call}")];
			assert!(all.iter().all(Allowed::contains));
			tried(|| {
				assert_ok!(Governance::pause(Origin::Persons(Track::Committee).into(), name));
				assert!(!all.iter().any(Allowed::contains), "{pallet}.{call}");
				// And no other is.
				let others = calls.iter().filter(|(name, _)| **name != format!("{pallet}.{call}"));
				for (name, others) in others.filter(|(name, _)| !name.starts_with("Session.")) {
					assert!(others.iter().all(Allowed::contains), "{name}");
				}
			});
		}
	});
}

#[test]
fn a_million_persons_can_vote_within_the_life_of_a_pin() {
	let votes = VotesPerBlock::get();
	// Time for everybody twice over, so long as no others are open.
	let days = |persons: u64| (2 * persons).div_ceil(votes.into()).div_ceil(u64::from(DAYS));
	let longest = u64::from(MAX_SCOPE_LIFE / 4 * 3 / DAYS);
	assert!(votes >= 50, "a block takes {votes} votes");
	assert!(days(1_000_000) * 3 <= longest, "{} days", days(1_000_000));
	assert!(days(10_000_000) <= longest, "{} days", days(10_000_000));
	const PAGE: &str = include_str!("../../../docs/concepts/governance.md");
	let told = format!("A block takes some {} votes", votes / 10 * 10);
	assert!(PAGE.contains(&told), "docs/concepts/governance.md should say: {told}");
}

/// Goes on to a block, with what governance does by itself in each.
fn to(block: BlockNumber) {
	while System::block_number() < block {
		System::set_block_number(System::block_number() + 1);
		<Governance as Hooks<BlockNumber>>::on_initialize(System::block_number());
	}
}

fn propose(track: Track, call: RuntimeCall) -> ProposalId {
	let id = pallet_governance::NextProposalId::<Runtime>::get();
	let calls = vec![call].try_into().expect("it is one");
	assert_ok!(Governance::propose(by(OWNER), track, calls, 10, 10 * CEN));
	id
}

/// Persons vote, in transactions that lack nothing but the pairing.
fn vote(id: ProposalId, ayes: u32, noes: u32) {
	let Some(State::Open(ballot)) = Proposals::<Runtime>::get(id).map(|proposal| proposal.state)
	else {
		panic!("it is not open")
	};
	for person in 0..ayes + noes {
		let call = pallet_governance::Call::vote { proposal: id, aye: person < ayes }.into();
		let act = act_of(Alias::from(u64::from(person) + 1), ballot.person_scope(), 0, call);
		assert_ok!(RuntimeCall::from(act).dispatch(frame_system::RawOrigin::Authorized.into()));
	}
}

fn passed(id: ProposalId) -> BlockNumber {
	match Proposals::<Runtime>::get(id).map(|proposal| proposal.state) {
		Some(State::Passed { enact_from, .. }) => enact_from,
		other => panic!("it is {other:?}"),
	}
}

fn paused(issuer: IssuerId) -> bool {
	Issuers::<Runtime>::get(issuer).expect("the preset has it").pauses.governance
}

#[test]
fn persons_pause_an_issuer_without_any_key_that_rules() {
	in_a_block(|| {
		pallet_sudo::Key::<Runtime>::kill();
		make_persons();
		let id = propose(Track::Issuers, PersonhoodCall::pause_issuer { issuer: 1 }.into());
		to(10);
		vote(id, PERSONS / 2 + 1, 3);
		to(11);
		let from = passed(id);
		to(from - 1);
		let enact = || Governance::enact(by(STRANGER), id, Weight::from_parts(20_000_000_000, 0));
		assert!(enact().is_err(), "the lock is not over");
		to(from);
		assert!(!paused(1));
		assert_ok!(enact());
		assert!(paused(1));
		assert!(enact().is_err(), "it was enacted");
	});
}

/// Two of the committee's three members make a call together.
fn by_committee(call: RuntimeCall) -> Result<(), DispatchError> {
	let mut members = [Alice, Bob, Charlie].map(Sr25519Keyring::to_account_id).to_vec();
	members.sort();
	let weight = call.get_dispatch_info().call_weight;
	let mut when = None;
	for member in [Bob, Alice] {
		let others: Vec<AccountId> =
			members.iter().filter(|other| **other != member.to_account_id()).cloned().collect();
		let call = Box::new(call.clone());
		assert_ok!(Multisig::as_multi(by(member), 2, others, when, call, weight));
		when = Some(Multisig::timepoint());
	}
	let account = committee_of(members);
	let outcome = System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted {
			multisig,
			result,
			..
		}) if multisig == account => Some(result),
		_ => None,
	});
	outcome.expect("two of three are enough")
}

#[test]
fn the_committee_governs_a_child_and_no_adult() {
	in_a_block(|| {
		let motion = || {
			let calls = vec![PersonhoodCall::pause_issuer { issuer: 1 }.into()];
			let calls = calls.try_into().expect("it is one");
			by_committee(pallet_governance::Call::motion { track: Track::Issuers, calls }.into())
		};
		assert_eq!(Governance::stage(1), Stage::Child);
		assert_ok!(motion());
		to(1 + 10);
		assert_ok!(Governance::enact(by(STRANGER), 0, Weight::from_parts(20_000_000_000, 0)));
		assert!(paused(1));
		IsAdult::<Runtime>::put(true);
		let refused = pallet_governance::Error::<Runtime>::NotInThisStage;
		assert_eq!(motion(), Err(refused.into()));
		// It may pause an issuer for a while, and one alone may nothing.
		assert_ok!(by_committee(PersonhoodCall::pause_issuer { issuer: 0 }.into()));
		assert!(Personhood::pause_issuer(by(Alice), 0).is_err());
	});
}
