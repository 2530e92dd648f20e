//! The tree over its pages.

use crate::{
	shape::{
		bottom_nodes, changed_at, changed_nodes, depth, nodes_at, page_len, page_of, pages_on_path,
		position, LEVELS_PER_PAGE, MAX_SIZE,
	},
	Error, Hasher, Page, PageId, Pages, MAX_BATCH,
};
use alloc::{vec, vec::Vec};
use census_zk_types::{FieldElement, MerkleProof};
use core::ops::Range;

/// A tree of `size` leaves, kept in pages.
///
/// | operation | pages read | pages written | hashes |
/// | --- | --- | --- | --- |
/// | [`append_many`](Self::append_many) of `k` | at most `pages_on_path(size)` | `pages_changed(size, k)` | at most `k + depth` |
/// | [`update`](Self::update) | `pages_on_path(size)` | as many, or none | at most `depth` |
/// | [`proof`](Self::proof) | `pages_on_path(size)` | | |
/// | [`root`](Self::root), [`leaf`](Self::leaf) | 1 | | |
/// | [`leaves`](Self::leaves) of `n` | at most `n / 32 + 2` | | |
///
/// The functions named are in [`shape`](crate::shape).
#[derive(Clone, Debug)]
pub struct Tree<P, H> {
	pages: P,
	hasher: H,
	size: u64,
}

impl<P: Pages, H: Hasher> Tree<P, H> {
	/// The tree of `size` leaves that `pages` hold; 0 for a new one. Nothing is read yet.
	///
	/// # Errors
	/// [`Error::Full`] above 2^32 leaves.
	pub fn new(pages: P, hasher: H, size: u64) -> Result<Self, Error> {
		if size > MAX_SIZE {
			return Err(Error::Full);
		}
		Ok(Self { pages, hasher, size })
	}

	/// The number of leaves ever appended.
	pub fn size(&self) -> u64 {
		self.size
	}

	/// The number of levels above the leaves.
	pub fn depth(&self) -> u8 {
		depth(self.size)
	}

	/// The store.
	pub fn pages(&self) -> &P {
		&self.pages
	}

	/// The root.
	///
	/// # Errors
	/// [`Error::Empty`]; a missing or corrupt page.
	pub fn root(&self) -> Result<FieldElement, Error> {
		if self.size == 0 {
			return Err(Error::Empty);
		}
		let id = page_of(self.depth(), 0);
		let page = self.load(id)?;
		node(&page, self.size, self.depth(), 0).ok_or(Error::PageCorrupt(id))
	}

	/// The leaf at `index`; 0 where the member was removed.
	///
	/// # Errors
	/// [`Error::NoSuchLeaf`]; a missing or corrupt page.
	pub fn leaf(&self, index: u32) -> Result<FieldElement, Error> {
		let index = self.within(index)?;
		let id = page_of(0, index);
		let page = self.load(id)?;
		node(&page, self.size, 0, index).ok_or(Error::PageCorrupt(id))
	}

	/// The leaves of a range, in order. The caller bounds its length.
	///
	/// # Errors
	/// [`Error::NoSuchLeaf`] if the range ends beyond the tree; a missing or corrupt page.
	pub fn leaves(&self, range: Range<u64>) -> Result<Vec<FieldElement>, Error> {
		if range.end > self.size {
			return Err(Error::NoSuchLeaf);
		}
		let mut leaves = Vec::new();
		let mut next = range.start;
		while next < range.end {
			let id = page_of(0, next);
			let page = self.load(id)?;
			let page_end = (u64::from(id.index) + 1) << LEVELS_PER_PAGE;
			let stop = page_end.min(range.end);
			let first = position(self.size, 0, next);
			let found =
				page.get(first..first + (stop - next) as usize).ok_or(Error::PageCorrupt(id))?;
			leaves.extend_from_slice(found);
			next = stop;
		}
		Ok(leaves)
	}

	/// The Merkle proof of the leaf at `index`, in Semaphore's shape.
	///
	/// # Errors
	/// [`Error::NoSuchLeaf`]; a missing or corrupt page.
	pub fn proof(&self, index: u32) -> Result<MerkleProof, Error> {
		let leaf_index = self.within(index)?;
		let mut leaf = FieldElement::ZERO;
		let mut root = FieldElement::ZERO;
		let mut siblings = Vec::new();
		let mut path = 0u32;
		for group in 0..=self.depth() / LEVELS_PER_PAGE {
			let bottom = group * LEVELS_PER_PAGE;
			let id = page_of(bottom, leaf_index >> bottom);
			let page = self.load(id)?;
			for level in bottom..=self.depth().min(bottom + LEVELS_PER_PAGE - 1) {
				let index = leaf_index >> level;
				let read =
					|index| node(&page, self.size, level, index).ok_or(Error::PageCorrupt(id));
				if level == 0 {
					leaf = read(index)?;
				}
				if level == self.depth() {
					root = read(index)?;
				} else if index ^ 1 < nodes_at(self.size, level) {
					path |= ((index & 1) as u32) << siblings.len();
					siblings.push(read(index ^ 1)?);
				}
			}
		}
		Ok(MerkleProof { root, leaf, index: path, siblings })
	}

	/// Appends a leaf and returns the new root. See [`append_many`](Self::append_many).
	///
	/// # Errors
	/// [`Error::Full`]; a missing or corrupt page.
	pub fn append(&mut self, leaf: FieldElement) -> Result<FieldElement, Error> {
		self.append_many(&[leaf])
	}

