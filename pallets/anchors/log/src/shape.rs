//! Which nodes a log of some size has, and in which page each of them is kept.
//!
//! Leaves are level 0. Node `index` of level `l` covers leaves `index << l ..(index + 1) << l`; a
//! log has the nodes whose leaves it has all of. So a node never changes, and a log of any size has
//! all nodes of every smaller one. The peaks are the nodes that no other node covers: one for each
//! bit of the count, the largest first.
//!
//! A page holds five levels below one node, in the order in which they come to be: each leaf, then
//! the nodes that it completes. So pages are only ever appended to.

use core::ops::Range;

/// The most leaves that a log can have: at a thousand a second, the log of 34 years.
pub const MAX_LEAVES: u64 = 1 << MAX_LEVEL;

/// The highest level of a node.
pub const MAX_LEVEL: u8 = 40;

/// The most peaks that a log can have.
pub const MAX_PEAKS: usize = MAX_LEVEL as usize;

/// The levels that one page holds.
pub const LEVELS_PER_PAGE: u8 = 5;

/// The nodes of a full page: 32 + 16 + 8 + 4 + 2.
pub const NODES_PER_PAGE: u32 = (2 << LEVELS_PER_PAGE) - 2;

/// The most pages that one append adds nodes to.
pub const MAX_PAGES_PER_APPEND: u32 = (MAX_LEVEL / LEVELS_PER_PAGE) as u32 + 1;

/// A node's place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node {
	/// How many levels it stands above the leaves.
	pub level: u8,
	/// Which of its level, from the left.
	pub index: u64,
}

impl Node {
	/// The leaves below the node; `None` where they are more than a log can have.
	pub fn leaves(self) -> Option<Range<u64>> {
		if self.level > MAX_LEVEL {
			return None;
		}
		let end = self.index.checked_add(1)?;
		(end <= MAX_LEAVES >> self.level).then(|| self.index << self.level..end << self.level)
	}

	/// The page that holds the node: how many pages lie between it and the leaves, then its index
	/// among the pages of that height.
	pub fn page(self) -> (u8, u64) {
		let above = LEVELS_PER_PAGE - self.level % LEVELS_PER_PAGE;
		(self.level / LEVELS_PER_PAGE, self.index >> above)
	}

	/// Where in its page the node stands.
	pub fn position(self) -> usize {
		let row = self.level % LEVELS_PER_PAGE;
		let in_row = self.index & ((1 << (LEVELS_PER_PAGE - row)) - 1);
		// Before it come all nodes that the page had when it lacked this node's last leaf, and the
		// nodes below it that the same leaf completed.
		let last = ((in_row + 1) << row) - 1;
		nodes_in_page(last) as usize + usize::from(row)
	}
}

/// How many nodes a page holds that has `bottom` nodes at its lowest level.
pub const fn nodes_in_page(bottom: u64) -> u64 {
	let mut nodes = 0;
	let mut row = 0;
	while row < LEVELS_PER_PAGE {
		nodes += bottom >> row;
		row += 1;
	}
	nodes
}

/// The nodes that appending leaf `index` adds: the leaf, then its ancestors that it completes.
pub fn added_by(index: u64) -> impl Iterator<Item = Node> {
	(0..=index.trailing_ones().min(MAX_LEVEL.into()) as u8)
		.map(move |level| Node { level, index: index >> level })
}

/// How many pages appending leaf `index` adds nodes to: 1 for 31 leaves in 32.
pub const fn pages_of_append(index: u64) -> u32 {
	let pages = index.trailing_ones() / LEVELS_PER_PAGE as u32 + 1;
	if pages < MAX_PAGES_PER_APPEND {
		pages
	} else {
		MAX_PAGES_PER_APPEND
	}
}

/// The peaks of a log of `count` leaves, the largest first; none above [`MAX_LEAVES`].
pub fn peaks(count: u64) -> impl Iterator<Item = Node> {
	cover(0, count)
}

/// The fewest nodes that together cover exactly leaves `start..end`, from left to right; none where
/// that is no range of leaves.
pub fn cover(start: u64, end: u64) -> impl Iterator<Item = Node> {
	let mut start = if end <= MAX_LEAVES { start } else { end };
	core::iter::from_fn(move || {
		let rest = end.checked_sub(start).filter(|rest| *rest > 0)?;
		let level = start.trailing_zeros().min(rest.ilog2()) as u8;
		let node = Node { level, index: start >> level };
		start += 1 << level;
		Some(node)
	})
}

/// The peak that covers a leaf, and which of the peaks it is; `None` where the log has no such
/// leaf.
pub(crate) fn peak_over(leaf: u64, count: u64) -> Option<(usize, Node)> {
	peaks(count)
		.enumerate()
		.find(|(_, peak)| peak.leaves().is_some_and(|leaves| leaves.contains(&leaf)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use std::collections::BTreeMap;

	#[test]
	fn pages_are_filled_in_order_and_hold_every_node_once() {
		let mut pages = BTreeMap::<_, Vec<Node>>::new();
		for leaf in 0..40_000 {
			let added: Vec<_> = added_by(leaf).collect();
			let mut touched: Vec<_> = added.iter().map(|node| node.page()).collect();
			touched.dedup();
			assert_eq!(touched.len() as u32, pages_of_append(leaf));
			for node in added {
				assert_eq!(node.leaves().unwrap().end, leaf + 1);
				let page = pages.entry(node.page()).or_default();
				assert_eq!(node.position(), page.len(), "{node:?}");
				page.push(node);
			}
		}
		assert!(pages.values().all(|page| page.len() <= NODES_PER_PAGE as usize));
		for ((height, index), page) in &pages {
			let bottoms = 40_000 >> (height * LEVELS_PER_PAGE);
			let bottom = (bottoms - (index << LEVELS_PER_PAGE)).min(32);
			assert_eq!(nodes_in_page(bottom), page.len() as u64);
		}
	}

	#[test]
	fn the_peaks_are_the_bits_of_the_count() {
		for count in (0..2_000).chain([MAX_LEAVES - 1, MAX_LEAVES]) {
			let peaks: Vec<_> = peaks(count).collect();
			assert_eq!(peaks.iter().map(|peak| 1 << peak.level).sum::<u64>(), count);
			assert!(peaks.windows(2).all(|pair| pair[0].level > pair[1].level));
			assert!(peaks.len() <= MAX_PEAKS);
		}
		assert_eq!(peaks(MAX_LEAVES + 1).count(), 0);
		assert_eq!(cover(7, 3).count(), 0);
		assert_eq!(cover(0, u64::MAX).count(), 0);
	}

	#[test]
	fn the_worst_append_adds_to_so_many_pages() {
		assert_eq!(pages_of_append(MAX_LEAVES - 1), MAX_PAGES_PER_APPEND);
		assert_eq!(pages_of_append(u64::MAX), MAX_PAGES_PER_APPEND);
		assert_eq!(added_by(MAX_LEAVES - 1).count(), usize::from(MAX_LEVEL) + 1);
	}
}
