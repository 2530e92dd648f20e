//! What the calls cost at their worst: the deepest tree, with a history to prune, and proofs that
//! the real verifier accepts.
#![allow(missing_docs)]

use crate::{benchmark_proofs, types::footprint, *};
use alloc::vec::Vec;
use census_lean_imt::shape::{bottom_nodes, depth, page_len, page_of, LEVELS_PER_PAGE};
use census_primitives::GroupId;
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungible::Mutate, Consideration, Get},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{One, Saturating};

/// Leaves of the benchmarked tree: as deep as a tree can be, and one short of a leaf that closes
/// subtrees of almost all heights. So the next one costs the most hashes, and a batch ends pages of
/// all heights and begins new ones.
const SIZE: u32 = (1 << 31 | 1 << 30) - 1;

/// A number that is a field element and no other one of the benchmarks.
fn element(number: u64) -> FieldElement {
	FieldElement::from(number + 1_000_000)
}

fn admin<T: Config>() -> T::AccountId {
	let admin: T::AccountId = whitelisted_caller();
	T::Consideration::ensure_successful(&admin, footprint(u32::MAX));
	admin
}

/// An admin who can pay for the nullifiers of so many proofs.
fn submitter<T: Config>(proofs: u32) -> T::AccountId {
	let submitter = admin::<T>();
	let price = Pallet::<T>::nullifier_price().saturating_mul(proofs.into());
	T::Currency::mint_into(&submitter, price).expect("there are not so many tokens");
	submitter
}

/// A group without leaves.
fn empty_group<T: Config>(admin: &T::AccountId) -> GroupId {
	let group = Pallet::<T>::group_count();
	Pallet::<T>::create_group(RawOrigin::Signed(admin.clone()).into(), None, true)
		.expect("the deposit was made sure of");
	group
}

/// Writes the pages on the path from leaf `index` to the root of a tree of `size` leaves, with
/// any nodes.
fn write_path<T: Config>(group: GroupId, size: u32, index: u32) {
	for level in (0..=depth(size.into())).step_by(LEVELS_PER_PAGE.into()) {
		let page = page_of(level, u64::from(index) >> level);
		let nodes = page_len(bottom_nodes(size.into(), page)) as u64;
		let nodes: Vec<_> =
			(0..nodes).map(|node| element(u64::from(page.group) << 8 | node)).collect();
		let nodes = BoundedVec::try_from(nodes).expect("a page holds no more nodes");
		Pages::<T>::insert(group, (page.group, page.index), nodes);
	}
}

/// A group whose tree is as deep as a tree can be, with those of its pages that appending, or a
/// change of leaf `index`, needs. The next change supersedes its root and prunes its history.
fn deep_group<T: Config>(admin: &T::AccountId, size: u32, index: u32) -> GroupId {
	let id = empty_group::<T>(admin);
	write_path::<T>(id, size, index);
	write_path::<T>(id, size, size);
	Groups::<T>::mutate(id, |group| {
		let group = group.as_mut().expect("it was just created");
		group.size = size;
		group.members = size;
		group.root = element(0);
		group.root_duration = BlockNumberFor::<T>::one();
		for number in 1..=4u32 {
			let root = element(number.into());
			SupersededRoots::<T>::insert(id, root, BlockNumberFor::<T>::from(number));
			RootHistory::<T>::insert(id, number - 1, (root, BlockNumberFor::<T>::from(number)));
		}
		group.history_end = 4;
		group.root_since = 5u32.into();
	});
	frame_system::Pallet::<T>::set_block_number(1_000u32.into());
	id
}

/// The member at a leaf of a benchmarked tree.
fn member<T: Config>(group: GroupId, index: u32) -> FieldElement {
	let group_of = Groups::<T>::get(group).expect("the group exists");
	let member = group_of
		.tree(group)
		.ok()
		.and_then(|tree| tree.leaf(index).ok())
		.expect("its page was written");
	Members::<T>::insert(group, member, index);
	member
}

