//! Proofs made by Semaphore's npm packages, and what becomes of them when they are tampered with.

use crate::{mock::*, Error, Event, Nullifiers};
use census_primitives::{GroupId, ProofRefusal, VerifyError, RESERVED_SCOPE};
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use codec::Decode;
use frame_support::assert_ok;

/// `q`, the modulus of BN254's base field.
const Q: &str = "21888242871839275222246405745257275088696311157297823662689037894645226208583";

pub(crate) fn plus(word: Word, other: Word) -> Word {
	let mut sum = Word::default();
	let mut carry = 0;
	for index in (0..32).rev() {
		carry += u16::from(word.0[index]) + u16::from(other.0[index]);
		sum.0[index] = carry as u8;
		carry >>= 8;
	}
	assert_eq!(carry, 0, "the sum needs more than 256 bits");
	sum
}

/// A copy of the proof with one change.
fn with(proof: &SemaphoreProof, change: impl FnOnce(&mut SemaphoreProof)) -> SemaphoreProof {
	let mut changed = proof.clone();
	change(&mut changed);
	changed
}

/// Asserts that the proof is refused for this reason by the call and by the read-only check.
#[track_caller]
fn refused(group: GroupId, proof: SemaphoreProof, refusal: ProofRefusal) {
	assert_eq!(
		GroupsPallet::check_proof(group, &proof, System::block_number()),
		Err(refusal),
		"the read-only check"
	);
	assert_refused(|| GroupsPallet::validate_proof(by(OTHER), group, proof.into()), refusal.into());
}

#[test]
fn all_vectors_are_accepted_once() {
	run(|| {
		for vector in VECTORS.iter() {
			let group = group_of(vector);
			assert_eq!(root(group), vector.merkle_proof.root);
			let proof = &vector.proof;
			// Asking consumes nothing.
			for _ in 0..2 {
				assert_eq!(GroupsPallet::check_proof(group, proof, System::block_number()), Ok(()));
			}
			assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, proof.clone().into()));
			let nullifier = FieldElement::try_from(proof.nullifier).unwrap();
			assert_eq!(
				last_event(),
				Event::ProofValidated {
					group,
					merkle_tree_depth: proof.merkle_tree_depth,
					merkle_tree_root: root(group),
					nullifier,
					message: proof.message,
					scope: proof.scope,
				}
			);
			assert!(Nullifiers::<Test>::contains_key(group, nullifier));
			refused(group, proof.clone(), ProofRefusal::NullifierUsed);
		}
	});
}

#[test]
fn a_proof_counts_in_each_group_once() {
	run(|| {
		let vector = &VECTORS[2];
		for group in [group_of(vector), group_of(vector)] {
			assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()));
			refused(group, vector.proof.clone(), ProofRefusal::NullifierUsed);
		}
	});
}

#[test]
fn what_a_proof_says_cannot_be_changed() {
	run(|| {
		for vector in VECTORS.iter().step_by(7) {
			let (group, proof) = (group_of(vector), &vector.proof);
			let one = Word::from(1);
			let flip = |word: &mut Word| word.0[31] ^= 1;
			let invalid = [
				with(proof, |proof| flip(&mut proof.message)),
				with(proof, |proof| flip(&mut proof.scope)),
				with(proof, |proof| proof.nullifier = one),
				with(proof, |proof| proof.merkle_tree_depth = proof.merkle_tree_depth % 32 + 1),
				// A and C swapped: good points in the wrong places.
				with(proof, |proof| {
					let points = proof.points;
					(proof.points[0], proof.points[1]) = (points[6], points[7]);
					(proof.points[6], proof.points[7]) = (points[0], points[1]);
				}),
			];
			for changed in invalid {
				refused(group, changed, ProofRefusal::Verifier(VerifyError::ProofInvalid));
			}
			assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, proof.clone().into()));
		}
	});
}

#[test]
fn a_number_has_one_form() {
	run(|| {
		let vector = &VECTORS[3];
		let (group, proof) = (group_of(vector), &vector.proof);
		let (r, q) = (FieldElement::MODULUS, Q.parse().unwrap());
		refused(
			group,
			with(proof, |proof| proof.nullifier = plus(proof.nullifier, r)),
			ProofRefusal::NullifierNotInField,
		);
		refused(
			group,
			with(proof, |proof| proof.merkle_tree_root = plus(proof.merkle_tree_root, r)),
			ProofRefusal::RootNotInField,
		);
		for point in 0..8 {
			refused(
				group,
				with(proof, |proof| proof.points[point] = plus(proof.points[point], q)),
				ProofRefusal::Verifier(VerifyError::CoordinateNotInField),
			);
		}
		// And none but the number itself is used up: the proof still counts.
		assert_ok!(GroupsPallet::validate_proof(by(OTHER), group, proof.clone().into()));
	});
}

#[test]
fn a_scope_of_persons_is_refused() {
	run(|| {
		let vector = &VECTORS[3];
		let (group, proof) = (group_of(vector), &vector.proof);
		let reserved = |scope: &mut Word| scope.0[..8].copy_from_slice(&RESERVED_SCOPE);
		refused(
			group,
			with(proof, |proof| reserved(&mut proof.scope)),
			ProofRefusal::ScopeReserved,
		);
		// One byte off, it is any scope: this proof was not made for it.
		refused(
			group,
			with(proof, |proof| {
				reserved(&mut proof.scope);
				proof.scope.0[7] ^= 1;
			}),
			ProofRefusal::Verifier(VerifyError::ProofInvalid),
		);
	});
}

