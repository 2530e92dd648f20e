//! How a receipt is put together from what full nodes keep of finality.

use crate::{
	format::{Finalised, Receipt},
	header::Header,
	Refusal,
};
use alloc::vec::Vec;
use census_anchor_log::{leaf::Leaf, Checkpoint, Hash};
use codec::Encode;

impl Receipt {
	/// Puts a receipt together, unchecked. `blocks` are the last block of each set of validators from
	/// `first_set` on, as far as they have one, then a later block with a justification, which
	/// carries the checkpoint. `path` gives the leaf's path in the log of so many leaves.
	///
	/// # Errors
	/// If there is no block, or the last one carries no checkpoint; [`Refusal::NotInLog`] if there is
	/// no path: the leaf is younger than the checkpoint.
	pub fn assemble(
		genesis: Hash,
		first_set: u64,
		mut blocks: Vec<Finalised>,
		leaf: &Leaf<Hash>,
		details: Option<Vec<u8>>,
		path: impl FnOnce(u64) -> Option<Vec<Hash>>,
	) -> Result<Self, Refusal> {
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
