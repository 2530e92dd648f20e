//! Proofs in batches: each has the verdict that it would have alone.

use super::validate_proof::{plus, ON_THE_TWIST_OUTSIDE_THE_SUBGROUP};
use crate::{benchmark_proofs, mock::*, weights, Error, Event, Groups, Nullifiers, WeightInfo};
use census_primitives::{GroupId, ProofRefusal, VerifyError, RESERVED_SCOPE};
use census_prover::factory::identities;
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_support::{assert_ok, traits::Get, weights::Weight};
use sp_runtime::{DispatchError, DispatchResult};

/// Sends a batch. Its weight is never more than what was charged.
fn validate(group: GroupId, proofs: &[SemaphoreProof]) -> DispatchResult {
	weigh(group, proofs).map(drop)
}

fn weigh(group: GroupId, proofs: &[SemaphoreProof]) -> Result<Weight, DispatchError> {
	let batch = proofs.to_vec().try_into().expect("no more than the most");
	let done = GroupsPallet::validate_proofs(by(OTHER), group, batch);
	let weight = done.map_err(|refused| refused.error)?.actual_weight.expect("it is told");
	assert!(weights::batch::<Test>(proofs).all_gte(weight));
	Ok(weight)
}

/// The pallet's events since the last reset.
pub(crate) fn events() -> Vec<Event<Test>> {
	let events = System::events().into_iter();
	events
		.filter_map(|record| match record.event {
			RuntimeEvent::GroupsPallet(event) => Some(event),
			_ => None,
		})
		.collect()
}

pub(crate) fn validated(group: GroupId, proof: &SemaphoreProof) -> Event<Test> {
	Event::ProofValidated {
		group,
		merkle_tree_depth: proof.merkle_tree_depth,
		merkle_tree_root: proof.merkle_tree_root.try_into().unwrap(),
		nullifier: proof.nullifier.try_into().unwrap(),
		message: proof.message,
		scope: proof.scope,
	}
}

pub(crate) fn refused(group: GroupId, index: u32, refusal: ProofRefusal) -> Event<Test> {
	Event::ProofRefused { group, index, refusal }
}

/// A group that has ended a block with each of these lists of members, whose lengths do not shrink.
fn group_that_was(lists: &[Vec<Word>]) -> GroupId {
	let group = new_group(Some(100), false);
	for members in lists {
		let size = Groups::<Test>::get(group).unwrap().size;
		let (old, new) = members.split_at(size as usize);
		let others = || {
			let stand = |(index, member): &(u32, &Word)| {
				GroupsPallet::index_of(group, **member) != Some(*index)
			};
			(0u32..).zip(old).filter(stand)
		};
		// Two lists may have one member in different places, so all make way first.
		let unused = |index| commitment(1 << 40 | u64::from(index));
		for (index, _) in others() {
			assert_ok!(GroupsPallet::update_member(by(ADMIN), group, index, unused(index)));
		}
		for (index, member) in others() {
			assert_ok!(GroupsPallet::update_member(by(ADMIN), group, index, *member));
		}
		if !new.is_empty() {
			let new = new.to_vec().try_into().unwrap();
			assert_ok!(GroupsPallet::add_members(by(ADMIN), group, new));
		}
		next_block();
	}
	group
}

/// A group that accepts the first so many of the benchmarks' proofs.
pub(crate) fn group_and_proofs(count: u32) -> (GroupId, Vec<SemaphoreProof>) {
	let proofs = benchmark_proofs::proofs(count).into_iter().map(|(_, proof)| proof).collect();
	let people = identities("census benchmark", count as usize);
	let lists: Vec<_> = (1u64..)
		.zip(people)
		.map(|(place, person)| vec![person.commitment().into(), Word::from(place)])
		.collect();
	(group_that_was(&lists), proofs)
}

/// A group that accepts a proof for each depth from 1 to 32, and these proofs.
fn group_and_vectors() -> (GroupId, Vec<SemaphoreProof>) {
	let mut vectors: Vec<_> = VECTORS.iter().collect();
	vectors.sort_by_key(|vector| vector.members.len());
	let lists: Vec<_> = vectors.iter().map(|vector| vector.member_words()).collect();
	(group_that_was(&lists), vectors.iter().map(|vector| vector.proof.clone()).collect())
}