/// A proof by Semaphore's npm packages for the greatest depth, and the root of its group.
/// Source: the last of `tests/vectors/semaphore-v4-proofs.json`.
fn proof() -> (FieldElement, SemaphoreProof) {
	let word = |text: &str| text.parse::<Word>().expect("it is a decimal number");
	let root = word("1724914529200587996400571390856775457468883995921094266926568891082681963064");
	let proof = SemaphoreProof {
		merkle_tree_depth: 32,
		merkle_tree_root: root,
		nullifier: word(
			"7186976649497796144446217118098737259926229974736199610379296994442448370391",
		),
		message: word("123456789"),
		scope: word("42"),
		points: [
			"16170303114862149679873825391677457258572615023369591765931298636113420316162",
			"5816744023579051875900007826071556465354235350971935496519340209144361907260",
			"19911046801722456190406326808747761750383146811676829805416203510939501210243",
			"9885706468932056962084454376103846849372640589291741219397321035136881824015",
			"10570432073980693588243029968606267906187549583449223989410909905483259493931",
			"19558431609754684931111544638327201426011524408184695859812677513499871367424",
			"15142424471192829730742439201599753331227396667783400375348632648941415526924",
			"11731006917672442497291650691990830485678076455045001018808454859709876683397",
		]
		.map(word),
	};
	(root.try_into().expect("it is in the field"), proof)
}

