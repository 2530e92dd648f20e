//! Whether the benchmarks measure what they say: the published proofs are those of the file and hold,
//! and nothing is appended at a greater cost than at the size that is measured.

use super::{
	mock::{externalities, Test},
	proofs::{published, unproven, Published, ACT, KNOWLEDGE},
	records::APPEND_SIZE,
	signatures::{account_of, key, sign, Kind},
};
use crate::{weights::APPEND_BATCH, Config, Pallet, MAX_PERSONS, PERSON_DEPTH};
use census_lean_imt::shape::{append_hashes, depth, pages_changed, pages_on_path};
use census_primitives::{PersonScope, ProofRefusal, VerifyError, VerifySemaphore};
use census_zk_types::Word;
use frame_support::traits::EnsureOriginWithArg;
use sp_runtime::traits::Verify;

type Verifier = <Test as Config>::Proofs;

fn check(proof: Published, depth: u8) {
	let proof = published(proof);
	assert_eq!(proof, census_vectors::semaphore::proof(depth).proof);
	assert!(Verifier::verify(&proof).is_ok());
}

#[test]
fn the_proofs_are_the_published_ones_and_hold() {
	externalities().execute_with(|| {
		check(KNOWLEDGE, crate::knowledge::KNOWLEDGE_DEPTH);
		check(ACT, PERSON_DEPTH);
	});
}

#[test]
fn what_stands_in_a_proofs_place_does_not_hold() {
	externalities().execute_with(|| {
		let known = published(ACT);
		let other = unproven(ACT, known.merkle_tree_root, known.scope, Word::from(1));
		assert_eq!(
			Verifier::verify(&other),
			Err(ProofRefusal::Verifier(VerifyError::ProofInvalid))
		);
	});
}

#[test]
fn signatures_of_every_kind_hold() {
	externalities().execute_with(|| {
		for kind in [Kind::Sr25519, Kind::Ed25519, Kind::Ecdsa] {
			let key = key(kind, 1);
			let signature = sign(&key, b"message");
			let account = account_of::<Test>(&key);
			assert!(signature.verify(&b"message"[..], &account), "{kind:?}");
			assert!(!signature.verify(&b"another"[..], &account), "{kind:?}");
		}
	});
}

/// What an append writes anew and keeps, in pages, and its hashes.
fn cost(size: u32) -> (u64, u64) {
	let (size, count) = (u64::from(size), u64::from(APPEND_BATCH));
	(pages_changed(size, count) + u64::from(pages_on_path(size)), append_hashes(size, count))
}

#[test]
fn no_append_costs_more_than_the_one_that_is_measured() {
	let (pages, hashes) = cost(APPEND_SIZE);
	assert_eq!(depth((APPEND_SIZE + APPEND_BATCH).into()), PERSON_DEPTH);
	// Sizes a few leaves around every multiple of large powers of two, and many small ones.
	let last = MAX_PERSONS - APPEND_BATCH;
	let around = (10..=26).flat_map(|height| {
		(0..=64u32).flat_map(move |odd| {
			let multiple = odd.checked_shl(height).unwrap_or(0);
			(0..=64u32).map(move |leaf| multiple.saturating_add(32).saturating_sub(leaf))
		})
	});
	for size in around.chain(0..200_000).filter(|size| *size <= last) {
		let (other_pages, other_hashes) = cost(size);
		assert!(other_pages <= pages, "{size}: {other_pages} pages, not {pages}");
		assert!(other_hashes <= hashes, "{size}: {other_hashes} hashes, not {hashes}");
	}
}

#[test]
fn an_electorate_can_be_pinned() {
	externalities().execute_with(|| {
		super::records::begin::<Test>();
		Pallet::<Test>::benchmark_electorate(5);
		let epoch = crate::PinnableEpoch::<Test>::get();
		assert_eq!(Pallet::<Test>::epoch_tree(epoch).unwrap().members, 5);
	});
}

#[test]
fn who_is_let_in_has_acted() {
	externalities().execute_with(|| {
		super::records::begin::<Test>();
		let (scope, _) = super::records::put_scope::<Test>([1; 32].into());
		let used = || crate::Scopes::<Test>::get(scope).unwrap().used;
		let before = used();
		let scope = PersonScope::Application { scope, topic: crate::NO_TOPIC };
		let origin = crate::EnsureInScope::<Test>::try_successful_origin(&scope).unwrap();
		let alias = crate::EnsureInScope::<Test>::ensure_origin(origin, &scope).unwrap();
		assert_eq!(used(), before + 1);
		let group = Pallet::<Test>::group_of(&scope);
		assert_eq!(crate::Nullifiers::<Test>::get(group, alias), Some(crate::Use::Spent));
	});
}