/// A batch in which a proof is wrong in each of the ways that there are.
#[test]
fn each_proof_of_a_batch_stands_for_itself() {
	run(|| {
		let (group, proofs) = group_and_proofs(8);
		let with = |change: fn(&mut SemaphoreProof)| {
			let mut proof = proofs[7].clone();
			change(&mut proof);
			proof
		};
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, proofs[0].clone().into()));
		let modulus = FieldElement::MODULUS;
		let points = VECTORS[3].proof.points;
		let batch = [
			(proofs[0].clone(), Err(ProofRefusal::NullifierUsed)),
			(proofs[1].clone(), Ok(())),
			(with(|proof| proof.merkle_tree_depth = 0), Err(ProofRefusal::DepthOutOfRange)),
			(with(|proof| proof.merkle_tree_depth = 33), Err(ProofRefusal::DepthOutOfRange)),
			(proofs[1].clone(), Err(ProofRefusal::NullifierUsed)),
			(
				SemaphoreProof { merkle_tree_root: modulus, ..proofs[7].clone() },
				Err(ProofRefusal::RootNotInField),
			),
			(
				SemaphoreProof { nullifier: modulus, ..proofs[7].clone() },
				Err(ProofRefusal::NullifierNotInField),
			),
			(
				with(|proof| proof.scope.0[..8].copy_from_slice(&RESERVED_SCOPE)),
				Err(ProofRefusal::ScopeReserved),
			),
			(with(|proof| proof.merkle_tree_root = Word::default()), Err(ProofRefusal::RootZero)),
			(with(|proof| proof.merkle_tree_root = Word::from(5)), Err(ProofRefusal::RootUnknown)),
			(proofs[2].clone(), Ok(())),
			(
				with(|proof| proof.message = Word::from(1)),
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			),
			(
				with(|proof| proof.nullifier.0[31] ^= 1),
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			),
			(
				with(|proof| proof.points[0] = Word([0xff; 32])),
				Err(ProofRefusal::Verifier(VerifyError::CoordinateNotInField)),
			),
			(
				with(|proof| proof.points[6..].fill(Word::default())),
				Err(ProofRefusal::Verifier(VerifyError::PointAtInfinity)),
			),
			(
				with(|proof| proof.points[1] = Word::from(1)),
				Err(ProofRefusal::Verifier(VerifyError::PointNotOnCurve)),
			),
			(
				SemaphoreProof { points, ..proofs[7].clone() },
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			),
			(
				with(|proof| proof.merkle_tree_depth = 31),
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid)),
			),
			(proofs[7].clone(), Ok(())),
			(proofs[7].clone(), Err(ProofRefusal::NullifierUsed)),
			(proofs[3].clone(), Ok(())),
		];
		// What the single call would say of each of those that nothing before it in the batch affects.
		let now = System::block_number();
		for (proof, verdict) in &batch {
			let alone = GroupsPallet::check_proof(group, proof, now);
			assert!(alone == *verdict || *verdict == Err(ProofRefusal::NullifierUsed));
		}
		System::reset_events();

		let (sent, verdicts): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
		assert_ok!(validate(group, &sent));
		let told = |accepted: bool| {
			(0u32..).zip(&verdicts).filter(move |(_, verdict)| verdict.is_ok() == accepted)
		};
		let expected: Vec<_> = told(true)
			.map(|(index, _)| validated(group, &sent[index as usize]))
			.chain(told(false).map(|(index, verdict)| refused(group, index, verdict.unwrap_err())))
			.collect();
		assert_eq!(events(), expected);
		assert_eq!(Nullifiers::<Test>::iter_prefix(group).count(), 5);
	});
}

#[test]
fn a_point_outside_the_subgroup_does_not_stop_the_others() {
	run(|| {
		let (group, proofs) = group_and_proofs(3);
		let mut outside = proofs.clone();
		outside[1].points[2..6]
			.copy_from_slice(&ON_THE_TWIST_OUTSIDE_THE_SUBGROUP.map(|text| text.parse().unwrap()));
		System::reset_events();
		assert_ok!(validate(group, &outside));
		assert_eq!(
			events(),
			[
				validated(group, &proofs[0]),
				validated(group, &proofs[2]),
				refused(group, 1, ProofRefusal::Verifier(VerifyError::PointNotInSubgroup)),
			]
		);
	});
}

