//! A group's tree, read from and written to the chain's storage.

use crate::{Config, Error, Group, Pages};
use census_lean_imt::{Error as TreeError, Page, PageId, Pages as PageStore, Tree};
use census_primitives::GroupId;
use census_zk_host::HostHasher;
use core::marker::PhantomData;
use frame_support::BoundedVec;

/// The stored pages of one group.
pub(crate) struct StoredPages<T>(GroupId, PhantomData<T>);

impl<T: Config> PageStore for StoredPages<T> {
	fn load(&self, page: PageId) -> Option<Page> {
		Pages::<T>::get(self.0, (page.group, page.index)).map(Into::into)
	}

	fn store(&mut self, page: PageId, nodes: Page) {
		// A page never holds more nodes than its bound; if it did, it would be cut, and the next
		// reader would be told that the tree is corrupt.
		let nodes = BoundedVec::truncate_from(nodes);
		Pages::<T>::insert(self.0, (page.group, page.index), nodes);
	}
}

/// A group's tree, hashed by the host.
pub(crate) type StoredTree<T> = Tree<StoredPages<T>, HostHasher>;

impl<T: Config> Group<T> {
	/// The group's tree.
	pub(crate) fn tree(&self, id: GroupId) -> Result<StoredTree<T>, Error<T>> {
		Tree::new(StoredPages(id, PhantomData), HostHasher, self.size.into()).map_err(Into::into)
	}
}

impl<T> From<TreeError> for Error<T> {
	fn from(error: TreeError) -> Self {
		match error {
			TreeError::Full => Self::GroupFull,
			TreeError::NoSuchLeaf => Self::NotMember,
			TreeError::Empty
			| TreeError::BatchTooLarge
			| TreeError::FrontierLength
			| TreeError::OutputLength
			| TreeError::PageMissing(_)
			| TreeError::PageCorrupt(_)
			| TreeError::MalformedProof => Self::TreeCorrupt,
		}
	}
}