/// Proofs that the group accepts, each under a superseded root of its own.
fn proofs<T: Config>(group: GroupId, count: u32) -> BoundedVec<SemaphoreProof, T::MaxProofs> {
	let mut proofs = Vec::new();
	for (root, proof) in benchmark_proofs::proofs(count) {
		SupersededRoots::<T>::insert(group, root, BlockNumberFor::<T>::one());
		proofs.push(proof);
	}
	proofs.try_into().expect("no more than the most")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_group() {
		let admin = admin::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), Some(T::MaxRootDuration::get()), true);

		assert_eq!(Pallet::<T>::group_count(), 1);
	}

	#[benchmark]
	fn add_member() {
		let admin = admin::<T>();
		let group = deep_group::<T>(&admin, SIZE, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, Word::from(1));

		assert_eq!(Groups::<T>::get(group).unwrap().size, SIZE + 1);
	}

	#[benchmark]
	fn add_members(n: Linear<1, { T::MaxBatch::get() }>) {
		let admin = admin::<T>();
		let group = deep_group::<T>(&admin, SIZE, 0);
		let members: Vec<_> = (1..=n).map(|number| Word::from(u64::from(number))).collect();
		let members = BoundedVec::try_from(members).expect("no more than the most");

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, members);

		assert_eq!(Groups::<T>::get(group).unwrap().size, SIZE + n);
	}

	#[benchmark]
	fn update_member() {
		let admin = admin::<T>();
		let group = deep_group::<T>(&admin, SIZE, SIZE / 3);
		let old = member::<T>(group, SIZE / 3);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, SIZE / 3, Word::from(1));

		assert!(!Members::<T>::contains_key(group, old));
	}

	#[benchmark]
	fn remove_member() {
		let admin = admin::<T>();
		let group = deep_group::<T>(&admin, SIZE, SIZE / 3);
		let old = member::<T>(group, SIZE / 3);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, SIZE / 3);

		assert!(!Members::<T>::contains_key(group, old));
	}

	#[benchmark]
	fn update_group_admin() {
		let admin = admin::<T>();
		let group = empty_group::<T>(&admin);
		let new_admin: T::AccountId = account("new admin", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, Some(new_admin.clone()));

		assert_eq!(Groups::<T>::get(group).unwrap().pending_admin, Some(new_admin));
	}

	#[benchmark]
	fn accept_group_admin() {
		let old_admin: T::AccountId = account("old admin", 0, 0);
		T::Consideration::ensure_successful(&old_admin, footprint(0));
		let group = empty_group::<T>(&old_admin);
		let new_admin = admin::<T>();
		let offer = Some(new_admin.clone());
		Pallet::<T>::update_group_admin(RawOrigin::Signed(old_admin).into(), group, offer)
			.expect("the group is theirs");

		#[extrinsic_call]
		_(RawOrigin::Signed(new_admin.clone()), group);

		assert!(Groups::<T>::get(group).unwrap().admin == new_admin);
	}

	#[benchmark]
	fn update_root_duration() {
		let admin = admin::<T>();
		let group = empty_group::<T>(&admin);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, T::MaxRootDuration::get());

		assert_eq!(Groups::<T>::get(group).unwrap().root_duration, T::MaxRootDuration::get());
	}

	#[benchmark]
	fn set_instant_revocation() {
		let admin = admin::<T>();
		let group = empty_group::<T>(&admin);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group, false);

		assert!(!Groups::<T>::get(group).unwrap().instant_revocation);
	}

	#[benchmark]
	fn validate_proof() {
		let submitter = submitter::<T>(1);
		let group = empty_group::<T>(&submitter);
		// Under a superseded root, which takes one more read than the current one.
		let (root, proof) = proof();
		SupersededRoots::<T>::insert(group, root, BlockNumberFor::<T>::one());

		#[extrinsic_call]
		_(RawOrigin::Signed(submitter), group, proof.into());

		assert_eq!(Nullifiers::<T>::iter_prefix(group).count(), 1);
	}

	/// Every proof holds, so that every nullifier is used.
	#[benchmark]
	fn validate_proofs(k: Linear<1, { T::MaxProofs::get() }>) {
		let submitter = submitter::<T>(k);
		let group = empty_group::<T>(&submitter);
		let proofs = proofs::<T>(group, k);

		#[extrinsic_call]
		_(RawOrigin::Signed(submitter), group, proofs);

		assert_eq!(Nullifiers::<T>::iter_prefix(group).count(), k as usize);
	}

	/// The first proof does not hold, so that all others are verified again.
	#[benchmark]
	fn validate_proofs_refused(k: Linear<1, { T::MaxProofs::get() }>) {
		let submitter = submitter::<T>(k);
		let group = empty_group::<T>(&submitter);
		let mut proofs = proofs::<T>(group, k);
		proofs[0].message = Word::from(1);

		#[extrinsic_call]
		validate_proofs(RawOrigin::Signed(submitter), group, proofs);

		assert_eq!(Nullifiers::<T>::iter_prefix(group).count(), k as usize - 1);
	}

	#[benchmark]
	fn close_group() {
		let admin = admin::<T>();
		let group = empty_group::<T>(&admin);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), group);

		assert!(Groups::<T>::get(group).unwrap().closing);
	}

	/// The first leaf, with which pages of all heights go, then roots, which cost more than leaves
	/// and nullifiers do; and the end, with the deposit's return to another than the caller.
	#[benchmark]
	fn clear_group(n: Linear<1, 1_000>) {
		let admin: T::AccountId = account("admin", 0, 0);
		T::Consideration::ensure_successful(&admin, footprint(1));
		let group = empty_group::<T>(&admin);
		Pallet::<T>::add_member(RawOrigin::Signed(admin.clone()).into(), group, Word::from(1))
			.expect("the deposit was made sure of");
		for entry in 0..n - 1 {
			let root = element(entry.into());
			SupersededRoots::<T>::insert(group, root, BlockNumberFor::<T>::from(entry));
			RootHistory::<T>::insert(group, entry, (root, BlockNumberFor::<T>::from(entry)));
		}
		Groups::<T>::mutate(group, |group| {
			group.as_mut().expect("it was just created").history_end = n - 1
		});
		Pallet::<T>::close_group(RawOrigin::Signed(admin).into(), group)
			.expect("the group is theirs");
		let anyone: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(anyone), group, n);

		assert!(!Groups::<T>::contains_key(group));
	}
}