#[test]
fn roots_past_their_windows_are_refused_one_by_one() {
	run(|| {
		let (group, proofs) = group_and_proofs(4);
		assert_ok!(GroupsPallet::update_root_duration(by(ADMIN), group, 2));
		System::reset_events();
		assert_ok!(validate(group, &proofs));
		let told = events();
		assert_eq!(
			told,
			[
				validated(group, &proofs[2]),
				validated(group, &proofs[3]),
				refused(group, 0, ProofRefusal::RootExpired),
				refused(group, 1, ProofRefusal::RootExpired),
			]
		);
	});
	run(|| {
		let (group, proofs) = group_and_proofs(3);
		assert_ok!(GroupsPallet::set_instant_revocation(by(ADMIN), group, true));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, 0));
		System::reset_events();
		assert_ok!(validate(group, &proofs));
		let revoked = |index| refused(group, index, ProofRefusal::RootRevoked);
		assert_eq!(events(), [revoked(0), revoked(1), revoked(2)]);
	});
}

/// All depths in one batch, and some of it wrong.
#[test]
fn depths_may_be_mixed() {
	run(|| {
		let (group, mut proofs) = group_and_vectors();
		for place in [3, 17, 30] {
			proofs[place].message.0[0] ^= 1;
		}
		// Two of depth 32, the first of which does not hold.
		let deepest = proofs.iter().find(|proof| proof.merkle_tree_depth == 32).unwrap().clone();
		let mut wrong = deepest.clone();
		wrong.nullifier.0[31] ^= 1;
		proofs.insert(0, wrong);
		System::reset_events();
		let alone: Vec<_> = proofs
			.iter()
			.map(|proof| GroupsPallet::check_proof(group, proof, System::block_number()))
			.collect();
		assert_eq!(alone.iter().filter(|verdict| verdict.is_err()).count(), 4);
		assert_ok!(validate(group, &proofs));
		for ((index, proof), verdict) in (0..).zip(&proofs).zip(alone) {
			let expected = match verdict {
				Ok(()) => validated(group, proof),
				Err(refusal) => refused(group, index, refusal),
			};
			assert!(events().contains(&expected), "{expected:?}");
		}
		assert_eq!(events().len(), proofs.len());
	});
}

#[test]
fn a_nullifier_counts_once_in_a_batch() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		// The first one does not hold, so the second is not refused for its nullifier's sake.
		let mut wrong = proofs[0].clone();
		wrong.message = Word::from(1);
		let batch = [wrong, proofs[0].clone(), proofs[0].clone(), proofs[1].clone()];
		System::reset_events();
		assert_ok!(validate(group, &batch));
		assert_eq!(
			events(),
			[
				validated(group, &proofs[0]),
				validated(group, &proofs[1]),
				refused(group, 0, ProofRefusal::Verifier(VerifyError::ProofInvalid)),
				refused(group, 2, ProofRefusal::NullifierUsed),
			]
		);
		System::reset_events();
		assert_ok!(validate(group, &proofs));
		let used = |index| refused(group, index, ProofRefusal::NullifierUsed);
		assert_eq!(events(), [used(0), used(1)]);
	});
}

#[test]
fn a_nullifier_plus_the_modulus_is_no_second_one() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		let mut second = proofs[0].clone();
		second.nullifier = plus(second.nullifier, FieldElement::MODULUS);
		for batch in [[second.clone(), proofs[0].clone()], [proofs[0].clone(), second]] {
			System::reset_events();
			assert_ok!(validate(group, &batch));
			let refusals = events().into_iter().filter(|event| {
				matches!(
					event,
					Event::ProofRefused { refusal: ProofRefusal::NullifierNotInField, .. }
				)
			});
			assert_eq!(refusals.count(), 1);
		}
		assert_eq!(Nullifiers::<Test>::iter_prefix(group).count(), 1);
	});
}

#[test]
fn a_batch_of_refused_proofs_changes_nothing_but_is_told() {
	run(|| {
		let (group, mut proofs) = group_and_proofs(4);
		for proof in &mut proofs {
			proof.message = Word::from(1);
		}
		System::reset_events();
		assert_ok!(validate(group, &proofs));
		let invalid =
			|index| refused(group, index, ProofRefusal::Verifier(VerifyError::ProofInvalid));
		assert_eq!(events(), (0..4).map(invalid).collect::<Vec<_>>());
		assert_eq!(Nullifiers::<Test>::iter_prefix(group).count(), 0);
	});
}

