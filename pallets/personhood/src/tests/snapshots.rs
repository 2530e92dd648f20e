//! The trees of past epochs, against whole trees that are built apart from the pallet.

use crate::{
	mock::*, tree::NextTree, CurrentEpoch, EpochState, KeptNodes, Next, Pages, Pallet,
	PinnableEpoch, Pins, Recent, ReleasingEpoch, Scopes, ScopesOfEpoch, Settings, Snapshot,
	Snapshots, WeightInfo,
};
use census_primitives::{Epoch, Slots};
use census_zk_types::{FieldElement, MerkleProof};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// All nodes of the tree of these leaves, level by level: a lonely node rises as it is.
fn nodes(leaves: &[FieldElement]) -> Vec<Vec<FieldElement>> {
	let mut levels = vec![leaves.to_vec()];
	while levels[levels.len() - 1].len() > 1 {
		let below = &levels[levels.len() - 1];
		let above = below
			.chunks(2)
			.map(|pair| match pair {
				[left, right] => census_zk_host::hash(left, right),
				lonely => lonely[0],
			})
			.collect();
		levels.push(above);
	}
	levels
}

fn root(levels: &[Vec<FieldElement>]) -> FieldElement {
	levels[levels.len() - 1].first().copied().unwrap_or_default()
}

/// The Merkle proof in Semaphore's shape: levels without a sibling are left out.
fn proof(levels: &[Vec<FieldElement>], leaf: usize) -> MerkleProof {
	let (mut index, mut siblings) = (0, Vec::new());
	for (level, nodes) in levels.iter().enumerate() {
		let at = leaf >> level;
		if let Some(sibling) = nodes.get(at ^ 1) {
			index |= ((at & 1) as u32) << siblings.len();
			siblings.push(*sibling);
		}
	}
	MerkleProof { root: root(levels), leaf: levels[0][leaf], index, siblings }
}

/// Asserts that an epoch's tree is this one, by its root, its leaves, and the paths of some.
#[track_caller]
fn assert_tree(epoch: Epoch, levels: &[Vec<FieldElement>], some: impl Iterator<Item = usize>) {
	let tree = Pallet::<Test>::epoch_tree(epoch).expect("the epoch is kept");
	assert_eq!((tree.root, tree.size as usize), (root(levels), levels[0].len()));
	assert_eq!(Pallet::<Test>::leaves(epoch, 0, u32::MAX).as_ref(), Some(&levels[0]));
	for leaf in some {
		let served = Pallet::<Test>::merkle_proof(epoch, leaf as u32);
		assert_eq!(served, Some(proof(levels, leaf)), "leaf {leaf} in epoch {epoch}");
	}
}

#[test]
fn there_is_nothing_beyond_a_tree() {
	run(|| {
		people(3);
		assert_eq!(Pallet::<Test>::merkle_proof(epoch(), 3), None);
		assert_eq!(Pallet::<Test>::merkle_proof(epoch() + 1, 0), None);
		assert_eq!(Pallet::<Test>::leaves(epoch() + 1, 0, 1), None);
		assert_eq!(Pallet::<Test>::leaves(epoch(), 2, 9).unwrap().len(), 1);
		assert_eq!(Pallet::<Test>::leaves(epoch(), 3, 9), Some(vec![]));
		assert_eq!(Pallet::<Test>::leaves(epoch(), u32::MAX, u32::MAX), Some(vec![]));
		// The tree of epoch 0 had nobody.
		assert_eq!(Pallet::<Test>::leaves(0, 0, 1), Some(vec![]));
		assert_eq!(Pallet::<Test>::merkle_proof(0, 0), None);
	});
}

#[test]
fn an_epoch_is_known_by_its_root() {
	run(|| {
		people(3);
		next_pin();
		open_scope(Slots::Electorate, 100);
		let pinned = (epoch(), CurrentEpoch::<Test>::get().root);
		assert_eq!(Pallet::<Test>::epoch_of_root(pinned.1), Some(pinned.0));
		enrol(3);
		next_epoch();
		assert_eq!(Pallet::<Test>::epoch_of_root(pinned.1), Some(pinned.0));
		let root = CurrentEpoch::<Test>::get().root;
		assert_eq!(Pallet::<Test>::epoch_of_root(root), Some(epoch()));
		next_epoch();
		assert_eq!(Pallet::<Test>::epoch_of_root(root), Some(epoch()), "the newest one");
		assert_eq!(Pallet::<Test>::epoch_of_root(FieldElement::from(1)), None);
	});
}

