//! Root windows, seen through the read-only check: a root that passes meets the next refusal.

use crate::{mock::*, Error, Groups, RootHistory, SupersededRoots};
use census_primitives::{GroupId, ProofRefusal, VerifyError};
use census_zk_types::{FieldElement, SemaphoreProof};
use frame_support::assert_ok;

/// What the group says of a root in the present block. The points are worthless: they are looked
/// at only when the root has passed.
fn check(group: GroupId, root: FieldElement) -> Result<(), ProofRefusal> {
	let proof = SemaphoreProof {
		merkle_tree_depth: 1,
		merkle_tree_root: root.into(),
		..VECTORS[1].proof.clone()
	};
	match GroupsPallet::check_proof(group, &proof, System::block_number()) {
		Err(ProofRefusal::Verifier(VerifyError::ProofInvalid)) => Ok(()),
		refused => refused,
	}
}

fn add(group: GroupId, number: u64) {
	assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(number)));
}

#[test]
fn the_current_root_never_expires() {
	run(|| {
		let group = new_group(Some(0), false);
		add(group, 1);
		skip_blocks(1_000_000);
		assert_eq!(check(group, root(group)), Ok(()));
	});
}

#[test]
fn a_window_runs_from_supersession_and_is_half_open() {
	run(|| {
		let group = new_group(Some(3), false);
		add(group, 1);
		let first = root(group);
		// Long after it came to be, and longer than the window.
		skip_blocks(50);
		assert_eq!(check(group, first), Ok(()));
		add(group, 2);
		for _ in 0..3 {
			assert_eq!(check(group, first), Ok(()));
			next_block();
		}
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn a_duration_of_no_blocks_accepts_the_current_root_alone() {
	run(|| {
		let group = new_group(Some(0), false);
		add(group, 1);
		let first = root(group);
		next_block();
		add(group, 2);
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn a_root_counts_from_the_block_after_the_one_that_ended_with_it() {
	run(|| {
		let group = new_group(None, false);
		add(group, 1);
		assert_eq!(check(group, root(group)), Err(ProofRefusal::RootUnknown));
		next_block();
		assert_eq!(check(group, root(group)), Ok(()));
	});
}

#[test]
fn a_member_for_less_than_a_block_proves_nothing() {
	run(|| {
		let group = new_group(None, false);
		add(group, 1);
		next_block();
		add(group, 2);
		let within = root(group);
		assert_eq!(check(group, within), Err(ProofRefusal::RootUnknown));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 1));
		next_block();
		assert_eq!(check(group, within), Err(ProofRefusal::RootUnknown));
	});
}

#[test]
fn a_block_leaves_one_root() {
	run(|| {
		let group = new_group(None, false);
		add(group, 1);
		let within = root(group);
		add(group, 2);
		let last = root(group);
		next_block();
		add(group, 3);
		assert_eq!(check(group, within), Err(ProofRefusal::RootUnknown));
		assert_eq!(check(group, last), Ok(()));
		assert_eq!(RootHistory::<Test>::iter_prefix(group).count(), 1);
	});
}

#[test]
fn a_root_of_another_group_is_unknown() {
	run(|| {
		let (group, other) = (new_group(None, false), new_group(None, false));
		add(group, 1);
		add(other, 2);
		assert_eq!(check(group, root(other)), Err(ProofRefusal::RootUnknown));
	});
}

#[test]
fn the_root_zero_is_refused_even_where_it_is_current() {
	run(|| {
		let group = new_group(None, false);
		assert_eq!(check(group, FieldElement::ZERO), Err(ProofRefusal::RootZero));
		add(group, 1);
		next_block();
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		assert!(root(group).is_zero());
		assert_eq!(check(group, FieldElement::ZERO), Err(ProofRefusal::RootZero));
		next_block();
		add(group, 2);
		assert_eq!(check(group, FieldElement::ZERO), Err(ProofRefusal::RootZero));
	});
}

#[test]
fn an_addition_leaves_earlier_roots_alive_and_a_removal_does_too_without_instant_revocation() {
	run(|| {
		let group = new_group(None, false);
		add(group, 1);
		add(group, 2);
		let both = root(group);
		next_block();
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		assert_eq!(check(group, both), Ok(()));
	});
}

#[test]
fn instant_revocation_kills_all_earlier_roots_in_the_call() {
	run(|| {
		let group = new_group(None, true);
		add(group, 1);
		let first = root(group);
		next_block();
		add(group, 2);
		let second = root(group);
		next_block();
		assert_eq!((check(group, first), check(group, second)), (Ok(()), Ok(())));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		for dead in [first, second] {
			assert_eq!(check(group, dead), Err(ProofRefusal::RootRevoked));
		}
		// Roots that came later live their time.
		let third = root(group);
		next_block();
		assert_eq!(check(group, third), Ok(()));
		add(group, 3);
		assert_eq!(check(group, third), Ok(()));
		// And switching it off, or a longer duration, wakes nobody.
		assert_ok!(GroupsPallet::set_instant_revocation(by(ADMIN), group, false));
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 100));
		assert!(check(group, first).is_err());
		assert!(check(group, second).is_err());
	});
}

#[test]
fn a_replacement_revokes_as_a_removal_does() {
	run(|| {
		let group = new_group(None, true);
		add(group, 1);
		let first = root(group);
		next_block();
		assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(2)));
		assert_eq!(check(group, first), Err(ProofRefusal::RootRevoked));
	});
}

