//! Whether the records are those that the pallet would have left: its own calls find them so.

use crate::{
	chain,
	people::{secret, tag, People},
	state,
	storage::{measure, Effort},
};
use census_lean_imt::{verify, Poseidon};
use census_prover::Identity;
use census_runtime::{BlockNumber, Hash, Personhood, Runtime, RuntimeOrigin, System};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use pallet_personhood::{Agenda, EndReason, Next, Persons, Status, SweptTo};
use sc_client_api::{Backend as _, HeaderBackend as _, StateBackend as _, TrieCacheContext};
use sp_keyring::Sr25519Keyring::Charlie;
use sp_runtime::{BuildStorage, StateVersion, Storage};
use sp_state_machine::BasicExternalities;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

const PERSONS: u32 = 300;

/// A chain with some persons, the root of its state, and how many entries that has.
fn made(folder: &Path) -> (PathBuf, People, Hash, u64) {
	let spec = chain::specification(&folder.join("spec.json")).unwrap();
	let genesis = spec.build_storage().unwrap();
	let people = People::new(&genesis, PERSONS, 2).unwrap();
	let (pages, root) = people.tree(|_| {}).unwrap();
	let others = people.count_in(genesis, root).top;
	let path = folder.join("full");
	chain::prepare(&path).unwrap();
	let entries = state::in_order(others, people.sections(&pages));
	let (root, count) = state::write(&path, entries).unwrap();
	chain::begin(&path, &*spec, root).unwrap();
	(path, people, root, count)
}

/// Its state, read from the database as a node reads it.
fn state_of_chain() -> Storage {
	let folder = tempfile::tempdir().unwrap();
	let (path, _, root, count) = made(folder.path());
	let backend = chain::open(&path, |_| ()).unwrap();
	let best = backend.blockchain().info().best_hash;
	assert_eq!(best, backend.blockchain().info().finalized_hash);
	let state = backend.state_at(best, TrieCacheContext::Untrusted).unwrap();
	let top: BTreeMap<_, _> =
		state.pairs(Default::default()).unwrap().collect::<Result<_, _>>().unwrap();
	assert_eq!(top.len() as u64, count);
	// Another way to the root: that of FRAME's tests.
	let again = BasicExternalities::new(Storage { top: top.clone(), ..Default::default() })
		.execute_with(|| sp_io::storage::root(StateVersion::V1));
	assert_eq!(again, root.as_ref());
	Storage { top, ..Default::default() }
}

#[test]
fn reads_and_writes_of_their_state_are_measured() {
	let folder = tempfile::tempdir().unwrap();
	let (path, people, ..) = made(folder.path());
	let effort =
		Effort { reads: 100, writes: vec![10, 20], blocks: 2, db_cache: 16, trie_cache: 1 };
	let found = measure(&path, &people, &effort).unwrap().to_string();
	assert!(found.contains("mean of 100") && found.contains("in blocks of 20"), "{found}");
	let genesis = census_chain_spec::development().unwrap().build_storage().unwrap();
	let too_many = People::new(&genesis, PERSONS + 1_000, 0).unwrap();
	assert!(measure(&path, &too_many, &effort).is_err_and(|error| error.contains("is not there")));
}

#[test]
fn the_pallet_takes_the_persons_for_its_own() {
	let state = state_of_chain();
	BasicExternalities::new(state).execute_with(|| {
		System::set_block_number(1);
		let epoch = Personhood::epoch_view(1).unwrap();
		assert_eq!((epoch.size, epoch.members), (PERSONS, PERSONS));
		for person in 0..PERSONS {
			let record = Persons::<Runtime>::get(person).unwrap();
			let proof = Personhood::merkle_proof(0, person).unwrap();
			assert!(verify(&Poseidon, &proof) && proof.root == epoch.root);
			assert_eq!(proof.leaf, record.commitment);
			let found = Personhood::person_of_commitment(proof.leaf.into());
			assert_eq!(found, Some(person));
			for issuer in 0..2 {
				let known = Personhood::tag_view(issuer, tag(issuer, person));
				assert_eq!((known.person, known.serial), (Some(person), 1));
			}
		}
		let first = Identity::new(secret(1)).commitment();
		assert_eq!(Persons::<Runtime>::get(1).unwrap().commitment, first);

		assert_ok!(Personhood::withdraw(
			RuntimeOrigin::signed(Charlie.to_account_id()),
			0,
			tag(0, 5)
		));
		let status = |person| Persons::<Runtime>::get(person).unwrap().status;
		assert_eq!(status(5), Status::Ended(EndReason::Withdrawn));
		assert_eq!(Next::<Runtime>::get().members, PERSONS - 1);
	});
}

#[test]
fn the_persons_end_one_after_the_other() {
	let state = state_of_chain();
	BasicExternalities::new(state).execute_with(|| {
		let last = PERSONS - 1;
		let due: BlockNumber = Persons::<Runtime>::get(last).unwrap().expires_at;
		assert!(Agenda::<Runtime>::contains_key(due, last));
		let sweep = |now| {
			System::set_block_number(now);
			Personhood::on_idle(now, Weight::MAX);
			Next::<Runtime>::get().members
		};
		// As if all blocks before had been looked at.
		SweptTo::<Runtime>::put(due - 1);
		assert_eq!(sweep(due), PERSONS);
		assert_eq!(sweep(due + 1), PERSONS - 1);
		let status = Persons::<Runtime>::get(last).unwrap().status;
		assert_eq!(status, Status::Ended(EndReason::Expired));
	});
}