	/// Appends leaves and returns the new root: the same as one by one, for fewer hashes.
	///
	/// # Errors
	/// [`Error::BatchTooLarge`] above [`MAX_BATCH`] leaves, [`Error::Full`], [`Error::Empty`] for
	/// no leaves in an empty tree; a missing or corrupt page; whatever the hasher refuses.
	pub fn append_many(&mut self, leaves: &[FieldElement]) -> Result<FieldElement, Error> {
		if leaves.is_empty() {
			return self.root();
		}
		if leaves.len() > MAX_BATCH {
			return Err(Error::BatchTooLarge);
		}
		let (size, count) = (self.size, leaves.len() as u64);
		let new_size = size + count;
		if new_size > MAX_SIZE {
			return Err(Error::Full);
		}

		// The pages at the right edge: they hold the frontier, and are rewritten.
		let mut edge = Vec::with_capacity(pages_on_path(size) as usize);
		for group in 0..pages_on_path(size) as u8 {
			let top = (group + 1) * LEVELS_PER_PAGE;
			let id = PageId { group, index: (size >> top) as u32 };
			edge.push(if bottom_nodes(size, id) == 0 { Page::new() } else { self.load(id)? });
		}
		let kept = |level: u8, nodes: Range<u64>| {
			let first = position(size, level, nodes.start);
			edge.get(usize::from(level / LEVELS_PER_PAGE))
				.and_then(|page| page.get(first..first + nodes.count()))
		};

		let mut frontier = Vec::with_capacity(size.count_ones() as usize);
		for level in (0..=depth(size)).filter(|level| size >> level & 1 == 1) {
			let index = (size >> level) - 1;
			let node = kept(level, index..index + 1).and_then(<[_]>::first);
			frontier.push(*node.ok_or(Error::PageCorrupt(page_of(level, index)))?);
		}

		let mut changed = vec![FieldElement::ZERO; changed_nodes(size, count) as usize];
		self.hasher.append(size, &frontier, leaves, &mut changed)?;
		let root = *changed.last().unwrap_or(&leaves[0]);

		// The changed nodes of each level, with the root repeated to the top of the topmost page.
		let groups = pages_on_path(new_size) as u8;
		let mut rows = Vec::with_capacity(usize::from(groups * LEVELS_PER_PAGE));
		let mut rest = &changed[..];
		for level in 0..groups * LEVELS_PER_PAGE {
			rows.push(if level == 0 {
				leaves
			} else if level > depth(new_size) {
				core::slice::from_ref(&root)
			} else {
				let (row, above) = rest.split_at(changed_at(size, count, level).count());
				rest = above;
				row
			});
		}

		let mut written = Vec::new();
		for group in 0..groups {
			let bottom = group * LEVELS_PER_PAGE;
			for index in changed_at(size, count, bottom + LEVELS_PER_PAGE) {
				let id = PageId { group, index: index as u32 };
				let width = bottom_nodes(new_size, id);
				let mut page = Page::with_capacity(page_len(width));
				for row in 0..LEVELS_PER_PAGE {
					let level = bottom + row;
					let start = index << (LEVELS_PER_PAGE - row);
					let end = start + nodes_at(width, row);
					let first_changed = (size >> level).clamp(start, end);
					if start < first_changed {
						let kept = kept(level, start..first_changed);
						page.extend_from_slice(kept.ok_or(Error::PageCorrupt(id))?);
					}
					let offset = (first_changed - (size >> level)) as usize;
					let fresh = offset..offset + (end - first_changed) as usize;
					page.extend_from_slice(&rows[usize::from(level)][fresh]);
				}
				written.push((id, page));
			}
		}
		for (id, page) in written {
			self.pages.store(id, page);
		}
		self.size = new_size;
		Ok(root)
	}

	/// Puts another leaf at `index` and returns the new root. Writing the leaf that stands there
	/// already writes no page. To remove a member, write 0.
	///
	/// # Errors
	/// [`Error::NoSuchLeaf`]; a missing or corrupt page.
	pub fn update(&mut self, index: u32, leaf: FieldElement) -> Result<FieldElement, Error> {
		let leaf_index = self.within(index)?;
		let mut value = leaf;
		let mut written = Vec::with_capacity(pages_on_path(self.size) as usize);
		for group in 0..=self.depth() / LEVELS_PER_PAGE {
			let bottom = group * LEVELS_PER_PAGE;
			let id = page_of(bottom, leaf_index >> bottom);
			let mut page = self.load(id)?;
			let mut same = true;
			for level in bottom..bottom + LEVELS_PER_PAGE {
				let index = leaf_index >> level;
				let slot = page
					.get_mut(position(self.size, level, index))
					.ok_or(Error::PageCorrupt(id))?;
				same &= *slot == value;
				*slot = value;
				if index ^ 1 < nodes_at(self.size, level) {
					let sibling =
						node(&page, self.size, level, index ^ 1).ok_or(Error::PageCorrupt(id))?;
					value = if index & 1 == 1 {
						self.hasher.hash(&sibling, &value)
					} else {
						self.hasher.hash(&value, &sibling)
					};
				}
			}
			if !same {
				written.push((id, page));
			}
		}
		for (id, page) in written {
			self.pages.store(id, page);
		}
		Ok(value)
	}

	fn within(&self, index: u32) -> Result<u64, Error> {
		Some(u64::from(index)).filter(|index| *index < self.size).ok_or(Error::NoSuchLeaf)
	}

	/// Loads a page that the tree has, and checks its length.
	fn load(&self, id: PageId) -> Result<Page, Error> {
		let page = self.pages.load(id).ok_or(Error::PageMissing(id))?;
		if page.len() == page_len(bottom_nodes(self.size, id)) {
			Ok(page)
		} else {
			Err(Error::PageCorrupt(id))
		}
	}
}

/// A node of the tree, from the page that holds it.
fn node(page: &[FieldElement], size: u64, level: u8, index: u64) -> Option<FieldElement> {
	page.get(position(size, level, index)).copied()
}
