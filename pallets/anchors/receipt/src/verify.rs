//! Whether a receipt holds.

use crate::{
	blake2b::Blake2b256,
	format::{Finalised, Receipt},
	header::{Header, MAX_HEADER_BYTES},
	justification,
	trust::{AuthoritySet, Trust},
	verdict::{Basis, Details, Verdict},
	Refusal,
};
use census_anchor_log::{
	leaf::{Content, Leaf, Subject},
	proof::root_of_inclusion,
	Checkpoint, Hash, Tree,
};
use codec::DecodeAll;

/// Verifies a receipt, given as its text.
///
/// # Errors
/// Says why it is refused.
pub fn verify_text(text: &[u8], trust: &Trust) -> Result<Verdict, Refusal> {
	verify(&Receipt::from_text(text)?, trust)
}

/// Verifies a receipt.
///
/// # Errors
/// Says why it is refused.
pub fn verify(receipt: &Receipt, trust: &Trust) -> Result<Verdict, Refusal> {
	if receipt.genesis != trust.genesis {
		return Err(Refusal::OtherGenesis);
	}
	let (header, set, basis) = check_finality(receipt, trust)?;
	let leaf = check_log(receipt, trust, &header)?;
	let details = check_details(receipt, &leaf)?;
	check_item(receipt, &leaf)?;
	Ok(Verdict {
		leaf,
		details,
		item: receipt.item.clone(),
		checkpoint: (header.hash, header.number),
		finalised_by: set.id,
		basis,
	})
}

/// Follows the handovers from a trusted set to the one that finalised the checkpoint.
fn check_finality(
	receipt: &Receipt,
	trust: &Trust,
) -> Result<(Header, AuthoritySet, Basis), Refusal> {
	let mut set = trust.set(receipt.first_set)?.ok_or(Refusal::SetNotTrusted)?.clone();
	let mut latest_trusted = set.id;
	let mut last_number = None;
	for handover in &receipt.handovers {
		let header = check_block(handover, &set, &mut last_number)?;
		let next = header.handover()?.ok_or(Refusal::NoHandover)?;
		let id = set.id.checked_add(1).ok_or(Refusal::NoHandover)?;
		set = AuthoritySet::new(id, next)?;
		if let Some(trusted) = trust.set(id)? {
			if *trusted != set {
				return Err(Refusal::ContradictsTrust);
			}
			latest_trusted = id;
		}
	}
	let header = check_block(&receipt.checkpoint, &set, &mut last_number)?;
	// It may hand over to the next set, but not force one.
	match header.handover() {
		Ok(_) | Err(Refusal::NoHandover) => (),
		Err(refusal) => return Err(refusal),
	}
	// What does not come by the newest trusted set may have been led astray, or finalised, by keys
	// that had retired. That set itself was met, and compared, where the numbers pass its own.
	let basis = match trust.newest() {
		Some(newest) if newest > 0 && (receipt.first_set..=set.id).contains(&newest) => {
			Basis::Set(newest)
		}
		_ if latest_trusted == 0 => Basis::GenesisOnly,
		_ => Basis::Older(latest_trusted),
	};
	Ok((header, set, basis))
}

/// Checks that the set finalised a block, and that it comes after the last one.
fn check_block(
	block: &Finalised,
	set: &AuthoritySet,
	last_number: &mut Option<u32>,
) -> Result<Header, Refusal> {
	if block.header.len() > MAX_HEADER_BYTES {
		return Err(Refusal::HeaderUnreadable);
	}
	let header = Header::read(&block.header)?;
	if last_number.is_some_and(|last| header.number <= last) {
		return Err(Refusal::HeadersOutOfOrder);
	}
	justification::check(&header, &block.justification, set)?;
	*last_number = Some(header.number);
	Ok(header)
}

/// Checks that the leaf is in the log whose root the header carries.
fn check_log(receipt: &Receipt, trust: &Trust, header: &Header) -> Result<Leaf<Hash>, Refusal> {
	let Checkpoint::V1 { count, root } = header.checkpoint()?;
	if count != receipt.count {
		return Err(Refusal::OtherCount);
	}
	let leaf =
		Leaf::<Hash>::decode_all(&mut &receipt.leaf[..]).map_err(|_| Refusal::LeafUnreadable)?;
	let tree = Tree::log(trust.genesis);
	let hash = tree.hash_leaf::<Blake2b256>(&receipt.leaf);
	let proven = root_of_inclusion::<Blake2b256>(&tree, hash, leaf.index, count, &receipt.path);
	if proven != Some(root) {
		return Err(Refusal::NotInLog);
	}
	if leaf.entry.moment.block > header.number {
		return Err(Refusal::LeafFromTheFuture);
	}
	Ok(leaf)
}

/// Checks that the details, if they are shown, are the leaf's.
fn check_details(receipt: &Receipt, leaf: &Leaf<Hash>) -> Result<Option<Details>, Refusal> {
	let Some(bytes) = &receipt.details else { return Ok(None) };
	if !leaf.has_details::<Blake2b256>(bytes) {
		return Err(Refusal::OtherDetails);
	}
	Details::read(&leaf.entry.subject, bytes).map(Some).ok_or(Refusal::OtherDetails)
}

/// Checks that the item, if the receipt is for one, is in the leaf's batch.
fn check_item(receipt: &Receipt, leaf: &Leaf<Hash>) -> Result<(), Refusal> {
	let Some(item) = &receipt.item else { return Ok(()) };
	let Subject::Anchor(Content::Batch { root, items, .. }) = leaf.entry.subject else {
		return Err(Refusal::NotInBatch);
	};
	let proven = crate::batch::root_of(&item.hash, item.index, items, &item.path);
	if proven == Some(root) {
		Ok(())
	} else {
		Err(Refusal::NotInBatch)
	}
}
