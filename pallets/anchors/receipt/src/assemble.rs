//! How a receipt is put together from what full nodes keep of finality.

use crate::{
	format::{Finalised, Receipt},
	header::Header,
	justification,
	trust::AuthoritySet,
	Refusal,
};
use alloc::vec::Vec;
use census_anchor_log::{leaf::Leaf, Checkpoint, Hash};
use codec::Encode;

impl Finalised {
	/// The same block with its justification without what counts for nothing: by this set, or, where
	/// it is not known, by any. Nothing is checked.
	///
	/// # Errors
	/// If the justification cannot be read.
	pub fn trimmed(&self, set: Option<&AuthoritySet>) -> Result<Self, Refusal> {
		let justification = justification::trimmed(&self.justification, set)?;
		Ok(Self { header: self.header.clone(), justification })
	}
}

impl Receipt {
	/// Puts a receipt together, unchecked. `blocks` are the last block of each set of validators from
	/// `first_set` on, as far as they have one, then a later block with a justification, which
	/// carries the checkpoint. Their justifications may be as nodes keep them: what counts for
	/// nothing in them is left out. `path` gives the leaf's path in the log of so many leaves.
	///
	/// # Errors
	/// If there is no block, one cannot be read, or the last one carries no checkpoint; [`Refusal::NotInLog`] if there is
	/// no path: the leaf is younger than the checkpoint.
	pub fn assemble(
		genesis: Hash,
		first_set: u64,
		mut blocks: Vec<Finalised>,
		leaf: &Leaf<Hash>,
		details: Option<Vec<u8>>,
		path: impl FnOnce(u64) -> Option<Vec<Hash>>,
	) -> Result<Self, Refusal> {
		let mut set = None;
		for (block, id) in blocks.iter_mut().zip(first_set..) {
			block.justification = justification::trimmed(&block.justification, set.as_ref())?;
			let next = Header::read(&block.header)?.handover().ok().flatten();
			set = next.and_then(|next| AuthoritySet::new(id.saturating_add(1), next).ok());
		}
		let checkpoint = blocks.pop().ok_or(Refusal::NoCheckpoint)?;
		let Checkpoint::V1 { count, .. } = Header::read(&checkpoint.header)?.checkpoint()?;
		Ok(Self {
			genesis,
			leaf: leaf.encode(),
			details,
			item: None,
			count,
			path: path(count).ok_or(Refusal::NotInLog)?,
			first_set,
			handovers: blocks,
			checkpoint,
		})
	}
}
