//! Whether the records are those that the pallet would have left: its own calls find them so.

use crate::{
	chain,
	people::{secret, tag, People},
	state,
};
use census_lean_imt::{verify, Poseidon};
use census_prover::Identity;
use census_runtime::{opaque::Block, BlockNumber, Personhood, Runtime, RuntimeOrigin, System};
use frame_support::{
	assert_ok,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use pallet_personhood::{Agenda, EndReason, Next, Persons, Status};
use sc_client_api::{Backend as _, HeaderBackend as _, StateBackend as _, TrieCacheContext};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource};
use sp_keyring::Sr25519Keyring::Charlie;
use sp_runtime::{StateVersion, Storage};
use sp_state_machine::BasicExternalities;
use std::collections::BTreeMap;

const PERSONS: u32 = 300;

/// The state of a chain with some persons, and the root that was computed while it was written; it is read from
/// the database as a node reads it.
fn made() -> (Storage, People) {
	let folder = tempfile::tempdir().unwrap();
	let spec = chain::specification(&folder.path().join("spec.json")).unwrap();
	let genesis = spec.build_storage().unwrap();
	let people = People::new(&genesis, PERSONS, 2).unwrap();
	let (pages, root) = people.tree(|_| {}).unwrap();
	let others = people.count_in(genesis, root).top;
	let path = folder.path().join("full");
	chain::prepare(&path).unwrap();
	let (root, count) =
		state::write(&path, state::in_order(others, people.sections(&pages))).unwrap();
	chain::begin(&path, &*spec, root).unwrap();

	let backend = sc_service::new_db_backend::<Block>(DatabaseSettings {
		trie_cache_maximum_size: None,
		state_pruning: None,
		source: DatabaseSource::RocksDb { path, cache_size: 8 },
		blocks_pruning: BlocksPruning::KeepFinalized,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	})
	.unwrap();
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
	(Storage { top, ..Default::default() }, people)
}

#[test]
fn the_pallet_takes_the_persons_for_its_own() {
	let (state, _) = made();
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
	let (state, _) = made();
	BasicExternalities::new(state).execute_with(|| {
		let due: BlockNumber = Persons::<Runtime>::get(0).unwrap().expires_at;
		assert!(Agenda::<Runtime>::contains_key(due, 0));
		let sweep = |now| {
			System::set_block_number(now);
			let mut weight = WeightMeter::with_limit(Weight::MAX);
			<Personhood as Hooks<BlockNumber>>::on_poll(now, &mut weight);
			Next::<Runtime>::get().members
		};
		// The sweep has not looked at any block so far.
		let begun = (1..).map(|now| now * 50).find(|now| *now > due).unwrap();
		pallet_personhood::SweptTo::<Runtime>::put(due - 1);
		assert_eq!(sweep(due), PERSONS);
		assert_eq!(sweep(begun.max(due + 1)), PERSONS - 1);
		let status = Persons::<Runtime>::get(0).unwrap().status;
		assert_eq!(status, Status::Ended(EndReason::Expired));
	});
}