#[test]
fn a_batch_of_nothing_or_for_no_group_is_refused() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		assert_refused(|| validate(group, &[]), Error::BatchEmpty);
		assert_refused(|| validate(group + 1, &proofs), Error::GroupNotFound);
		assert_ok!(GroupsPallet::close_group(by(ADMIN), group));
		assert_refused(|| validate(group, &proofs), Error::GroupClosing);
	});
}

#[test]
fn a_batch_over_the_bound_is_no_call() {
	use codec::{Decode, Encode};
	let encoded = |count| {
		let call = (12u8, 0u32, vec![VECTORS[0].proof.clone(); count]).encode();
		crate::Call::<Test>::decode(&mut &call[..]).is_ok()
	};
	let most: u32 = <Test as crate::Config>::MaxProofs::get();
	assert!(encoded(most as usize));
	assert!(!encoded(most as usize + 1));
}

#[test]
fn no_more_proofs_are_taken_than_can_be_counted() {
	run(|| {
		let (group, proofs) = group_and_proofs(2);
		let count = |nullifiers| {
			Groups::<Test>::mutate(group, |group| group.as_mut().unwrap().nullifiers = nullifiers)
		};
		count(u32::MAX - 1);
		assert_refused(|| validate(group, &proofs), Error::NullifiersFull);
		count(0);
		assert_ok!(validate(group, &proofs));
	});
}

#[test]
fn who_does_not_sign_is_refused() {
	run(|| {
		let (group, proofs) = group_and_proofs(1);
		frame_support::assert_noop!(
			GroupsPallet::validate_proofs(RuntimeOrigin::none(), group, proofs.try_into().unwrap()),
			DispatchError::BadOrigin
		);
	});
}

/// Whichever proofs do not hold, and wherever they stand; whether or not there are funds for all.
#[test]
fn a_batch_does_what_its_proofs_do_one_by_one() {
	externalities().execute_with(|| {
		let (group, proofs) = group_and_proofs(4);
		let vectors = group_and_vectors();
		for flawed in 0u32..16 {
			for (group, proofs) in [(group, &proofs[..]), (vectors.0, &vectors.1[8..12])] {
				let mut proofs = proofs.to_vec();
				for (place, proof) in proofs.iter_mut().enumerate() {
					match flawed >> place & 1 {
						1 if place % 2 == 0 => proof.message = Word::from(99 + place as u64),
						1 => proof.points[7] = Word::from(1),
						_ => {}
					}
				}
				let outcome = |call: &dyn Fn()| {
					frame_support::storage::with_transaction_unchecked(|| {
						call();
						let root = sp_io::storage::root(sp_runtime::StateVersion::V1);
						sp_runtime::TransactionOutcome::Rollback(root)
					})
				};
				for who in [OTHER, POOR] {
					let one_by_one = outcome(&|| {
						for proof in &proofs {
							let _ =
								GroupsPallet::validate_proof(by(who), group, proof.clone().into());
						}
						System::reset_events();
					});
					let together = outcome(&|| {
						let batch = proofs.clone().try_into().unwrap();
						assert_ok!(GroupsPallet::validate_proofs(by(who), group, batch));
						System::reset_events();
					});
					assert_eq!(one_by_one, together);
				}
			}
		}
		check_state();
	});
}

#[test]
fn weight_is_given_back_for_depths_whose_proofs_were_verified_together() {
	run(|| {
		type Weights = <Test as crate::Config>::WeightInfo;
		let (together, alone) = (Weights::validate_proofs, Weights::validate_proofs_refused);
		let (group, proofs) = group_and_proofs(9);
		let mut other_depth = proofs[8].clone();
		other_depth.merkle_tree_depth = 20;
		assert_eq!(weigh(group, &proofs[..4]), Ok(together(4)));
		// What is refused before that is not verified at all.
		assert_eq!(weigh(group, &proofs[2..6]), Ok(together(4)));
		let mixed = [&proofs[6..8], &[other_depth]].concat();
		assert_eq!(weigh(group, &mixed), Ok(together(2).saturating_add(alone(1))));
		let mut wrong = proofs[8].clone();
		wrong.nullifier.0[31] ^= 1;
		assert_eq!(weigh(group, &[proofs[8].clone(), wrong]), Ok(alone(2)));
		// The charge beforehand is that of the worst, for each depth.
		let batch = |proofs: &[SemaphoreProof]| weights::batch::<Test>(proofs);
		assert_eq!(batch(&proofs), alone(9));
		assert_eq!(batch(&mixed), alone(2).saturating_add(alone(1)));
	});
}
