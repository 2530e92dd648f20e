//! Where a tree keeps its nodes.

use crate::PageId;
use alloc::{collections::BTreeMap, vec::Vec};
use census_zk_types::FieldElement;

/// The nodes of one page: its lowest level from left to right, then the next, five in all. At most
/// [`NODES_PER_PAGE`](crate::NODES_PER_PAGE); [`shape`](crate::shape) tells how many and where.
pub type Page = Vec<FieldElement>;

/// A store of one tree's pages. An operation loads and stores any page at most once, and stores
/// only after everything that can fail.
pub trait Pages {
	/// Reads a page.
	fn load(&self, id: PageId) -> Option<Page>;

	/// Writes a page in place of what was there.
	fn store(&mut self, id: PageId, page: Page);
}

impl<P: Pages> Pages for &mut P {
	fn load(&self, id: PageId) -> Option<Page> {
		P::load(self, id)
	}

	fn store(&mut self, id: PageId, page: Page) {
		P::store(self, id, page)
	}
}

/// A store in memory.
impl Pages for BTreeMap<PageId, Page> {
	fn load(&self, id: PageId) -> Option<Page> {
		self.get(&id).cloned()
	}

	fn store(&mut self, id: PageId, page: Page) {
		self.insert(id, page);
	}
}
