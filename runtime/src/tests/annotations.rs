//! What stands at the head of each call of the pallets here: what it weighs, and who may make it.
//!
//! [`table`] says both for each, and is held to the metadata: a call that has no row fails these tests.

mod table;

use super::{
	every_call::{every_call, is_authorised},
	extension,
	world::{act, by, quota, World, OWNER, PROVIDER, STRANGER},
};
use crate::{Runtime, RuntimeCall, RuntimeOrigin, UncheckedExtrinsic};
use census_primitives::PersonScope;
use frame_support::{
	dispatch::{DispatchClass, GetDispatchInfo},
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::{Authorize, GetCallMetadata},
	weights::Weight,
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::collections::BTreeSet;
use table::{rows, Row};

/// The pallets that are this project's own and have calls.
const OWN: [&str; 7] =
	["Groups", "Personhood", "Polls", "Circuits", "Anchors", "Leases", "Validators"];

/// Who may make a call.
#[derive(Clone, Debug)]
pub(super) enum Who {
	/// Governance.
	Root,
	/// Whoever signs it.
	Anyone,
	/// One account, as things stand; any other that signs it is refused with this error.
	Only(Sr25519Keyring, DispatchError),
	/// Governance, or one account, as above.
	RootOr(Sr25519Keyring, DispatchError),
	/// A person, in this scope alone, or in any.
	Person(Option<PersonScope>),
	/// Whoever: what the call carries authorises it. To check that weighs so much.
	Itself(Weight),
}

fn name(call: &RuntimeCall) -> String {
	let metadata = call.get_call_metadata();
	format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// The names in the metadata of all calls of the pallets here.
fn names() -> BTreeSet<String> {
	let own = |name: &String| OWN.iter().any(|pallet| name.starts_with(&format!("{pallet}.")));
	every_call().into_iter().map(|(name, _)| name).filter(own).collect()
}

/// Runs a test of each row.
fn for_each_row(test: impl Fn(&World, &str, &Row)) {
	World::run(|world| {
		for row in rows(&world) {
			test(&world, &name(&row.call), &row);
		}
	});
}

#[test]
fn every_call_has_its_row() {
	World::run(|world| {
		let rows: BTreeSet<_> = rows(&world).iter().map(|row| name(&row.call)).collect();
		assert_eq!(rows, names());
	});
}

#[test]
fn every_call_is_charged_the_weight_that_was_measured_for_it() {
	for_each_row(|_, name, row| {
		assert_eq!(row.call.get_dispatch_info().call_weight, row.weight, "{name}");
		assert!(row.weight.ref_time() > 1_000_000, "{name} weighs next to nothing");
	});
}

#[test]
fn weights_grow_with_what_is_brought() {
	World::run(|world| {
		let rows = rows(&world);
		for grows in [
			"Groups.add_members",
			"Groups.validate_proofs",
			"Groups.clear_group",
			"Personhood.enrol",
			"Personhood.renew",
			"Personhood.recover",
			"Circuits.register",
			"Circuits.submit_proof",
			"Circuits.submit_proofs",
			"Anchors.anchor",
			"Anchors.anchor_batch",
			"Anchors.reveal",
			"Anchors.evict",
			"Validators.set_fallback",
		] {
			let of = |row: &&Row| name(&row.call) == grows;
			let weights: Vec<_> = rows.iter().filter(of).map(|row| row.weight.ref_time()).collect();
			let (first, last) = (weights[0], weights[weights.len() - 1]);
			assert!(first < last, "{grows}: {weights:?}");
		}
	});
}

#[test]
fn what_authorises_itself_is_charged_for_being_checked() {
	// What a transaction weighs besides its call.
	let extensions = |call: &RuntimeCall| {
		let general = UncheckedExtrinsic::new_transaction(call.clone(), extension(0));
		general.get_dispatch_info().extension_weight
	};
	for_each_row(|world, name, row| {
		let checks = match row.who {
			Who::Itself(weight) => weight,
			_ => Weight::zero(),
		};
		assert_eq!(row.call.weight_of_authorize(), checks, "{name}");
		let others = extensions(&world.declare());
		assert_eq!(extensions(&row.call), others + checks, "{name}");
		let is_free = matches!(row.who, Who::Itself(_));
		assert_eq!(is_authorised(&row.call), is_free, "{name}");
		// A session's act is the one that somebody signs and that is free.
		let class = if is_free || name == "Personhood.as_alias" {
			DispatchClass::Operational
		} else {
			DispatchClass::Normal
		};
		assert_eq!(row.call.get_dispatch_info().class, class, "{name}");
	});
}

/// What becomes of a call by this origin. It changes nothing.
fn outcome(call: &RuntimeCall, origin: RuntimeOrigin) -> Result<(), DispatchError> {
	with_transaction_unchecked(|| {
		let result = call.clone().dispatch(origin);
		TransactionOutcome::Rollback(result.map(drop).map_err(|failure| failure.error))
	})
}

fn person(scope: PersonScope) -> RuntimeOrigin {
	pallet_personhood::Origin::Person { scope, alias: super::world::alias() }.into()
}

#[test]
fn every_call_is_made_by_those_who_may_and_nobody_else() {
	for_each_row(|world, name, row| {
		let scopes = [
			world.own(),
			world.poll(),
			world.window(),
			world.ratings(),
			world.term(),
			world.next_term(),
			quota(),
		];
		let is_bad = |origin| outcome(&row.call, origin) == Err(DispatchError::BadOrigin);
		let by_root = matches!(row.who, Who::Root | Who::RootOr(..));
		assert_eq!(!is_bad(RuntimeOrigin::root()), by_root, "{name} by root");
		let by_account = matches!(row.who, Who::Anyone | Who::Only(..) | Who::RootOr(..));
		for who in [STRANGER, OWNER, PROVIDER] {
			assert_eq!(!is_bad(by(who)), by_account, "{name} by an account");
		}
		assert!(is_bad(RuntimeOrigin::none()), "{name} by nobody");
		let authorized = || frame_system::RawOrigin::Authorized.into();
		let by_itself = matches!(row.who, Who::Itself(_));
		assert_eq!(!is_bad(authorized()), by_itself, "{name} authorised");
		for scope in scopes {
			let by_person = match row.who {
				Who::Person(None) => true,
				Who::Person(Some(only)) => only == scope,
				_ => false,
			};
			assert_eq!(!is_bad(person(scope)), by_person, "{name} by a person in {scope:?}");
		}
	});
}

#[test]
fn what_is_somebodys_is_nobody_elses() {
	for_each_row(|_, name, row| {
		let (Who::Only(owner, error) | Who::RootOr(owner, error)) = row.who else { return };
		assert_eq!(outcome(&row.call, by(STRANGER)), Err(error), "{name} by a stranger");
		assert_ne!(outcome(&row.call, by(owner)), Err(error), "{name} by its owner");
	});
}

#[test]
fn a_person_that_acts_has_that_origin() {
	// What the rows above are given, an act gives: nothing but an act of the right scope.
	World::run(|world| {
		for (scope, call) in [
			(world.own(), world.declare()),
			(world.poll(), world.vote()),
			(world.window(), world.claim()),
			(world.ratings(), world.rate()),
			(world.term(), world.continue_as()),
			(world.next_term(), world.claim_seat()),
		] {
			let made = RuntimeCall::from(act(scope, 0, call));
			assert_eq!(outcome(&made, frame_system::RawOrigin::Authorized.into()), Ok(()));
		}
	});
}

#[test]
fn every_measured_weight_is_the_one_in_use() {
	use crate::weights::*;
	use core::any::TypeId;
	let mut wired = BTreeSet::new();
	macro_rules! same {
		($($pallet:ident :: $info:ident),* $(,)?) => {$(
			assert_eq!(
				TypeId::of::<<Runtime as ::$pallet::Config>::$info>(),
				TypeId::of::<$pallet::WeightInfo<Runtime>>(),
			);
			wired.insert(stringify!($pallet));
		)*};
	}
	same!(
		frame_system::SystemWeightInfo,
		pallet_anchors::WeightInfo,
		pallet_balances::WeightInfo,
		pallet_circuits::WeightInfo,
		pallet_governance::WeightInfo,
		pallet_groups::WeightInfo,
		pallet_leases::WeightInfo,
		pallet_multisig::WeightInfo,
		pallet_personhood::WeightInfo,
		pallet_polls::WeightInfo,
		pallet_proxy::WeightInfo,
		pallet_sudo::WeightInfo,
		pallet_timestamp::WeightInfo,
		pallet_utility::WeightInfo,
		pallet_validators::WeightInfo,
	);
	assert_eq!(
		TypeId::of::<<Runtime as ::frame_system::Config>::ExtensionsWeightInfo>(),
		TypeId::of::<frame_system_extensions::WeightInfo<Runtime>>(),
	);
	wired.insert("frame_system_extensions");
	// Whatever is measured, is used.
	let measured: BTreeSet<_> = include_str!("../weights/mod.rs")
		.lines()
		.filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
		.collect();
	assert_eq!(wired, measured);
}