#[test]
fn a_scope_is_told_until_it_is_closed_and_its_root_while_the_tree_is_kept() {
	run(|| {
		people(3);
		next_pin();
		let scope = open_scope(Slots::Electorate, 10).scope;
		let told = || Pallet::<Test>::scope_view(scope, now() + 1);
		assert_eq!(told().unwrap().root, Some(CurrentEpoch::<Test>::get().root));
		for _ in 0..20 {
			next_epoch();
		}
		let after = told().expect("its owner's deposit is still held");
		assert_eq!((after.root, after.open), (None, false));
		assert_ok!(Personhood::close_scope(by(funded(0)), scope));
		assert_eq!(told(), None);
	});
}

#[test]
fn a_pinned_epochs_paths_are_served_weeks_later() {
	run(|| {
		let people = people(70);
		next_pin();
		let scope = application(open_scope(Slots::Electorate, MAX_SCOPE_LIFE).scope);
		let pinned = epoch_of(&scope);
		let leaves: Vec<_> = people.iter().map(Identity::commitment).collect();
		let levels = nodes(&leaves);
		let until = now() + MAX_SCOPE_LIFE - 1;
		let mut humans = 70;
		while now() + EPOCH_LENGTH < until {
			for _ in 0..5 {
				enrol(humans);
				humans += 1;
			}
			let leaver = humans % 70;
			let _ = Personhood::withdraw(by(controller(0)), 0, tag(0, leaver));
			next_epoch();
			assert_tree(pinned, &levels, (0..70).step_by(9));
		}
		run_to(until);
		assert_tree(pinned, &levels, 0..70);
		for person in &people {
			assert_ok!(submit(person.act(scope, declare(0))));
		}
		// Then it is let go, and nothing of it is left.
		next_pin();
		run_to(now() + 20);
		assert_eq!(Pallet::<Test>::epoch_tree(pinned), None);
		assert_eq!(KeptNodes::<Test>::iter_prefix(pinned).count(), 0);
	});
}

#[test]
fn nodes_that_did_not_change_are_not_kept() {
	run(|| {
		people(70);
		next_pin();
		open_scope(Slots::Electorate, MAX_SCOPE_LIFE);
		let pinned = epoch();
		next_epoch();
		assert_eq!(KeptNodes::<Test>::iter_prefix(pinned).count(), 0);
		// A change of one leaf changes its page's nodes on the path, and those above.
		let present = epoch();
		assert_ok!(submit(rotation(40, Identity::of(40, 0), Identity::of(40, 1))));
		assert_eq!(Pages::<Test>::iter().count(), 4);
		let sorted = |nodes: crate::NodesOfPage| {
			let mut places: Vec<_> = nodes.iter().map(|(place, _)| *place).collect();
			places.sort();
			places
		};
		// Leaf 40 is the ninth of its page; above there are nodes 1, 0, and the root, repeated.
		let path = vec![((0, 1), vec![8, 36, 50, 57, 60]), ((1, 0), vec![1, 32, 48, 56, 60])];
		// They are kept for the present epoch, and for the pinned one.
		let mut recent: Vec<_> = Recent::<Test>::iter_prefix((present % 2) as u8)
			.filter(|(_, (epoch, _))| *epoch == present)
			.map(|(page, (_, nodes))| (page, sorted(nodes)))
			.collect();
		recent.sort();
		assert_eq!(recent, path);
		let mut kept: Vec<_> = KeptNodes::<Test>::iter_prefix(pinned)
			.map(|(page, nodes)| (page, sorted(nodes)))
			.collect();
		kept.sort();
		assert_eq!(kept, path);
		assert_eq!(KeptNodes::<Test>::iter().count(), 2);
		assert_eq!(Pins::<Test>::get().into_inner(), vec![pinned]);
	});
}

