//! Appending leaves, as a pure function: what a host call wraps.

use crate::{
	shape::{changed_at, changed_nodes, depth, nodes_at, MAX_SIZE},
	Error, Hasher,
};
use census_zk_types::FieldElement;

/// The most leaves that one append takes. The pages and nodes it touches are bounded with it.
pub const MAX_BATCH: usize = 4096;

/// Computes every node that changes, or comes to be, when `leaves` are appended to a tree of
/// `size` leaves.
///
/// - `frontier`: one node for each set bit `l` of `size`, from the lowest bit up: the node
///   `floor(size / 2^l) - 1` of level `l`, which is the root of a complete subtree that no append
///   changes.
/// - `out`: room for exactly [`changed_nodes`] nodes. They are written level by level from 1 to
///   the new depth, each level from left to right; at level `l` these are the nodes
///   [`changed_at`]`(size, leaves.len(), l)`. The last is the new root (with one leaf in all,
///   nothing is written and the leaf is the root).
///
/// Costs [`append_hashes`](crate::shape::append_hashes) hashes, at most `leaves.len() + depth`.
/// No leaves change nothing.
///
/// # Errors
/// [`Error::BatchTooLarge`], [`Error::Full`], [`Error::FrontierLength`], [`Error::OutputLength`];
/// nothing has been written then.
pub fn append<H: Hasher + ?Sized>(
	hasher: &H,
	size: u64,
	frontier: &[FieldElement],
	leaves: &[FieldElement],
	out: &mut [FieldElement],
) -> Result<(), Error> {
	if leaves.len() > MAX_BATCH {
		return Err(Error::BatchTooLarge);
	}
	let count = leaves.len() as u64;
	let new_size = size.checked_add(count).filter(|new| *new <= MAX_SIZE).ok_or(Error::Full)?;
	if frontier.len() as u32 != size.count_ones() || frontier.len() > u64::BITS as usize {
		return Err(Error::FrontierLength);
	}
	if out.len() as u64 != changed_nodes(size, count) {
		return Err(Error::OutputLength);
	}

	let mut frontier = frontier.iter();
	// The changed nodes of the level below; the rest of `out` is for the levels above.
	let mut below: &[FieldElement] = leaves;
	let mut rest = out;
	for level in 1..=depth(new_size) {
		// The left sibling of the first changed node, where that is a right child.
		let left = if size >> (level - 1) & 1 == 1 { frontier.next() } else { None };
		let width = changed_at(size, count, level).count();
		let Some((row, above)) = rest.split_at_mut_checked(width) else { break };

		let mut children = left.into_iter().chain(below);
		for parent in row.iter_mut() {
			let (Some(left), right) = (children.next(), children.next()) else { break };
			*parent = right.map_or(*left, |right| hasher.hash(left, right));
		}
		debug_assert_eq!(nodes_at(new_size, level), changed_at(size, count, level).end);
		below = row;
		rest = above;
	}
	Ok(())
}
