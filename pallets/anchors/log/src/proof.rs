//! Proofs: that a leaf is in a log, and that a log is the beginning of another.
//!
//! Both are lists of hashes whose number and meaning follow from the sizes alone, so that a proof
//! has one form only and a verifier decides nothing by what the proof says of itself.

use crate::{
	shape::{cover, peak_over, peaks, Node, MAX_LEAVES},
	tree::{Hash, Hasher, Tree},
};
use alloc::vec::Vec;

/// The most hashes in the proof of a leaf: a path to the highest peak, or to the other peaks.
pub const MAX_INCLUSION: usize = 40;

/// The most hashes in a consistency proof: the peaks of both sizes, and a path between them.
pub const MAX_CONSISTENCY: usize = 120;

/// The nodes of a log, wherever they are kept.
pub trait Nodes {
	/// A node's hash; `None` if it is not there.
	fn node(&self, node: Node) -> Option<Hash>;
}

/// Which nodes prove leaf `index` in a log of `count` leaves: the siblings on its way up to its
/// peak, then the other peaks, the largest first. `None` where there is no such leaf.
pub fn inclusion_nodes(index: u64, count: u64) -> Option<Vec<Node>> {
	let (_, peak) = peak_over(index, count)?;
	let siblings = (0..peak.level).map(|level| Node { level, index: (index >> level) ^ 1 });
	Some(siblings.chain(peaks(count).filter(|other| *other != peak)).collect())
}

/// The proof that leaf `index` is in a log of `count` leaves. `None` where there is no such leaf,
/// or a node is missing.
pub fn prove_inclusion(nodes: &impl Nodes, index: u64, count: u64) -> Option<Vec<Hash>> {
	inclusion_nodes(index, count)?.into_iter().map(|node| nodes.node(node)).collect()
}

/// The root of the log of `count` leaves in which leaf `index` has this hash, as the proof has it.
/// `None` where the proof is not one for such a leaf. The caller compares the root.
pub fn root_of_inclusion<H: Hasher>(
	tree: &Tree,
	leaf: Hash,
	index: u64,
	count: u64,
	proof: &[Hash],
) -> Option<Hash> {
	let (position, peak) = peak_over(index, count)?;
	if proof.len() != usize::from(peak.level) + count.count_ones() as usize - 1 {
		return None;
	}
	let (siblings, others) = proof.split_at_checked(peak.level.into())?;
	let mut hash = leaf;
	for (level, sibling) in siblings.iter().enumerate() {
		hash = if (index >> level) & 1 == 0 {
			tree.hash_node::<H>(&hash, sibling)
		} else {
			tree.hash_node::<H>(sibling, &hash)
		};
	}
	let mut all = others.to_vec();
	all.insert(position, hash);
	Some(tree.hash_root::<H>(count, &all))
}

/// Which nodes prove that the log of `old` leaves is the beginning of that of `new`: the old log's
/// peaks, then the fewest nodes that cover the leaves between. `None` where it is not: `old` is
/// larger than `new`, or `new` than any log.
pub fn consistency_nodes(old: u64, new: u64) -> Option<Vec<Node>> {
	(old <= new && new <= MAX_LEAVES).then(|| peaks(old).chain(cover(old, new)).collect())
}

/// The proof that the log of `old` leaves is the beginning of that of `new`. `None` where it is
/// not, or a node is missing.
pub fn prove_consistency(nodes: &impl Nodes, old: u64, new: u64) -> Option<Vec<Hash>> {
	consistency_nodes(old, new)?.into_iter().map(|node| nodes.node(node)).collect()
}

/// The roots of the logs of `old` and of `new` leaves, the first of which is the beginning of the
/// second, as the proof has it. `None` where the proof is not one for such sizes. The caller
/// compares both roots.
pub fn roots_of_consistency<H: Hasher>(
	tree: &Tree,
	old: u64,
	new: u64,
	proof: &[Hash],
) -> Option<(Hash, Hash)> {
	let nodes = consistency_nodes(old, new)?;
	if proof.len() != nodes.len() {
		return None;
	}
	let (old_peaks, _) = proof.split_at_checked(old.count_ones() as usize)?;
	let mut stack = Vec::<(Node, Hash)>::new();
	for (node, hash) in nodes.into_iter().zip(proof) {
		let (mut node, mut hash) = (node, *hash);
		// What stands to the left, and covers as many leaves, is the node's sibling.
		while let Some((_, left)) = stack.pop_if(|(left, _)| left.level == node.level) {
			hash = tree.hash_node::<H>(&left, &hash);
			node = Node { level: node.level + 1, index: node.index >> 1 };
		}
		stack.push((node, hash));
	}
	let new_peaks: Vec<_> = stack.into_iter().map(|(_, hash)| hash).collect();
	Some((tree.hash_root::<H>(old, old_peaks), tree.hash_root::<H>(new, &new_peaks)))
}