#[test]
fn the_present_tree_is_served_while_the_next_one_grows() {
	run(|| {
		let mut identities = people(70);
		let levels = nodes(&commitments_of(&identities));
		let present = epoch();
		let mut human = 70;
		while epoch() == present {
			enrol(human);
			let id = (human % 35) as u32;
			let to = Identity::of(id.into(), 1 + now());
			if submit(rotation(id, identities[id as usize], to)).is_ok() {
				identities[id as usize] = to;
			}
			let _ = Personhood::withdraw(by(controller(0)), 0, tag(0, 35 + human % 35));
			human += 1;
			assert_tree(present, &levels, 0..70);
			check_state();
			next_block();
		}
		assert_ne!(CurrentEpoch::<Test>::get().root, root(&levels));
	});
}

fn commitments_of(identities: &[Identity]) -> Vec<FieldElement> {
	identities.iter().map(Identity::commitment).collect()
}

#[derive(Clone, Debug)]
enum Change {
	/// Leaves of the next tree are set and appended.
	Grow { set: Vec<(u32, u64)>, append: Vec<u64> },
	/// Ends the epoch. The next one may be pinned, or not.
	End { may_pin: bool },
	/// A scope pins the latest epoch that may be.
	Pin,
	/// Nobody needs the kept epoch at this place any more.
	Unpin(usize),
	/// Releases so many pages, or as many as there are.
	Release(u64),
}

fn change() -> impl Strategy<Value = Change> {
	let set = || (any::<u32>(), prop_oneof![1 => Just(0u64), 3 => 1..u64::MAX]);
	prop_oneof![
		4 => (
			prop::collection::vec(set(), 0..6),
			prop_oneof![
				2 => prop::collection::vec(1..u64::MAX, 0..3),
				1 => prop::collection::vec(1..u64::MAX, 20..70),
			],
		)
			.prop_map(|(set, append)| Change::Grow { set, append }),
		4 => any::<bool>().prop_map(|may_pin| Change::End { may_pin }),
		2 => Just(Change::Pin),
		3 => any::<usize>().prop_map(Change::Unpin),
		4 => (0..4u64).prop_map(Change::Release),
		1 => Just(Change::Release(1_000)),
	]
}

/// Sets and appends leaves of the next tree by hand, without persons: only the trees are looked at.
fn grow(model: &mut Vec<FieldElement>, set: Vec<(u32, u64)>, append: Vec<u64>) {
	let mut tree = NextTree::<Test>::open();
	for (leaf, value) in set {
		if model.is_empty() {
			break;
		}
		let leaf = leaf as usize % model.len();
		model[leaf] = value.into();
		assert_ok!(tree.set(leaf as u32, value.into()));
	}
	for batch in append.chunks(32) {
		let batch: Vec<_> = batch.iter().map(|value| FieldElement::from(*value)).collect();
		assert_ok!(tree.append(&batch));
		model.extend(batch);
	}
	assert_eq!(tree.tree().members as usize, model.iter().filter(|leaf| !leaf.is_zero()).count());
	tree.close();
}