#[test]
fn points_that_are_no_points_are_refused() {
	run(|| {
		let vector = &VECTORS[3];
		let (group, proof) = (group_of(vector), &vector.proof);
		for coordinates in [0..2, 2..6, 6..8] {
			refused(
				group,
				with(proof, |proof| proof.points[coordinates.clone()].fill(Word::default())),
				ProofRefusal::Verifier(VerifyError::PointAtInfinity),
			);
			refused(
				group,
				with(proof, |proof| proof.points[coordinates.start].0[31] ^= 1),
				ProofRefusal::Verifier(VerifyError::PointNotOnCurve),
			);
		}
	});
}

#[test]
fn a_point_outside_the_subgroup_is_refused() {
	run(|| {
		let vector = &VECTORS[3];
		let group = group_of(vector);
		let outside = with(&vector.proof, |proof| {
			proof.points[2..6].copy_from_slice(
				&ON_THE_TWIST_OUTSIDE_THE_SUBGROUP.map(|text| text.parse().unwrap()),
			)
		});
		refused(group, outside, ProofRefusal::Verifier(VerifyError::PointNotInSubgroup));
	});
}

/// `x.c1, x.c0, y.c1, y.c0` of a point on BN254's twist, `y^2 = x^3 + 3 / (9 + u)`, with `x = 1`: one
/// that is there for any `x` of which the right side is a square, and so, almost surely, outside
/// the subgroup.
pub(crate) const ON_THE_TWIST_OUTSIDE_THE_SUBGROUP: [&str; 4] = [
	"0",
	"1",
	"5912654199736721486680175016176231956195085055698687135131307249486702594212",
	"18278151005453108793778860132295291098363647455926340152056652516292830556603",
];

#[test]
fn depths_without_a_circuit_are_refused() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		for depth in [0, 33, 255] {
			refused(
				group,
				with(&vector.proof, |proof| proof.merkle_tree_depth = depth),
				ProofRefusal::DepthOutOfRange,
			);
		}
	});
}

#[test]
fn the_group_must_exist() {
	run(|| refused(0, VECTORS[0].proof.clone(), ProofRefusal::GroupNotFound));
}

#[test]
fn the_groups_root_must_be_the_proofs() {
	run(|| {
		let group = group_of(&VECTORS[0]);
		refused(group, VECTORS[1].proof.clone(), ProofRefusal::RootUnknown);
		refused(
			group,
			with(&VECTORS[0].proof, |proof| proof.merkle_tree_root = Word::default()),
			ProofRefusal::RootZero,
		);
	});
}

#[test]
fn a_proof_made_before_an_addition_holds_inside_its_window_and_not_after() {
	run(|| {
		let vector = &VECTORS[4];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::add_member(by(ADMIN), group, commitment(1)));
		let now = System::block_number();
		assert_eq!(GroupsPallet::check_proof(group, &vector.proof, now), Ok(()));
		assert_eq!(GroupsPallet::check_proof(group, &vector.proof, now + 9), Ok(()));
		skip_blocks(10);
		refused(group, vector.proof.clone(), ProofRefusal::RootExpired);
	});
}

#[test]
fn a_proof_of_a_removed_member_is_refused_at_once_under_instant_revocation() {
	run(|| {
		let vector = &VECTORS[4];
		let group = group_of(vector);
		assert_ok!(GroupsPallet::set_instant_revocation(by(ADMIN), group, true));
		assert_ok!(GroupsPallet::remove_member(by(ADMIN), group, vector.member_index));
		refused(group, vector.proof.clone(), ProofRefusal::RootRevoked);
	});
}

#[test]
fn no_more_proofs_are_taken_than_can_be_counted() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		let count = |nullifiers| {
			crate::Groups::<Test>::mutate(group, |group| {
				group.as_mut().unwrap().nullifiers = nullifiers
			})
		};
		count(u32::MAX);
		assert_refused(
			|| GroupsPallet::validate_proof(by(OTHER), group, vector.proof.clone().into()),
			Error::NullifiersFull,
		);
		count(0);
	});
}

#[test]
fn who_does_not_sign_is_refused() {
	run(|| {
		let vector = &VECTORS[0];
		let group = group_of(vector);
		frame_support::assert_noop!(
			GroupsPallet::validate_proof(RuntimeOrigin::none(), group, vector.proof.clone().into()),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}

#[test]
fn every_refusal_is_an_error_of_its_own() {
	let all: Vec<_> =
		(0..=u8::MAX).filter_map(|index| ProofRefusal::decode(&mut &[index][..]).ok()).collect();
	assert!(all.contains(&ProofRefusal::GroupNotFound));
	assert!(all.contains(&ProofRefusal::NullifierUnpaid));
	for refusal in all {
		let error: &'static str = Error::<Test>::from(refusal).into();
		assert_eq!(error, format!("{refusal:?}"));
	}
}