#[test]
fn instant_revocation_reaches_a_root_superseded_earlier_in_the_same_block() {
	run(|| {
		let group = new_group(None, true);
		add(group, 1);
		let first = root(group);
		next_block();
		add(group, 2);
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		add(group, 3);
		assert_eq!(check(group, first), Err(ProofRefusal::RootRevoked));
	});
}

#[test]
fn a_shorter_duration_expires_at_once_and_a_longer_one_revives_nothing() {
	run(|| {
		let group = new_group(Some(10), false);
		add(group, 1);
		let first = root(group);
		next_block();
		add(group, 2);
		skip_blocks(5);
		assert_eq!(check(group, first), Ok(()));
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 5));
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 100));
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));

		// Expired under the old duration, before it grows.
		let second = root(group);
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 2));
		next_block();
		add(group, 3);
		skip_blocks(2);
		assert_eq!(check(group, second), Err(ProofRefusal::RootExpired));
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 100));
		assert_eq!(check(group, second), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn a_longer_duration_reaches_roots_still_alive() {
	run(|| {
		let group = new_group(Some(3), false);
		add(group, 1);
		let first = root(group);
		next_block();
		add(group, 2);
		skip_blocks(2);
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 20));
		skip_blocks(17);
		assert_eq!(check(group, first), Ok(()));
		next_block();
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn a_duration_changed_in_a_block_holds_for_a_root_superseded_later_in_it() {
	run(|| {
		let group = new_group(Some(0), false);
		add(group, 1);
		let first = root(group);
		next_block();
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 5));
		add(group, 2);
		assert_eq!(check(group, first), Ok(()));
	});
}

#[test]
fn a_root_that_comes_back_has_its_window_anew() {
	run(|| {
		let group = new_group(Some(5), false);
		add(group, 1);
		let first = root(group);
		next_block();
		assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(2)));
		skip_blocks(4);
		assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(1)));
		assert_eq!(root(group), first);
		skip_blocks(20);
		assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(3)));
		// The pruning of the first window must not end the second.
		for number in 4..8 {
			assert_eq!(check(group, first), Ok(()));
			next_block();
			assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(number)));
		}
		next_block();
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn forgetting_a_roots_first_window_does_not_end_its_second() {
	run(|| {
		let group = new_group(Some(8), false);
		let put = |number| {
			assert_ok!(GroupsPallet::update_member(by(ADMIN), group, 0, commitment(number)));
		};
		add(group, 1);
		let first = root(group);
		// Superseded in block 2, current again from block 3, superseded again in block 4.
		for number in [2, 1, 3] {
			next_block();
			put(number);
		}
		skip_blocks(6);
		put(4);
		assert_eq!(RootHistory::<Test>::get(group, 0), None, "the first window is forgotten");
		next_block();
		assert_eq!(check(group, first), Ok(()));
		next_block();
		assert_eq!(check(group, first), Err(ProofRefusal::RootExpired));
	});
}

#[test]
fn the_history_is_pruned_to_its_window() {
	run(|| {
		let group = new_group(Some(5), false);
		for number in 1..100 {
			add(group, number);
			next_block();
		}
		assert!(RootHistory::<Test>::iter_prefix(group).count() <= 6);
		assert!(SupersededRoots::<Test>::iter_prefix(group).count() <= 6);
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 1));
		for number in 100..110 {
			add(group, number);
			next_block();
		}
		assert!(RootHistory::<Test>::iter_prefix(group).count() <= 2);
	});
}

#[test]
fn only_the_admin_changes_the_window() {
	run(|| {
		let group = new_group(None, false);
		assert_refused(|| GroupsPallet::update_root_duration(by(OTHER), group, 1), Error::NotAdmin);
		assert_refused(
			|| GroupsPallet::set_instant_revocation(by(OTHER), group, true),
			Error::NotAdmin,
		);
		assert_refused(
			|| GroupsPallet::update_root_duration(by(ADMIN), group, 101),
			Error::RootDurationTooLong,
		);
		assert_eq!(Groups::<Test>::get(group).unwrap().root_duration, 10);
	});
}