/// Ends the epoch by hand. The next one may be pinned, or not.
fn end_epoch(may_pin: bool) {
	let EpochState { epoch, root, size, members, .. } = CurrentEpoch::<Test>::get();
	Snapshots::<Test>::insert(epoch, Snapshot { root, size, members, ended_at: now() });
	if epoch > 0 && !Pins::<Test>::get().contains(&(epoch - 1)) {
		Snapshots::<Test>::remove(epoch - 1);
	}
	let tree = Next::<Test>::get();
	CurrentEpoch::<Test>::put(EpochState {
		epoch: epoch + 1,
		started_at: 0,
		root: tree.root,
		size: tree.size,
		members: tree.members,
	});
	if may_pin && Pins::<Test>::try_append(epoch + 1).is_ok() {
		PinnableEpoch::<Test>::put(epoch + 1);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(48), ..ProptestConfig::default() })]

	/// Whatever changes, ends and is released, and however far a release has come: every epoch that
	/// is needed serves every path as it was.
	#[test]
	fn every_kept_epoch_serves_its_tree(
		first in prop_oneof![4 => 0..90usize, 1 => 1_000..1_060usize],
		changes in prop::collection::vec(change(), 1..30),
		look: u64,
	) {
		externalities(genesis()).execute_with(|| {
			let mut model = Vec::new();
			let mut trees = BTreeMap::<Epoch, Vec<Vec<FieldElement>>>::new();
			let begin = (1..=first as u64).map(|leaf| leaf << 32).collect();
			grow(&mut model, vec![], begin);
			end_epoch(false);
			trees.insert(1, nodes(&model));
			for (round, change) in changes.into_iter().enumerate() {
				System::set_block_number(now() + 1);
				match change {
					Change::Grow { set, append } => grow(&mut model, set, append),
					Change::End { may_pin } => {
						end_epoch(may_pin);
						trees.insert(epoch(), nodes(&model));
					}
					Change::Pin => {
						ScopesOfEpoch::<Test>::insert(PinnableEpoch::<Test>::get(), (1, u64::MAX));
					}
					Change::Unpin(place) => {
						let pins = Pins::<Test>::get();
						if let Some(epoch) = pins.get(place % pins.len().max(1)) {
							ScopesOfEpoch::<Test>::remove(epoch);
						}
					}
					Change::Release(pages) => {
						let weight = <() as WeightInfo>::release_epoch()
							+ <() as WeightInfo>::release_page() * pages;
						Pallet::<Test>::release(now(), &mut WeightMeter::with_limit(weight));
					}
				}
				let pins = Pins::<Test>::get();
				for (epoch, levels) in &trees {
					let needed = *epoch + 1 >= self::epoch()
						|| (pins.contains(epoch) && Pallet::<Test>::is_pinned(*epoch, now()));
					if needed {
						let size = levels[0].len().max(1);
						let at = (look as usize).wrapping_add(round * 37) % size;
						let some = levels[0].iter().enumerate().map(|(at, _)| at);
						assert_tree(*epoch, levels, some.skip(at).step_by(size / 3 + 1));
					}
				}
				for epoch in ScopesOfEpoch::<Test>::iter_keys() {
					assert!(pins.contains(&epoch), "an epoch with scopes was released");
				}
			}
			// When nobody needs any, all is released, and nothing is left of them.
			let _ = ScopesOfEpoch::<Test>::clear(u32::MAX, None);
			for _ in 0..200 {
				System::set_block_number(now() + 1);
				Pallet::<Test>::release(now(), &mut WeightMeter::new());
			}
			let pinnable = PinnableEpoch::<Test>::get();
			assert_eq!(Pins::<Test>::get().into_inner(), [pinnable]);
			assert!(KeptNodes::<Test>::iter_keys().all(|(epoch, _)| epoch == pinnable));
			assert!(Snapshots::<Test>::iter_keys().count() <= 2);
			assert_eq!(ReleasingEpoch::<Test>::get(), None);
			let present = &trees[&epoch()];
			assert_tree(epoch(), present, 0..present[0].len());
			end_epoch(false);
			assert_tree(epoch(), &nodes(&model), 0..model.len());
		});
	}
}

