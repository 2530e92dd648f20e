//! What a group's nullifier costs in the real configuration.

use super::preset;
use crate::{constants::PERMANENT_BYTE_PRICE, Balance, Balances, Groups, RuntimeOrigin, System};
use census_zk_types::{SemaphoreProof, Word};
use frame_support::assert_ok;
use pallet_groups::NULLIFIER_BYTES;
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring;

/// The members of a group, and a proof by one of them that Semaphore's npm packages made.
fn published() -> (Vec<Word>, SemaphoreProof) {
	let published = census_vectors::semaphore::proof(1);
	(published.member_words(), published.proof.clone())
}

/// The bytes that groups have in the chain's state: keys and values.
fn stored() -> usize {
	let prefix = sp_io::hashing::twox_128(b"Groups");
	let mut key = prefix.to_vec();
	let mut bytes = 0;
	while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix)) {
		bytes += next.len() + sp_io::storage::get(&next).map_or(0, |value| value.len());
		key = next;
	}
	bytes
}

#[test]
fn a_nullifier_costs_the_permanent_price_of_the_bytes_that_it_takes() {
	preset(DEV_RUNTIME_PRESET).execute_with(|| {
		let (members, proof) = published();
		let [alice, bob] =
			[Sr25519Keyring::Alice, Sr25519Keyring::Bob].map(|who| who.to_account_id());
		System::set_block_number(1);
		let admin = RuntimeOrigin::signed(alice);
		assert_ok!(Groups::create_group(admin.clone(), None, false));
		assert_ok!(Groups::add_members(admin, 0, members.try_into().unwrap()));
		// A root counts from the block after the one that ended with it.
		System::set_block_number(2);

		let price = Balance::from(NULLIFIER_BYTES) * PERMANENT_BYTE_PRICE;
		assert_eq!(Groups::nullifier_price(), price);
		let before = (stored(), Balances::total_issuance(), Balances::free_balance(&bob));
		assert_ok!(Groups::validate_proof(RuntimeOrigin::signed(bob.clone()), 0, proof.into()));
		assert_eq!(stored() - before.0, NULLIFIER_BYTES as usize);
		assert_eq!(before.1 - Balances::total_issuance(), price);
		assert_eq!(before.2 - Balances::free_balance(&bob), price);
	});
}
