//! Which nodes and pages a tree of some size has, and which of them an append changes.
//!
//! Leaves are level 0. At level `l` a tree of `size` leaves has `ceil(size / 2^l)` nodes. All
//! functions take any `size` up to [`MAX_SIZE`]; above it, and above level 63, they saturate and
//! mean nothing, but do not panic.

use census_zk_types::MAX_DEPTH;
use core::ops::Range;

/// The most leaves a tree can have: those of depth 32, the deepest circuit of Semaphore.
pub const MAX_SIZE: u64 = 1 << MAX_DEPTH;

/// The levels that one page holds.
pub const LEVELS_PER_PAGE: u8 = 5;

/// The nodes of a full page: 32 + 16 + 8 + 4 + 2.
pub const NODES_PER_PAGE: usize = (2 << LEVELS_PER_PAGE) - 2;

/// Which page: it holds the nodes of levels `5 * group ..= 5 * group + 4` that lie below node
/// `index` of level `5 * group + 5`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PageId {
	/// Which five levels, counted from the leaves: 0 to 6.
	pub group: u8,
	/// Which page of the group, from the left: below 2^27.
	pub index: u32,
}

/// The depth of a tree: `ceil(log2(size))`; 0 for one leaf and for none.
pub const fn depth(size: u64) -> u8 {
	(u64::BITS - size.saturating_sub(1).leading_zeros()) as u8
}

/// `floor(value / 2^shift)`, for any shift.
const fn shifted(value: u64, shift: u8) -> u64 {
	if shift < 64 {
		value >> shift
	} else {
		0
	}
}

/// The number of nodes at a level: `ceil(size / 2^level)`. It is 1 above the root too.
pub const fn nodes_at(size: u64, level: u8) -> u64 {
	if size == 0 {
		0
	} else {
		shifted(size - 1, level) + 1
	}
}

/// The nodes at a level that change, or come to be, when `count` leaves are appended to a tree of
/// `size`: `floor(size / 2^level) .. ceil((size + count) / 2^level)`.
pub const fn changed_at(size: u64, count: u64, level: u8) -> Range<u64> {
	let start = shifted(size, level);
	if count == 0 {
		start..start
	} else {
		start..nodes_at(size.saturating_add(count), level)
	}
}

/// How many nodes [`append`](crate::append) writes: those that change at levels 1 to the new
/// depth. Never more than `count + 2 * depth`.
pub const fn changed_nodes(size: u64, count: u64) -> u64 {
	let depth = depth(size.saturating_add(count));
	let mut total = 0u64;
	let mut level = 1;
	while level <= depth {
		let Range { start, end } = changed_at(size, count, level);
		total = total.saturating_add(end.saturating_sub(start));
		level += 1;
	}
	total
}

/// How many hashes [`append`](crate::append) makes: one for each changed node that has two
/// children. Never more than `count + depth`.
pub const fn append_hashes(size: u64, count: u64) -> u64 {
	let new_size = size.saturating_add(count);
	let mut total = 0u64;
	let mut level = 1;
	while level <= depth(new_size) {
		let Range { start, end } = changed_at(size, count, level);
		let lifted = nodes_at(new_size, level - 1) & 1;
		total = total.saturating_add(end.saturating_sub(start));
		if end > start {
			total -= lifted;
		}
		level += 1;
	}
	total
}

/// How many pages lie on the path from a leaf to the root: `floor(depth / 5) + 1`, and none in an
/// empty tree. A proof reads so many; an update reads and writes so many.
pub const fn pages_on_path(size: u64) -> u32 {
	if size == 0 {
		0
	} else {
		(depth(size) / LEVELS_PER_PAGE) as u32 + 1
	}
}

/// How many pages an append of `count` leaves writes: never more than
/// `count / 31 + 2 * (depth / 5 + 1)`. It reads at most `pages_on_path(size)`.
pub const fn pages_changed(size: u64, count: u64) -> u64 {
	let new_size = size.saturating_add(count);
	let mut total = 0u64;
	let mut group = 0;
	while count > 0 && group <= depth(new_size) / LEVELS_PER_PAGE {
		let Range { start, end } = changed_at(size, count, (group + 1) * LEVELS_PER_PAGE);
		total = total.saturating_add(end.saturating_sub(start));
		group += 1;
	}
	total
}

/// The page that holds a node.
pub const fn page_of(level: u8, index: u64) -> PageId {
	let group = level / LEVELS_PER_PAGE;
	PageId { group, index: shifted(index, LEVELS_PER_PAGE - level % LEVELS_PER_PAGE) as u32 }
}

/// How many nodes a page has at its bottom level, in a tree of `size`: 0 to 32; 0 where the tree
/// has no such page.
pub const fn bottom_nodes(size: u64, page: PageId) -> u64 {
	let all = if depth(size) < page.group.saturating_mul(LEVELS_PER_PAGE) {
		0
	} else {
		nodes_at(size, page.group.saturating_mul(LEVELS_PER_PAGE))
	};
	let before = (page.index as u64) << LEVELS_PER_PAGE;
	let rest = all.saturating_sub(before);
	if rest < 1 << LEVELS_PER_PAGE {
		rest
	} else {
		1 << LEVELS_PER_PAGE
	}
}

/// Where in its page a row of nodes stands: the `row`-th level of the page (0 to 4) follows those
/// below it, each of `ceil(bottom / 2^row)` nodes. Row 5 is the page's end.
pub const fn row_start(bottom: u64, row: u8) -> usize {
	let mut start = 0;
	let mut below = 0;
	while below < row && below < LEVELS_PER_PAGE {
		start += nodes_at(bottom, below);
		below += 1;
	}
	start as usize
}

/// How many nodes a page with `bottom` nodes at its bottom level holds, at most
/// [`NODES_PER_PAGE`]. Rows above the root of the tree repeat the root.
pub const fn page_len(bottom: u64) -> usize {
	row_start(bottom, LEVELS_PER_PAGE)
}

/// The pages of which the leaf at `index` is the first leaf below. A tree that is taken apart from
/// its last leaf down loses them with it; some may be above its root, and so never have been.
pub fn pages_begun_by(index: u64) -> impl Iterator<Item = PageId> {
	(0..=MAX_DEPTH / LEVELS_PER_PAGE)
		.map(|group| (group, (group + 1) * LEVELS_PER_PAGE))
		.take_while(move |(_, levels)| index.trailing_zeros() >= u32::from(*levels))
		.map(move |(group, levels)| PageId { group, index: shifted(index, levels) as u32 })
}

/// Where in its page a node stands, in a tree of `size`. Means nothing for a node that the tree
/// does not have.
pub const fn position(size: u64, level: u8, index: u64) -> usize {
	let row = level % LEVELS_PER_PAGE;
	let in_row = index & ((1 << (LEVELS_PER_PAGE - row)) - 1);
	row_start(bottom_nodes(size, page_of(level, index)), row) + in_row as usize
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;

	#[test]
	fn every_page_is_begun_by_one_leaf() {
		for size in [1, 2, 31, 32, 33, 1_023, 1_024, 1_025, 40_000] {
			let mut pages = Vec::new();
			for group in 0..=MAX_DEPTH / LEVELS_PER_PAGE {
				let page = |index| PageId { group, index };
				pages.extend((0..).map(page).take_while(|page| bottom_nodes(size, *page) > 0));
			}
			let mut begun: Vec<_> = (0..size)
				.flat_map(pages_begun_by)
				.filter(|page| bottom_nodes(size, *page) > 0)
				.collect();
			begun.sort();
			assert_eq!(begun, pages, "a tree of {size}");
		}
	}
}