#[derive(Clone, Debug)]
enum Step {
	Enrol(u64),
	Withdraw(u64),
	Rotate(u64),
	Return(u64),
	Open(u64),
	Close(usize),
	Blocks(u64),
	Weights(u64, u64),
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		3 => (1..8u64).prop_map(Step::Enrol),
		2 => any::<u64>().prop_map(Step::Withdraw),
		3 => any::<u64>().prop_map(Step::Rotate),
		2 => any::<u64>().prop_map(Step::Return),
		3 => (1..120u64).prop_map(Step::Open),
		2 => any::<usize>().prop_map(Step::Close),
		6 => (1..12u64).prop_map(Step::Blocks),
		1 => (8..200u64, 8..100u64).prop_map(|(placement, sweep)| Step::Weights(placement, sweep)),
	]
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(48), ..ProptestConfig::default() })]

	/// The same through the calls and hooks: people come, rotate, leave and return, scopes open and
	/// close, epochs end with more or less weight.
	#[test]
	fn every_accepted_root_has_its_paths(steps in prop::collection::vec(step(), 1..40)) {
		let often = Settings {
			epoch_length: 5,
			epochs_per_pin: 2,
			rotation_cooldown: 3,
			..settings()
		};
		run_from(crate::GenesisConfig { settings: often, ..genesis() }, || {
			let mut humans = 0u64;
			let mut trees = BTreeMap::<Epoch, Vec<Vec<FieldElement>>>::new();
			// Whose a commitment is, and how often anybody has taken another one.
			let mut owners = BTreeMap::<FieldElement, (u64, Identity)>::new();
			let mut versions = 0u64;
			let enrol_next = |humans: &mut u64, owners: &mut BTreeMap<_, _>| {
				enrol(*humans);
				let identity = Identity::of(*humans, 0);
				owners.insert(identity.commitment(), (*humans, identity));
				*humans += 1;
			};
			for _ in 0..34 {
				enrol_next(&mut humans, &mut owners);
			}
			for step in steps {
				match step {
					Step::Enrol(count) => {
						(0..count).for_each(|_| enrol_next(&mut humans, &mut owners));
					}
					Step::Withdraw(human) => {
						let tag = tag(0, human % humans);
						let _ = Personhood::withdraw(by(controller(0)), 0, tag);
					}
					Step::Rotate(of) => {
						let id = of as u32 % crate::NextPersonId::<Test>::get();
						let (human, from) = owners[&person(id).commitment];
						versions += 1;
						let to = Identity::of(human, versions);
						if submit(rotation(id, from, to)).is_ok() {
							owners.insert(to.commitment(), (human, to));
						}
					}
					Step::Return(human) => {
						let human = human % humans;
						versions += 1;
						let to = Identity::of(human, versions);
						if enrol_by(human, to, 0..3).is_ok() {
							owners.insert(to.commitment(), (human, to));
						}
					}
					Step::Open(blocks) => {
						let until = now() + blocks;
						let _ = Personhood::open_scope(by(funded(0)), Slots::Persons(1), 0, until);
					}
					Step::Close(which) => {
						let scopes: Vec<_> = Scopes::<Test>::iter_keys().collect();
						if let Some(scope) = scopes.get(which % scopes.len().max(1)) {
							let _ = Personhood::close_scope(by(funded(0)), *scope);
						}
					}
					Step::Blocks(blocks) => {
						for _ in 0..blocks {
							next_block();
							// Which leaf is whose is read from the records, not from the tree: in the block
							// in which an epoch begins both trees are the same.
							trees.entry(epoch()).or_insert_with(|| nodes(&leaves_by_records()));
							let mut accepted = vec![epoch()];
							if let Some(before) = epoch().checked_sub(1) {
								if Pallet::<Test>::in_grace(before, now()) {
									accepted.push(before);
								}
							}
							accepted.push(PinnableEpoch::<Test>::get());
							accepted.extend(
								Scopes::<Test>::iter_values()
									.filter(|scope| now() <= scope.until)
									.map(|scope| scope.epoch),
							);
							for epoch in accepted.iter().filter(|epoch| **epoch > 0) {
								let levels = &trees[epoch];
								let size = levels[0].len();
								let at = now() as usize % size.max(1);
								assert_tree(*epoch, levels, (at..size).step_by(size / 2 + 1));
							}
						}
					}
					Step::Weights(placement, sweep) => {
						let millis = |millis: u64| Weight::from_parts(millis * 1_000_000_000, 0);
						PlacementWeight::set(millis(placement));
						SweepWeight::set(millis(sweep));
					}
				}
			}
		});
	}
}

/// The next tree's leaves as the persons' records tell them.
fn leaves_by_records() -> Vec<FieldElement> {
	let mut leaves = Vec::new();
	let persons: BTreeMap<_, _> = crate::Persons::<Test>::iter().collect();
	for person in persons.into_values() {
		if let Some(leaf) = person.place.leaf() {
			let leaf = leaf as usize;
			if leaves.len() <= leaf {
				leaves.resize(leaf + 1, FieldElement::ZERO);
			}
			if person.status.is_live() {
				leaves[leaf] = person.commitment;
			}
		}
	}
	leaves
}
