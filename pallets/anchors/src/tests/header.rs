use crate::{mock::*, Event, HostHasher, LoggedSet};
use census_anchor_log::{
	leaf::{Author, Moment, Subject},
	proof::{root_of_inclusion, roots_of_consistency},
	Checkpoint, Tree,
};
use codec::Encode;

#[test]
fn every_block_has_one_checkpoint_whether_or_not_the_log_changed() {
	run(|| {
		let Checkpoint::V1 { count, root } = end_block();
		assert_eq!(count, 1, "the first authority set");
		start_block(2);
		let unchanged = end_block();
		assert_eq!(unchanged, Checkpoint::V1 { count, root });
		start_block(3);
		new_anchor(1);
		new_anchor(2);
		let Checkpoint::V1 { count, root } = end_block();
		assert_eq!((count, root), (3, Anchors::log_view().root.0));
		start_block(4);
	});
}

#[test]
fn the_root_is_bound_to_the_genesis_of_the_chain() {
	run(|| {
		let anchor = new_anchor(1);
		let Checkpoint::V1 { count, root } = end_block();
		let leaf = leaf(anchor);
		let path = Anchors::inclusion_proof(anchor, count).unwrap();
		let proven = |genesis| {
			let tree = Tree::log(genesis);
			root_of_inclusion::<HostHasher>(
				&tree,
				leaf.hash::<HostHasher>(&tree),
				anchor,
				count,
				&path,
			)
		};
		assert_eq!(proven(genesis()), Some(root));
		assert_ne!(proven([8; 32]), Some(root));
	});
}

/// A1.
#[test]
fn each_checkpoint_is_consistent_with_every_later_one_and_proves_every_leaf() {
	run(|| {
		let mut checkpoints = Vec::new();
		for number in 0..70 {
			for more in 0..number % 4 {
				new_anchor(10 * number + more);
			}
			checkpoints.push(end_block());
			start_block(number + 2);
		}
		let tree = Tree::log(genesis());
		for (at, Checkpoint::V1 { count: new, root: new_root }) in checkpoints.iter().enumerate() {
			for Checkpoint::V1 { count: old, root: old_root } in &checkpoints[..at] {
				let proof = Anchors::consistency_proof(*old, *new).unwrap();
				let roots = roots_of_consistency::<HostHasher>(&tree, *old, *new, &proof);
				assert_eq!(roots, Some((*old_root, *new_root)));
			}
			for index in 0..*new {
				let path = Anchors::inclusion_proof(index, *new).unwrap();
				let hash = leaf(index).hash::<HostHasher>(&tree);
				let root = root_of_inclusion::<HostHasher>(&tree, hash, index, *new, &path);
				assert_eq!(root, Some(*new_root));
			}
		}
		let count = Anchors::log_view().count;
		assert_eq!(Anchors::inclusion_proof(0, count + 1), None);
		assert_eq!(Anchors::consistency_proof(1, count + 1), None);
	});
}

#[test]
fn each_authority_set_is_logged_once_it_finalises() {
	run(|| {
		end_block();
		let first = leaf(0).entry;
		assert_eq!((first.author, first.subject), (Author::Chain, Subject::AuthoritySet(0)));
		assert_eq!(first.moment, Moment { block: 1, time: 1_700_000_006_000 });
		assert!(leaf(0).has_details::<HostHasher>(&vec![([0u8; 32], 1u64)].encode()));
		assert_eq!(events(), [Event::AuthoritySetLogged { leaf: 0, set: 0 }]);

		start_block(2);
		// In this block the next set is announced: it finalises from the next block on.
		CurrentSet::set(&None);
		end_block();
		assert_eq!(Anchors::log_view().count, 1);
		CurrentSet::set(&Some(1));
		start_block(3);
		end_block();
		assert_eq!(leaf(1).entry.subject, Subject::AuthoritySet(1));
		let details = vec![([0u8; 32], 1u64), ([1; 32], 1)].encode();
		assert!(leaf(1).has_details::<HostHasher>(&details));
		assert_eq!(LoggedSet::<Test>::get(), Some(1));
		start_block(4);
		end_block();
		assert_eq!(Anchors::log_view().count, 2);
		start_block(5);
	});
}

#[test]
fn a_block_that_logs_a_set_weighs_more() {
	use frame_support::traits::Hooks;
	run(|| {
		CurrentSet::set(&Some(1));
		let more = Anchors::on_initialize(1);
		end_block();
		let less = Anchors::on_initialize(2);
		assert!(more.all_gt(less) || more.ref_time() > less.ref_time());
		assert_eq!(less, <() as crate::WeightInfo>::on_block());
	});
}
